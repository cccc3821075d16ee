"""A path on its page: where she is, what comes next, what is missing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from lantern.accounts.public import User
from lantern.mentoring import rules
from lantern.mentoring.domain import framework, stages
from lantern.mentoring.domain.gaps import Gap
from lantern.mentoring.domain.stages import Demand, Facts
from lantern.mentoring.domain.words import EvidenceKind, Leaving, PlacementKind, Stage
from lantern.mentoring.models import Evidence, Mentee, Placement

Cell = dict[str, Any]


def day(on: date) -> str:
    return f"{on:%-d %B %Y}"


def path_page(mentee: Mentee, facts: Facts, user: User) -> dict[str, Any]:
    now = Stage(mentee.stage)
    to = stages.NEXT.get(now)
    demands = stages.demanded(to, facts) if to else []
    missing = [one for one in demands if not one.met]
    signing = [one for one in missing if not one.code.startswith("sign:")]
    hers = rules.is_she(user, mentee)
    return {
        "mentee": mentee,
        "hers": hers,
        "who": "" if hers else mentee.expert.name,
        "steps": steps(now),
        "facts": facts_rows(mentee, facts),
        "to": to,
        "demands": demand_rows(demands),
        "missing": len(missing),
        "evidence": evidence_rows(mentee.evidence.filter(withdrawn_at=None).order_by("-done_on", "-pk"), facts),
        "seats": seat_rows(mentee.placements.all()),
        "owns": rules.owns(user, mentee),
        "steers": rules.can_steer(user, mentee),
        "states": rules.can_state(user, mentee),
        "may_leave": mentee.left_at is None and rules.can_leave(user, mentee),
        "may_move": to is not None and to is not Stage.INDEPENDENT and not missing,
        "may_sign": to is Stage.INDEPENDENT and not signing and rules.can_sign(user, mentee),
    }


def steps(now: Stage) -> list[dict[str, str]]:
    here = stages.ORDER.index(now)
    states = ["done"] * here + ["current"] + [""] * (len(stages.ORDER) - here - 1)
    return [{"label": stage.label, "state": state} for stage, state in zip(stages.ORDER, states, strict=True)]


def facts_rows(mentee: Mentee, facts: Facts) -> list[dict[str, Any]]:
    standing = max((one.expires_on for one in facts.agreements if one.stands(facts.today)), default=None)
    last = max((one.expires_on for one in facts.agreements), default=None)
    agreement: dict[str, Any] = {"key": "Confidentiality agreement"}
    if standing:
        agreement["value"] = f"In date until {day(standing)}"
    elif last:
        agreement |= {"tag": f"Not in date (last until {day(last)})", "kind": "attention"}
    else:
        agreement["no_value"] = "None"
    rows: list[dict[str, Any]] = [
        {"key": "Cohort", "value": mentee.cohort.name},
        {"key": "Stage", "value": f"{Stage(mentee.stage).label}, since {day(mentee.stage_since)}"},
        agreement,
    ]
    if mentee.left_at is not None:
        rows.append({"key": "Left", "value": day(mentee.left_at.date())})
        rows.append({"key": "Why", **_why(Leaving(mentee.left_why))})
    return rows


def _why(why: Leaving) -> dict[str, str]:
    if why in {Leaving.UNKNOWN, Leaving.DECLINED}:
        return {"no_value": why.label}
    return {"value": why.label}


def demand_rows(demands: Iterable[Demand]) -> list[list[Cell]]:
    """What is missing first."""
    return [
        [
            {"heading": "What it asks", "text": one.words},
            {"heading": "State", "tag": "In place", "kind": "done"}
            if one.met
            else {"heading": "State", "tag": "Missing", "kind": "attention"},
        ]
        for one in sorted(demands, key=lambda one: one.met)
    ]


def evidence_rows(evidence: Iterable[Evidence], facts: Facts) -> list[list[Cell]]:
    return [
        [
            {
                "heading": "Evidence",
                "text": EvidenceKind(one.kind).label,
                "href": reverse("mentoring:evidence", args=[one.ref]),
                "hidden": f", {day(one.done_on)}",
            },
            {"heading": "Done", "text": day(one.done_on)},
            {"heading": "State", **state_of(one, facts.today)},
        ]
        for one in evidence
    ]


def state_of(one: Evidence, today: date) -> dict[str, str]:
    """In words for a cell or a summary: expired before all else, since it then counts no longer."""
    if one.withdrawn_at is not None:
        return {"tag": "Taken back", "kind": ""}
    if one.expires_on is not None and one.expires_on < today:
        return {"tag": "Expired", "kind": "problem"}
    if one.kind == EvidenceKind.WORKSHOP and one.source_ref:
        return {"tag": "Attended", "kind": "done"}
    if one.countersigned_at is not None:
        return {"tag": "Countersigned", "kind": "done"}
    return {"tag": "Waiting for a chair", "kind": "waiting"}


def seat_rows(placements: Iterable[Placement]) -> list[list[Cell]]:
    return [
        [
            {"heading": "Seat", "text": PlacementKind(one.kind).label},
            {"heading": "Begun", "text": day(one.began_on)},
            {"heading": "Ended", "text": day(one.ended_on)}
            if one.ended_on
            else {"heading": "Ended", "no_value": "Not ended"},
            {"heading": "State", "tag": "Finished", "kind": "done"}
            if one.finished
            else {"heading": "State", "tag": "Broken off" if one.ended_on else "Going on", "kind": "waiting"},
        ]
        for one in placements
    ]


def gap_rows(found: Iterable[Gap], mentee: Mentee, *, states: bool) -> list[list[Cell]]:
    """Each competency: her view, the level that counts, what is asked. A mentor's rows lead to saying a level."""
    return [
        [
            {"heading": "Competency", "text": one.label}
            | ({"href": reverse("mentoring:level_state", args=[mentee.ref, one.code])} if states else {}),
            {"heading": "Own view", **_level(one.own)},
            {"heading": "Mentor or chair", **_level(one.held)},
            {"heading": "Asked next", "text": str(one.asks) if one.asks else "Nothing", "number": True},
            {"heading": "Missing", "text": str(one.missing), "number": True},
        ]
        for one in found
    ]


