"""The pipeline page: each cohort's whole path."""

from datetime import date
from typing import Any

from django.urls import reverse

from lantern.mentoring.domain.applications import CohortState, State
from lantern.mentoring.domain.pipeline import figures, finding, longest_wait, why_left
from lantern.mentoring.domain.words import Leaving
from lantern.mentoring.selectors.pipeline import CohortPath

Cell = dict[str, Any]


def pipeline_page(paths: list[CohortPath], reasons: list[Leaving], today: date) -> dict[str, Any]:
    everyone = [walker for path in paths for walker in path.walkers]
    wait = longest_wait(everyone, today)
    return {
        "finding": finding(everyone),
        "wait": f"Somebody has waited {days(wait[1])} at “{wait[0].label}”, longer than anyone else." if wait else "",
        "cohorts": [cohort_part(path, today) for path in paths if path.cohort.state != CohortState.DRAFT.value],
        "reasons": [{"label": why.label, "count": count} for why, count in why_left(reasons)],
        "left": len(reasons),
    }


def cohort_part(path: CohortPath, today: date) -> dict[str, Any]:
    answered = (State.OFFERED, State.NOT_NOW, State.JOINED)
    return {
        "cohort": path.cohort,
        "id": f"path-{path.cohort.ref}",
        "state": CohortState(path.cohort.state).label,
        "href": reverse("mentoring:cohort", args=[path.cohort.ref]),
        # Named after the cohort, so that no two regions of the page have one name.
        "stages_caption": f"{path.cohort.name}: how many reached each stage, and how long those in it have been there",
        "people_caption": f"{path.cohort.name}: who is where",
        "counts": [
            {"label": "Begun and not sent", "count": path.count(State.DRAFT)},
            {"label": "Sent in", "count": path.count(State.SENT, *answered)},
            {"label": "Taken back", "count": path.count(State.WITHDRAWN)},
            {"label": "Not this time", "count": path.count(State.NOT_NOW)},
            {"label": "Offered, not joined yet", "count": path.count(State.OFFERED)},
            {"label": "Joined", "count": len(path.mentees)},
        ],
        "stages": [
            [
                {"heading": "Stage", "text": one.stage.label},
                {"heading": "Reached it", "text": str(one.reached), "number": True},
                {"heading": "There now", "text": str(one.here), "number": True},
                _days("Middle wait", one.days),
                _days("Longest wait", one.longest),
                {"heading": "Left from it", "text": str(one.left_here), "number": True},
            ]
            for one in figures(path.walkers, today)
        ]
        if path.mentees
        else [],
        "people": [
            [
                {
                    "heading": "Mentee",
                    "text": mentee.expert.name,
                    "href": reverse("mentoring:path", args=[mentee.ref]),
                },
                {"heading": "Where she is", "text": walker.stage.label},
                _since(walker.left, walker.since, today),
            ]
            for mentee, walker in path.mentees
        ],
    }


def _since(left: date | None, since: date, today: date) -> Cell:
    if left is not None:
        return {"heading": "Since", "text": f"Left on {left:%-d %B %Y}"}
    return {"heading": "Since", "text": f"{since:%-d %B %Y}, {days((today - since).days)}"}


def _days(heading: str, value: int | None) -> Cell:
    if value is None:
        return {"heading": heading, "no_value": "Nobody waits", "number": True}
    return {"heading": heading, "text": days(value), "number": True}


def days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
