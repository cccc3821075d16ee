"""Small invented registers, and every panel there could be."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import strategies as st

from lantern.matching.domain.check import breaks, may_be_asked, strongest
from lantern.matching.domain.model import (
    COMMUNITY,
    Candidate,
    Expertise,
    Grade,
    Kind,
    Level,
    Need,
    ReviewNeeds,
    Rule,
    Weight,
)
from lantern.matching.domain.tiers import draw

TODAY = date(2026, 11, 24)
TAGS = [(COMMUNITY, "kurdish"), (COMMUNITY, "roma"), ("language", "sorani"), ("practice", "fgm")]


def need(tag, weight=Weight.MUST, lived=False):
    return Need(*tag, tag[1].title(), weight, lived)


def review(**changes):
    base = {
        "ref": "REVIEW01",
        "region": "london",
        "remote_ok": True,
        "seats": 2,
        "needs": (need(TAGS[0]), need(TAGS[2])),
        "on": TODAY,
        "rules": (),
    }
    return ReviewNeeds(**{**base, **changes})


def person(ref, *codes, level=Level.LIVED, **changes):
    expertise = tuple(Expertise(*tag, level) for tag in TAGS if tag[1] in codes)
    return Candidate(ref, **{"name_for_coordinator": f"Name of {ref}", "expertise": expertise, **changes})


needs = st.lists(
    st.builds(need, st.sampled_from(TAGS), st.sampled_from(Weight), st.booleans()),
    max_size=4,
    unique_by=lambda n: n.tag,
).map(tuple)
bounds = st.one_of(st.none(), st.integers(0, 2))
rules = st.lists(
    st.one_of(
        st.builds(Rule, st.just("baf"), st.just(Kind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY), st.booleans()),
        st.builds(Rule, st.just("lone"), st.just(Kind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES), st.booleans()),
        st.builds(
            Rule,
            st.just("agency"),
            st.just(Kind.SEATS_FROM_AGENCY),
            st.booleans(),
            bounds,
            bounds,
            st.sampled_from(["A1", "A2"]),
        ),
        st.builds(
            lambda tag, hard, low, high: Rule(
                "skill", Kind.MEMBERS_WITH_EXPERTISE, hard, low, high, facet=tag[0], code=tag[1]
            ),
            st.sampled_from(TAGS),
            st.booleans(),
            bounds,
            bounds,
        ),
    ),
    max_size=4,
    unique_by=lambda r: r.key,
).map(tuple)
expertise = st.lists(
    st.builds(lambda tag, level: Expertise(*tag, level), st.sampled_from(TAGS), st.sampled_from(Level)), max_size=4
).map(tuple)
maybe = st.sampled_from([None, True, False])
candidates = st.lists(
    st.builds(
        Candidate,
        ref=st.sampled_from([f"P{i}" for i in range(8)]),
        agency_ref=st.sampled_from([None, "A1", "A2"]),
        by_and_for=st.booleans(),
        expertise=expertise,
        regions=st.sampled_from([None, frozenset(), frozenset({"london"})]),
        remote=maybe,
        day_rate_pence=st.sampled_from([None, 0, 30_000, 40_000, 50_001]),
        accepting=st.sampled_from([True, True, True, False]),
        active_reviews=st.integers(0, 2),
        max_reviews=st.sampled_from([None, 2, 3]),
        agency_active=st.integers(0, 1),
        agency_max=st.sampled_from([None, 1, 2]),
        conflict=st.sampled_from([None, *Grade]),
        last_asked=st.sampled_from([None, TODAY, TODAY - timedelta(days=200), TODAY + timedelta(days=3)]),
        declined_this=st.sampled_from([False, False, False, True]),
        away_until=st.sampled_from([None, None, TODAY, TODAY + timedelta(days=1)]),
    ),
    max_size=8,
    unique_by=lambda c: c.ref,
)
reviews = st.builds(
    review,
    region=st.sampled_from([None, "london"]),
    remote_ok=st.booleans(),
    seats=st.integers(1, 4),
    needs=needs,
    rate_ceiling_pence=st.sampled_from([None, 40_000]),
    half_days=st.sampled_from([None, 5]),
    rules=rules,
    seated=st.sampled_from([(), (), ("P0",), ("P1", "GONE")]),
    fill_empty_seats=st.booleans(),
)


def parts_broken(wanted, members):
    """Advisory parts not kept, counted from the words of the rules."""
    broken = 0
    for rule in wanted.rules:
        if rule.hard:
            continue
        if rule.kind is Kind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY:
            musts = [n for n in wanted.needs if n.facet == COMMUNITY and n.weight is Weight.MUST]
            broken += sum(not any(m.by_and_for and strongest([m], n) for m in members) for n in musts)
        elif rule.kind is Kind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES:
            broken += breaks(wanted, rule, members)
        else:
            broken += breaks(wanted, replace(rule, minimum=None), members)
            broken += breaks(wanted, replace(rule, maximum=None), members)
    return broken


def by_hand(wanted, members):
    """The whole vector, smaller being better, written again from the decision record."""
    new = [m for m in members if m.ref not in wanted.seated]
    must = other = 0
    for n in wanted.needs:
        points = {None: 0, Level.PROFESSIONAL: 7, Level.LIVED: 10}[strongest(members, n)]
        if n.weight is Weight.MUST:
            must += points
        else:
            other += points * (3 if n.weight is Weight.SHOULD else 1)
    unstated = wanted.rate_ceiling_pence if wanted.rate_ceiling_pence is not None else 100_000
    grades = {Grade.NONE: 0, None: 1, Grade.COMMUNITY_ACQUAINTANCE: 2, Grade.AGENCY_CONTACT: 4}
    filled = [-sum(any(strongest([m], n) for n in wanted.needs) for m in new)] if wanted.fill_empty_seats else []
    return (
        -must,
        -other,
        parts_broken(wanted, members),
        *filled,
        sum(grades[m.conflict] for m in new),
        sum(1 + m.active_reviews for m in new),
        sum(min(365, max(0, 365 - (TODAY - m.last_asked).days)) for m in new if m.last_asked),
        sum(unstated if m.day_rate_pence is None else m.day_rate_pence for m in new),
        sum(draw(wanted, m) for m in new),
    )


def brute_force(wanted, people):
    """The best vector over every panel, or None where no panel keeps the hard rules."""
    known = {c.ref: c for c in people}
    seated = [known.get(ref, Candidate(ref)) for ref in wanted.seated]
    free = [c for c in people if c.ref not in wanted.seated and may_be_asked(wanted, c)]
    room = {}
    for c in people:
        if c.agency_ref and c.agency_max is not None:
            left = max(0, c.agency_max - c.agency_active)
            room[c.agency_ref] = min(left, room.get(c.agency_ref, left))
    best = None
    for size in range(max(0, wanted.seats - len(seated)) + 1):
        for new in combinations(free, size):
            if any(sum(c.agency_ref == a for c in new) > left for a, left in room.items()):
                continue
            members = [*seated, *new]
            if any(rule.hard and breaks(wanted, rule, members) for rule in wanted.rules):
                continue
            vector = by_hand(wanted, members)
            best = vector if best is None or vector < best else best
    return best


def as_vector(proposal):
    return tuple(-t.value if t.more_is_better else t.value for t in proposal.tiers)
