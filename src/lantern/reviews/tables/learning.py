"""A seat to learn in, as each may see it: her name only where she allows it."""

from datetime import timedelta

from django.urls import reverse

from lantern.accounts.public import User
from lantern.kit import clock
from lantern.mentoring.public import PlacementKind, missing_to_begin, placement_stands
from lantern.register.public import name_for
from lantern.reviews import rules, selectors, services
from lantern.reviews.domain.learning import FamilyTold, LearningState, Voice
from lantern.reviews.models import LearningSeat, Review
from lantern.reviews.tables.words import day

TAGS = {
    LearningState.PROPOSED: "waiting",
    LearningState.BEGUN: "done",
    LearningState.FINISHED: "",
    LearningState.BROKEN_OFF: "",
}


def learning_page(review: Review, viewer: User) -> dict[str, object]:
    """The page of one review's seat to learn in, and those before it."""
    seats = selectors.learning_seats_of(review)
    live = next((seat for seat in seats if LearningState(seat.state).live), None)
    programme = rules.is_programme(viewer, review.ref)
    return {
        "review": review,
        "seat": shown(live, viewer) if live else None,
        "before": [
            f"{PlacementKind(one.kind).label}: {LearningState(one.state).label}" for one in seats if one != live
        ],
        "can_propose": programme and live is None,
    }


def shown(seat: LearningSeat, viewer: User) -> dict[str, object]:
    state, programme = LearningState(seat.state), rules.is_programme(viewer, seat.review.ref)
    keeps = rules.keeps_meetings(viewer, seat.review)
    voices = {
        Voice.PARTNERSHIP: rules.speaks_for_partnership(viewer, seat.review),
        Voice.PANEL: rules.chairs(viewer, seat.review),
    }
    agreed = {Voice.PARTNERSHIP: seat.partnership_agreed_at, Voice.PANEL: seat.panel_agreed_at}
    mine = [voice for voice in Voice if voices[voice]]
    lapsed = state is LearningState.BEGUN and not placement_stands(seat.ref)
    missing = missing_to_begin(seat.mentee, PlacementKind(seat.kind), services.consents_of(seat))
    return {
        "ref": seat.ref,
        "version": seat.version,
        "label": "Stopped: her agreement has run out, or she has left" if lapsed else state.label,
        "kind": "attention" if lapsed else TAGS[state],
        "proposed": state is LearningState.PROPOSED,
        "facts": [
            {
                "key": "Who",
                "value": name_for(seat.mentee.expert, viewer_is_programme=programme, proposed=True, seated=True),
            },
            {"key": "What for", "value": PlacementKind(seat.kind).label},
            said("The partnership agreed", day(seat.partnership_agreed_at)),
            said("The panel agreed", day(seat.panel_agreed_at)),
            {"key": "The family", "no_value": FamilyTold.UNKNOWN.label}
            if seat.family == FamilyTold.UNKNOWN
            else said("The family", FamilyTold(seat.family).label),
        ],
        "missing": missing if state is LearningState.PROPOSED and keeps else [],
        "agree": [voice for voice in mine if state is LearningState.PROPOSED and not agreed[voice]],
        "take_back": mine,
        "keeps": keeps,
        "can_begin": keeps and state is LearningState.PROPOSED and not missing,
        "can_end": keeps,
    }


def said(key: str, value: str) -> dict[str, object]:
    return {"key": key, "value": value} if value else {"key": key, "no_value": "Not yet"}


def own(seat: LearningSeat) -> dict[str, object]:
    """What she sees of it: what it is for, how it stands, and when the panel meets."""
    state = LearningState(seat.state)
    return {
        "ref": seat.ref,
        "version": seat.version,
        "review": seat.review.ref,
        "what": PlacementKind(seat.kind).label,
        "label": state.label,
        "kind": TAGS[state],
        "live": state.live,
        "meetings": [words(starts, minutes) for starts, minutes in selectors.meetings_ahead(seat)],
        "leave": reverse("reviews:learning_leave", kwargs={"ref": seat.ref}),
    }


def words(starts: object, minutes: int) -> str:
    begins = starts.astimezone(clock.LONDON)  # type: ignore[attr-defined]
    ends = begins + timedelta(minutes=minutes)
    return f"{begins:%A} {begins.day} {begins:%B %Y}, {begins:%H:%M} to {ends:%H:%M}"
