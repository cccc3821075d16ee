"""The changes of a what-if as plain values, so that they can wait for the worker."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from lantern.matching.domain.model import Level
from lantern.matching.domain.programme.model import Person, ProgrammeRule, Role, RuleKind
from lantern.matching.domain.programme.what_if import (
    AddPerson,
    AllowRemote,
    Available,
    Change,
    MoreDays,
    MoreForAgency,
    MoreReviews,
    MoreSeats,
    RaiseBudget,
    RaiseCeiling,
    WithoutRule,
)

# Stands for the one more expert of a what-if. No reference has vowels, so it is nobody's.
IMAGINED = "IMAGINED"
PLAIN = {
    kind.__name__: kind
    for kind in (RaiseCeiling, RaiseBudget, AllowRemote, MoreSeats, MoreReviews, MoreDays, Available, MoreForAgency)
}


def change_as(change: Change) -> dict[str, Any]:
    """This change as JSON can hold it."""
    kind = type(change).__name__
    if isinstance(change, AddPerson):
        person = change.person
        known = {name.name: getattr(person, name.name) for name in fields(Person)}
        for name in ("last_asked", "away_until"):  # somebody who is not there yet was never asked
            known.pop(name)
        return {
            "kind": kind,
            "person": known
            | {
                "roles": sorted(role.value for role in person.roles),
                "levels": {tag: level.value for tag, level in person.levels.items()},
                "regions": None if person.regions is None else sorted(person.regions),
            },
        }
    if isinstance(change, WithoutRule):
        return {"kind": kind, "rule": asdict(change.rule) | {"people": list(change.rule.people)}}
    return {"kind": kind, **asdict(change)}


def change_from(kept: Mapping[str, Any]) -> Change:
    """The change of what `change_as` gave. Raises KeyError, TypeError or ValueError for anything else."""
    said = dict(kept)
    kind = said.pop("kind")
    if kind == AddPerson.__name__:
        known = dict(said["person"])
        known["roles"] = frozenset(Role(role) for role in known["roles"])
        known["levels"] = {tag: Level(level) for tag, level in known["levels"].items()}
        known["regions"] = None if known["regions"] is None else frozenset(known["regions"])
        return AddPerson(Person(**known))
    if kind == WithoutRule.__name__:
        rule = dict(said["rule"])
        return WithoutRule(ProgrammeRule(**rule | {"kind": RuleKind(rule["kind"]), "people": tuple(rule["people"])}))
    made: Change = PLAIN[kind](**said)
    return made
