"""Why, and why not: one person or one review of a plan, looked at from both sides."""

from collections.abc import Sequence
from dataclasses import dataclass

from lantern.access.public import Hidden
from lantern.matching.domain import gates
from lantern.matching.domain.gates import Stopped
from lantern.matching.domain.model import Verdict
from lantern.matching.domain.programme import asking, reasons, relax
from lantern.matching.domain.programme.model import Person, Placing, Unmet, Wish
from lantern.matching.domain.programme.prepared import prepare
from lantern.matching.selectors.allocations import Planned

# How long a page may look for what would meet a review's needs, all of them together.
LOOK_SECONDS = 3.0


@dataclass(frozen=True)
class Standing:
    """One person and one review of a plan: the seat, or the first gate that stops her; neither where she could serve
    and the plan has another in the place."""

    person: Person
    wish: Wish
    seats: tuple[Placing, ...]
    stopped: Stopped | None


def review_of(planned: Planned, ref: str) -> Wish:
    """One open review of the programme. Raises Hidden."""
    found = next((wish for wish in planned.inputs.programme.reviews if wish.ref == ref), None)
    if found is None or planned.plan is None:
        raise Hidden(ref[:40])
    return found


def person_of(planned: Planned, ref: str) -> Person:
    """One person of the register. Raises Hidden."""
    found = next((person for person in planned.inputs.programme.people if person.ref == ref), None)
    if found is None or planned.plan is None:
        raise Hidden(ref[:40])
    return found


def everyone(planned: Planned, wish: Wish) -> list[Standing]:
    """Everybody in the register, for one review."""
    return _standings(planned, planned.inputs.programme.people, [wish])


def everywhere(planned: Planned, person: Person) -> list[Standing]:
    """Every open review, for one person."""
    return _standings(planned, [person], planned.inputs.programme.reviews)


def _standings(planned: Planned, people: Sequence[Person], wishes: Sequence[Wish]) -> list[Standing]:
    programme = planned.inputs.programme
    register = asking.Register(programme)
    found = []
    for wish in wishes:
        needs, panel = asking.needs_of(programme, wish), planned.panel(wish.ref)
        for person in people:
            seats = tuple(p for p in panel if p.person == person.ref)
            found.append(Standing(person, wish, seats, gates.first_stop(needs, register.candidate(person, wish))))
    return found


def why(planned: Planned, wish: Wish, person: Person) -> reasons.Why | Verdict:
    """Why this person has a seat on this review, or why she has none: for that, the review and those round it are
    seated anew with her on it, which takes up to a second."""
    assert planned.plan is not None  # noqa: S101 - review_of has seen to it
    programme = planned.inputs.programme
    if any(p.person == person.ref for p in planned.panel(wish.ref)):
        return reasons.why(programme, planned.plan, wish.ref, person.ref)
    return reasons.why_not(programme, planned.plan, wish.ref, person.ref)


def remedies(planned: Planned, wish: Wish) -> list[tuple[Unmet, tuple[relax.Way, ...]]]:
    """Each need of this review that nobody on the plan meets, with the fewest changes that are sure to meet it."""
    plan, programme = planned.plan, planned.inputs.programme
    missing = [one for one in reasons.unmet(programme, plan.placings if plan else ()) if one.review == wish.ref]
    if plan is None or not missing:
        return []
    ready, each = prepare(programme), LOOK_SECONDS / len(missing)
    return [(one, relax.ways(programme, plan, wish.ref, one.tag, seconds=each, prepared=ready)) for one in missing]
