"""A plan for the minutes: a Word document, or rows for a spreadsheet. What may travel, whoever copies it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from lantern.kit.documents import Section, word_document
from lantern.matching.domain import explain
from lantern.matching.domain.programme import scoring
from lantern.matching.domain.programme.model import Placing, Plan, Role, SeatState
from lantern.matching.selectors import Planned
from lantern.matching.tables import sheet
from lantern.matching.tables.proposal import WITHHELD

TITLE = "Panels for the whole programme: a proposal"
ABOUT = (
    "A proposal for every open review together. Nobody is asked until the coordinator confirms, states the terms and "
    "sends each offer."
)
SOURCE = (
    "Source: this programme's own record in Lantern. It holds who is sought, never the matter of a review. Names stand "
    "here only where the person allows it. No fee and no closeness is in it."
)
COLUMNS = ("Needed", "Must", "How it is met")
ROLES = {Role.EXPERT: "expert", Role.CHAIR: "chair", Role.SHADOW: "mentee, observing"}


def document(planned: Planned, plan: Plan, told: Mapping[Placing, str], on: date) -> bytes:
    met = marks(planned, plan)
    sections = [
        Section(
            f"Review {wish.ref}",
            COLUMNS,
            met[wish.ref],
            "No needs are stated yet.",
            [planned.inputs.reviews[wish.ref].partnership.name],
            [f"Panel: {explain.listed([said(planned, p, told) for p in planned.panel(wish.ref)])}."]
            if planned.panel(wish.ref)
            else ["Panel: nobody yet."],
        )
        for wish in planned.inputs.programme.reviews
    ]
    order = Section(
        "How the plan was chosen",
        ("In this order", "How it came out", "How certain"),
        [(t["text"], t["value"], t["bound"]) for t in sheet.tiers(plan)],
    )
    as_of = f"Plan {planned.allocation.ref}, as of {on:%-d %B %Y}."
    return word_document(TITLE, [as_of, ABOUT], [*sections, order], [SOURCE])


def marks(planned: Planned, plan: Plan) -> dict[str, list[Sequence[str]]]:
    """By review, each need, whether it is a must, and how it is met."""
    sitting = scoring.panels(planned.inputs.programme, plan.placings)
    return {
        wish.ref: [
            (
                planned.inputs.labels[wish.ref, need.tag],
                "Must have" if need.must else "",
                sheet.MARKS[level]["words"].capitalize(),
            )
            for need, level in zip(wish.needs, scoring.best_levels(wish, sitting[wish.ref]), strict=True)
        ]
        for wish in planned.inputs.programme.reviews
    }


def said(planned: Planned, placing: Placing, told: Mapping[Placing, str]) -> str:
    return f"{told.get(placing, WITHHELD)} ({ROLES[placing.role]}, {standing(planned, placing)})"


def standing(planned: Planned, placing: Placing) -> str:
    state = {s.placing: s.state for s in planned.inputs.programme.seated}.get(placing)
    if placing in planned.inputs.waiting:
        return "asked"
    return "seated" if state is SeatState.ACCEPTED else "proposed"


def rows(planned: Planned, plan: Plan, told: Mapping[Placing, str], on: date) -> Iterator[Sequence[str]]:
    """One table: every need and every seat of every open review."""
    yield ("Review", "Partnership", "What", "Detail", "Must", "State")
    yield ("", "", "About", f"Plan {planned.allocation.ref}, as of {on.isoformat()}. {ABOUT}", "", "")
    met = marks(planned, plan)
    yield ("", "", "About", SOURCE, "", "")
    for wish in planned.inputs.programme.reviews:
        start = (wish.ref, planned.inputs.reviews[wish.ref].partnership.name)
        for label, must, words in met[wish.ref]:
            yield (*start, "Need", label, "yes" if must else "no", words)
        for placing in planned.panel(wish.ref):
            name = told.get(placing, WITHHELD)
            yield (*start, f"Seat: {ROLES[placing.role]}", name, "", standing(planned, placing))
