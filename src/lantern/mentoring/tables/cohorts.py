"""Cohorts and applications as their pages show them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lantern.access.public import Role
from lantern.accounts.public import User, has_role
from lantern.kit import clock
from lantern.mentoring.domain.applications import NEXT_COHORT, CohortState, State
from lantern.mentoring.domain.calls import NAME, Question
from lantern.mentoring.domain.readings import (
    READERS,
    SCORES,
    Standing,
    both_in,
    counted,
    readers_lacking,
    standing_of,
    visible_to,
)
from lantern.mentoring.models import Application, Cohort
from lantern.mentoring.selectors.cohorts import is_open, readings_of
from lantern.mentoring.tables.path import day

Cell = dict[str, Any]
KINDS = {
    State.SENT: "waiting",
    State.OFFERED: "attention",
    State.JOINED: "done",
    State.NOT_NOW: "",
}
MINE = {
    Standing.TO_READ: ("For you to read", "attention"),
    Standing.WAITS: ("Yours is in", "waiting"),
    Standing.EXCUSED: ("You are excused", ""),
    Standing.ENOUGH: ("Two others have read it", "done"),
    Standing.OPEN: ("Both are in", "done"),
}
MOVES = {
    CohortState.OPEN: ("Open the call", ""),
    CohortState.READING: ("Close the call and begin reading", ""),
    CohortState.RUNNING: ("Begin the cohort", ""),
    CohortState.ENDED: ("End the cohort", "secondary"),
}


def cohort_rows(cohorts: Iterable[Cohort], sent: dict[int, int]) -> list[list[Cell]]:
    return [
        [
            {
                "heading": "Cohort",
                "text": cohort.name,
                "href": reverse("mentoring:cohort", args=[cohort.ref]),
            },
            {"heading": "State", "tag": CohortState(cohort.state).label, "kind": ""},
            {"heading": "Applications until", "text": day(cohort.closes_on)},
            {"heading": "Sent in", "text": str(sent.get(cohort.pk, 0)), "number": True},
            {"heading": "Places", "text": str(cohort.places), "number": True},
        ]
        for cohort in cohorts
    ]


def cohort_page(cohort: Cohort, applications: list[Application], user: User) -> dict[str, Any]:
    programme = has_role(user, Role.COORDINATOR)
    readers = list(cohort.readers.all())
    refs = {reader.ref for reader in readers}
    state = CohortState(cohort.state)
    lacking = [
        one
        for one in applications
        if one.state == State.SENT.value and readers_lacking(refs, readings_of(one)) and state is CohortState.READING
    ]
    taken = sum(one.state in {State.OFFERED.value, State.JOINED.value} for one in applications)
    facts: list[dict[str, Any]] = [
        {"key": "State", "tag": state.label, "kind": "waiting" if is_open(cohort) else ""},
        {"key": "Applications", "value": f"{day(cohort.opens_on)} to {day(cohort.closes_on)}"},
        {"key": "Places", "value": f"{cohort.places}, {taken} offered or taken"},
        {"key": "Questions", "values_list": [one.words for one in cohort.asked]},
        {
            "key": "Readers",
            "values_list": [reader.name for reader in readers],
            **({} if readers else {"no_value": "Nobody named yet"}),
        },
    ]
    if programme and state not in {CohortState.ENDED}:
        facts[-1] |= {"href": reverse("mentoring:cohort_readers", args=[cohort.ref]), "action": "Change"}
    moves = [
        {"to": to.value, "label": MOVES[to][0], "kind": MOVES[to][1]}
        for to in CohortState
        if programme and to in NEXT_COHORT[state]
    ]
    return {
        "cohort": cohort,
        "facts": facts,
        "applications": application_rows(applications, user, reads=user.ref in refs),
        "lacking": len(lacking),
        "moves": moves,
        "programme": programme,
        "public": state is not CohortState.DRAFT and clock.today() >= cohort.opens_on,
    }


def application_rows(applications: Iterable[Application], user: User, *, reads: bool) -> list[list[Cell]]:
    rows = []
    for one in applications:
        found = readings_of(one)
        row: list[Cell] = [
            {
                "heading": "Application",
                "text": one.ref,
                "href": reverse("mentoring:application", args=[one.ref]),
            },
            {"heading": "State", "tag": State(one.state).label, "kind": KINDS.get(State(one.state), "")},
            {"heading": "Sent", "text": day(one.sent_on)}
            if one.sent_on
            else {"heading": "Sent", "no_value": "Not known"},
            {"heading": "Readings in", "text": f"{min(len(counted(found)), READERS)} of {READERS}"},
        ]
        if reads:
            label, kind = MINE[standing_of(user.ref, found)]
            row.append({"heading": "You", "tag": label, "kind": kind})
        rows.append(row)
    return rows


def answers(application: Application, questions: list[Question]) -> list[dict[str, Any]]:
    """Her name and what she wrote, as a summary list."""
    said = application.said
    rows: list[dict[str, Any]] = [{"key": "Name", "value": application.name} if application.name else _nothing("Name")]
    for one in questions:
        rows.append({"key": one.words, "value": said[one.code]} if said.get(one.code) else _nothing(one.words))
    return rows


def _nothing(key: str) -> dict[str, Any]:
    return {"key": key, "no_value": "Nothing yet"}


def readings_page(application: Application, user: User) -> dict[str, Any]:
    """What this person may see of the readings: hers alone, until both are in."""
    found = readings_of(application)
    reads = application.cohort.readers.filter(pk=user.pk).exists()
    standing = standing_of(user.ref, found)
    return {
        "reads": reads,
        "standing": standing,
        "in_so_far": min(len(counted(found)), READERS),
        "both": both_in(found),
        "readings": _readings(application, user),
        "may_read": reads
        and standing in {Standing.TO_READ, Standing.WAITS}
        and application.state == State.SENT.value
        and application.cohort.state == CohortState.READING.value,
        "excused": standing is Standing.EXCUSED,
    }


def _readings(application: Application, user: User) -> list[dict[str, Any]]:
    seen = {one.reader for one in visible_to(user.ref, readings_of(application))}
    asked = application.cohort.asked
    found = []
    for reading in application.readings.all():
        if reading.reader.ref not in seen or (reading.conflict and reading.reader_id != user.pk):
            continue
        who = "Your reading" if reading.reader_id == user.pk else f"{reading.reader.name}’s reading"
        rows = [
            {"key": one.words, "value": f"{reading.scores[one.code]} – {SCORES[reading.scores[one.code]]}"}
            for one in asked
            if one.code in reading.scores
        ]
        rows.append({"key": "Why", "value": reading.words} if reading.words else {"key": "Why", "no_value": "Not said"})
        found.append({"who": who, "rows": rows, "conflict": reading.conflict, "total": sum(reading.scores.values())})
    return found


def tasks(application: Application, token: str) -> list[dict[str, Any]]:
    """The application as a list of parts, in any order."""
    said = application.said
    parts = [(NAME, "Your name", bool(application.name))]
    parts += [(one.code, one.words, bool(said.get(one.code))) for one in application.cohort.asked]
    return [
        {
            "label": label,
            "href": reverse("mentoring:apply_answer", kwargs={"token": token, "code": code}),
            "status": "Written" if done else "To do",
            "kind": "plain" if done else "waiting",
        }
        for code, label, done in parts
    ]
