"""Marks of what a proposal or a plan was made from: they change when anything in it does."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace
from typing import Any

from lantern.matching.domain.programme.model import Placing, Programme, Role


def mark(*parts: Any) -> str:
    """A mark (64 hexadecimal characters) of dataclasses and plain values, whatever the order of their sets."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return sorted(value) if isinstance(value, frozenset) else str(value)


def review_marks(programme: Programme, placings: Collection[Placing]) -> dict[str, str]:
    """For each review, a mark of what its part of a plan rests on.

    That is the review, its rules, who sits or is asked there, and what is known of the people the plan places there.
    How much they and their agencies can take on is left out, and when they were last asked: the first is checked anew
    over the whole programme, and the second changes with every offer elsewhere. What is drafted and taken back again
    leaves the mark as it was, so that a confirmation that was undone can be made again.
    """
    people = {person.ref: person for person in programme.people}
    panels: dict[str, set[str]] = {wish.ref: set() for wish in programme.reviews}
    for placing in placings:
        if placing.review in panels and placing.role is not Role.SHADOW:  # nobody is asked for a shadow seat
            panels[placing.review].add(placing.person)
    marks = {}
    for wish in programme.reviews:
        panel = panels[wish.ref]
        bans = tuple(sorted((ban.person, ban.why) for ban in wish.bans if ban.person in panel))
        grades = {ref: grade for ref, grade in wish.grades.items() if ref in panel}
        marks[wish.ref] = mark(
            replace(wish, bans=(), grades=grades),
            [bans],
            *(rule for rule in programme.rules if rule.review in {"", wish.ref}),
            *sorted((seat for seat in programme.seated if seat.placing.review == wish.ref), key=lambda s: s.placing),
            *(
                replace(people[ref], max_reviews=None, max_days=None, last_asked=None) if ref in people else ref
                for ref in sorted(panel)
            ),
        )
    return marks
