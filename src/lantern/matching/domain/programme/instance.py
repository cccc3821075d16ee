"""A programme as JSON, so that anyone can run their own and check ours. docs/develop/allocation.md explains every key.

Reading is strict: a key nobody knows, a reference to nobody or a number that makes no sense is refused, and everything
that is wrong is said at once.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme.model import (
    Agency,
    Ban,
    Person,
    Placing,
    Programme,
    ProgrammeRule,
    Role,
    RuleKind,
    Seated,
    SeatState,
    Wanted,
    Wish,
)
from lantern.matching.domain.programme.strict_json import (
    Form,
    Key,
    NotAnInstance,
    Wrong,
    day,
    days,
    listed,
    mapped,
    maybe,
    name_of,
    one_of,
    parse,
    read_list,
    text,
    unknown_keys,
    whole,
    words,
    yes_or_no,
)

MOST_PENCE = 1_000_000_000
MOST_COUNT = 1_000_000
MOST_WEIGHT = 5
MOST_SEATS = 50
MOST_OPEN_SEATS = 3  # beyond those accepted: panels of so many are weighed whole
MOST_PRIORITY = 1_000
MOST_SEATS = 50
MOST_NEEDS = 10_000


def lived(value: Any) -> bool:
    return one_of(Level)(value) is Level.LIVED if value is not None else False


NEED = Form(
    "need",
    (
        Key("tag", "tag", text, needed=True),
        Key("weight", "weight", whole(1, MOST_WEIGHT)),
        Key("must", "must", yes_or_no),
        Key("level", "lived", lived),
        Key("label", "label", words),
    ),
    Wanted,
)
BAN = Form("ban", (Key("expert", "person", text, needed=True), Key("why", "why", text, needed=True)), Ban)
EXPERT = Form(
    "expert",
    (
        Key("id", "ref", text, needed=True),
        Key("agency", "agency", maybe(text)),
        Key("roles", "roles", lambda value: frozenset(listed(one_of(Role))(value))),
        Key("mentee", "mentee", yes_or_no),
        Key("by_and_for", "by_and_for", yes_or_no),
        Key("levels", "levels", mapped(one_of(Level))),
        Key("regions", "regions", maybe(lambda value: frozenset(listed(text)(value)))),
        Key("remote", "remote", maybe(yes_or_no)),
        Key("rate_pence", "rate_pence", maybe(whole(0, MOST_PENCE))),
        Key("max_reviews", "max_reviews", maybe(whole(0, MOST_COUNT))),
        Key("max_days", "max_days", maybe(days)),
        Key("accepting", "accepting", yes_or_no),
        Key("last_asked", "last_asked", maybe(day)),
        Key("away_until", "away_until", maybe(day)),
    ),
    Person,
)
AGENCY = Form(
    "agency",
    (Key("id", "ref", text, needed=True), Key("max_reviews", "max_reviews", maybe(whole(0, MOST_COUNT)))),
    Agency,
)
REVIEW = Form(
    "review",
    (
        Key("id", "ref", text, needed=True),
        Key("region", "region", maybe(text)),
        Key("remote_ok", "remote_ok", yes_or_no),
        Key("seats", "seats", whole(0, MOST_SEATS)),
        Key("chair", "chair", yes_or_no),
        Key("expert_days", "expert_days", days),
        Key("chair_days", "chair_days", days),
        Key("rate_ceiling_pence", "rate_ceiling_pence", maybe(whole(0, MOST_PENCE))),
        Key("budget_pence", "budget_pence", maybe(whole(0, MOST_PENCE))),
        Key("priority", "priority", whole(1, MOST_PRIORITY)),
        Key("needs", "needs", lambda value: value),
        Key("bans", "bans", lambda value: value),
        Key("grades", "grades", mapped(one_of(Grade))),
    ),
    Wish,
)
SEAT = Form(
    "seat",
    (
        Key("review", "review", text, needed=True),
        Key("expert", "person", text, needed=True),
        Key("role", "role", one_of(Role)),
        Key("state", "state", one_of(SeatState), needed=True),
    ),
    lambda state, **placing: Seated(Placing(**placing), state),
)
RULE = Form(
    "rule",
    (
        Key("kind", "kind", one_of(RuleKind), needed=True),
        Key("hard", "hard", yes_or_no),
        Key("min", "least", maybe(whole(0, MOST_COUNT))),
        Key("max", "most", maybe(whole(0, MOST_COUNT))),
        Key("review", "review", words),
        Key("agency", "agency", words),
        Key("tag", "tag", words),
        Key("experts", "people", listed(text)),
    ),
    ProgrammeRule,
)
PROGRAMME = ("experts", "agencies", "reviews", "seated", "rules", "on")
# What each kind of rule has to say, and what else it may.
SAYS: dict[RuleKind, tuple[set[str], set[str]]] = {
    RuleKind.MAX_SEATS_FOR_AGENCY: ({"agency", "max"}, set()),
    RuleKind.SEATS_FROM_AGENCY: ({"agency"}, {"min", "max", "review"}),
    RuleKind.MEMBERS_WITH_EXPERTISE: ({"tag"}, {"min", "max", "review"}),
    RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY: (set(), {"min", "review"}),
    RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES: (set(), {"review"}),
    RuleKind.APART: ({"experts"}, {"review"}),
}


# Reading


def read(written: str | bytes) -> Programme:
    """The programme of this JSON. Raises NotAnInstance with everything that is wrong."""
    whole_file = parse(written)
    problems: list[str] = []
    if not isinstance(whole_file, dict):
        raise NotAnInstance([f"The file must hold an object, not {name_of(whole_file)}."])
    problems += unknown_keys("The file", whole_file, PROGRAMME)
    for name in ("experts", "reviews"):
        if name not in whole_file:
            problems.append(f"The file lacks {name} (an empty list says that there are none).")

    def rows(name: str, form: Form) -> list[tuple[str, dict[str, Any]]]:
        return read_list(whole_file.get(name, []), form, name, problems)

    known = References({name: _ids(whole_file.get(name)) for name in ("experts", "agencies", "reviews")}, problems)
    people = [Person(**known.expert(here, fields)) for here, fields in rows("experts", EXPERT)]
    agencies = [Agency(**fields) for _, fields in rows("agencies", AGENCY)]
    reviews = [wish for here, fields in rows("reviews", REVIEW) if (wish := _review(here, fields, known, problems))]
    seated = [SEAT.make(**known.seat(here, fields)) for here, fields in rows("seated", SEAT)]
    ruled = [ProgrammeRule(**known.rule(here, fields)) for here, fields in rows("rules", RULE)]
    _contradictions(seated, problems)
    held = Counter(s.placing.review for s in seated if s.state is SeatState.ACCEPTED and s.placing.role is Role.EXPERT)
    for wish in reviews:
        if wish.seats - held[wish.ref] > MOST_OPEN_SEATS:
            problems.append(
                f"reviews: {name_of(wish.ref)} has {wish.seats - held[wish.ref]} open seats; at most "
                f"{MOST_OPEN_SEATS} beyond the accepted ones are filled at a time."
            )
    on = None
    try:
        on = maybe(day)(whole_file.get("on"))
    except Wrong as wrong:
        problems.append(f"on {wrong}.")
    if problems:
        raise NotAnInstance(problems)
    return Programme(tuple(people), tuple(agencies), tuple(reviews), tuple(seated), tuple(ruled), on)


def _ids(rows: object) -> Counter[str]:
    """Ids as they stand, also of rows that cannot be read otherwise: one mistake is not to cause ten."""
    found = rows if isinstance(rows, list) else []
    return Counter(row["id"] for row in found if isinstance(row, dict) and isinstance(row.get("id"), str))


def _review(where: str, fields: dict[str, Any], known: "References", problems: list[str]) -> Wish | None:
    before = len(problems)
    needs = read_list(fields.pop("needs", []), NEED, where, problems, "needs")
    bans = read_list(fields.pop("bans", []), BAN, where, problems, "bans")
    if len(needs) > MOST_NEEDS:
        problems.append(f"{where} has {len(needs):,} needs; more than {MOST_NEEDS:,} cannot be weighed.")
    for tag, times in Counter(need["tag"] for _, need in needs).items():
        if times > 1:
            problems.append(f"{where} needs {name_of(tag)} {times} times.")
    for here, ban in bans:
        known.check(here, "expert", ban["person"], "experts")
    for person in fields.get("grades", {}):
        known.check(f"{where}: grades", "expert", person, "experts")
    if len(problems) > before:
        return None
    return Wish(**fields, needs=tuple(Wanted(**need) for _, need in needs), bans=tuple(Ban(**ban) for _, ban in bans))


@dataclass
class References:
    """The references of one file."""

    ids: Mapping[str, Counter[str]]
    problems: list[str]

    def __post_init__(self) -> None:
        for name, counted in self.ids.items():
            self.problems += [f"{name}: {name_of(ref)} stands there {n} times." for ref, n in counted.items() if n > 1]

    def check(self, where: str, key: str, ref: str, among: str) -> None:
        if ref not in self.ids[among]:
            self.problems.append(f"{where}: {key} {name_of(ref)} is not among the {among}.")

    def expert(self, where: str, fields: dict[str, Any]) -> dict[str, Any]:
        if fields.get("agency") is not None:
            self.check(where, "agency", fields["agency"], "agencies")
        return fields

    def seat(self, where: str, fields: dict[str, Any]) -> dict[str, Any]:
        self.check(where, "review", fields["review"], "reviews")
        self.check(where, "expert", fields["person"], "experts")
        return fields

    def rule(self, where: str, fields: dict[str, Any]) -> dict[str, Any]:
        needed, allowed = SAYS[fields["kind"]]
        said = {key.name for key in RULE.keys[2:] if fields.get(key.field) not in (None, "", ())}
        for name in sorted(needed - said):
            self.problems.append(f"{where}: a rule {fields['kind']} must say {name}.")
        for name in sorted(said - needed - allowed):
            self.problems.append(f"{where}: a rule {fields['kind']} has no use for {name}.")
        least, most = fields.get("least"), fields.get("most")
        if least is not None and most is not None and least > most:
            self.problems.append(f"{where} contradicts itself: at least {least} and at most {most}.")
        if {"min", "max"} <= allowed and not said & {"min", "max"}:
            self.problems.append(f"{where}: a rule {fields['kind']} must say min or max.")
        for field, among in (("review", "reviews"), ("agency", "agencies")):
            if fields.get(field):
                self.check(where, field, fields[field], among)
        for person in fields.get("people", ()):
            self.check(where, "expert", person, "experts")
        return fields


def _contradictions(seated: Iterable[Seated], problems: list[str]) -> None:
    placings = [s.placing for s in seated]
    for (review, person), times in Counter((p.review, p.person) for p in placings).items():
        if times > 1:
            problems.append(f"seated: {name_of(person)} has {times} seats in {name_of(review)}.")
    for role, what in ((Role.CHAIR, "chairs"), (Role.SHADOW, "mentees")):
        for review, times in Counter(p.review for p in placings if p.role is role).items():
            if times > 1:
                problems.append(f"seated: {name_of(review)} has {times} {what}.")


# Writing


def write(programme: Programme) -> str:
    """The JSON of a programme; what is as when left out is left out. Reading it gives the same programme."""
    found: dict[str, Any] = {
        "experts": [_row(EXPERT, person, Person("")) for person in programme.people],
        "agencies": [_row(AGENCY, agency, Agency("")) for agency in programme.agencies],
        "reviews": [_row(REVIEW, wish, Wish("")) for wish in programme.reviews],
        "seated": [
            {"review": s.placing.review, "expert": s.placing.person, "role": s.placing.role, "state": s.state}
            for s in programme.seated
        ],
        "rules": [_row(RULE, rule, ProgrammeRule(RuleKind.APART)) for rule in programme.rules],
    }
    if programme.on is not None:
        found["on"] = programme.on.isoformat()
    return dumps(found)


def _row(form: Form, thing: object, plain: object) -> dict[str, Any]:
    row = {}
    for key in form.keys:
        value = getattr(thing, key.field)
        if key.needed or value != getattr(plain, key.field):
            row[key.name] = "lived" if key.field == "lived" else _plain(value)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        forms = {Wanted: (NEED, Wanted("")), Ban: (BAN, Ban("", ""))}
        return [_row(forms[type(v)][0], v, forms[type(v)][1]) if type(v) in forms else v for v in value]
    return dict(value) if isinstance(value, Mapping) else value


def dumps(found: object) -> str:
    written = json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False)
    try:
        written.encode()
    except UnicodeEncodeError:  # half of a surrogate pair is a string to JSON and no text to a file: escape it
        written = json.dumps(found, indent=1, allow_nan=False)
    return written + "\n"