def _level(level: int | None) -> Cell:
    return {"number": True} | ({"no_value": "Not said"} if level is None else {"text": str(level)})


def evidence_page(one: Evidence, today: date, user: User) -> dict[str, Any]:
    hers = rules.is_she(user, one.mentee)
    waiting = one.countersigned_at is None and one.withdrawn_at is None and not one.source_ref
    rows: list[dict[str, Any]] = [
        {"key": "What it is", "value": EvidenceKind(one.kind).label},
        {"key": "Done", "value": day(one.done_on)},
        {"key": "State", **state_of(one, today)},
        {"key": "What it shows", "values_list": [framework.label_of(code) for code in one.competencies]}
        if one.competencies
        else {"key": "What it shows", "no_value": "None"},
        {"key": "Counts until", "value": day(one.expires_on) if one.expires_on else "It does not expire"},
    ]
    if one.placement is not None:
        rows.append({"key": "Seat", "value": PlacementKind(one.placement.kind).label})
    if one.countersigned_by is not None and one.countersigned_at is not None:
        signed = f"{one.countersigned_by.name}, {day(one.countersigned_at.date())}"
        rows.append({"key": "Countersigned by", "value": signed})
    elif one.asked is not None:
        rows.append({"key": "Asked to countersign", "value": one.asked.name})
    return {
        "evidence": one,
        "who": "" if hers else one.mentee.expert.name,
        "rows": rows,
        "may_sign": waiting and rules.can_countersign(user, one),
        "may_change": rules.owns(user, one.mentee) and one.withdrawn_at is None,
        "waiting": waiting,
        "sees_path": hers or rules.is_programme(user) or rules.is_her_mentor(user, one.mentee),
    }
