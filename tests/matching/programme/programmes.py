"""Small invented programmes for tests: few people, few tags, so that everything collides; and plans told truly."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme import claims
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

ON = date(2026, 11, 24)
TAGS = ("community:kurdish", "community:tamil", "language:sorani", "practice:fgm", "faith:muslim")
REGIONS = ("london", "wales")
AGENCIES = ("A1", "A2")


def maybe(strategy):
    return st.none() | strategy


def days(least=0, most=4):
    return st.integers(2 * least, 2 * most).map(lambda half: half / 2)


def people(ref):
    return st.builds(
        Person,
        ref=st.just(ref),
        agency=maybe(st.sampled_from(AGENCIES)),
        roles=st.sampled_from([{Role.EXPERT}, {Role.EXPERT, Role.CHAIR}, {Role.CHAIR}]).map(frozenset),
        mentee=st.booleans(),
        by_and_for=st.booleans(),
        levels=st.dictionaries(st.sampled_from(TAGS), st.sampled_from(Level), max_size=3),
        regions=maybe(st.frozensets(st.sampled_from(REGIONS))),
        remote=maybe(st.booleans()),
        rate_pence=maybe(st.sampled_from((20_000, 30_001, 45_000))),
        max_reviews=maybe(st.integers(0, 3)),
        max_days=maybe(days(0, 6)),
        accepting=st.sampled_from((True, True, True, False)),
        last_asked=maybe(st.integers(0, 500).map(lambda ago: ON - timedelta(days=ago))),
        away_until=maybe(st.integers(-3, 3).map(lambda ahead: ON + timedelta(days=ahead))),
    )


@st.composite
def wishes(draw, ref, refs):
    tags = draw(st.lists(st.sampled_from(TAGS), max_size=4, unique=True))
    needs = tuple(Wanted(t, draw(st.integers(1, 5)), draw(st.booleans()), draw(st.booleans())) for t in tags)
    who = st.sampled_from(refs) if refs else st.nothing()
    return Wish(
        ref=ref,
        region=draw(maybe(st.sampled_from(REGIONS))),
        remote_ok=draw(st.booleans()),
        seats=draw(st.integers(0, 3)),
        chair=draw(st.booleans()),
        expert_days=draw(days(0, 3)),
        chair_days=draw(days(0, 3)),
        rate_ceiling_pence=draw(maybe(st.sampled_from((30_000, 40_000, 50_000)))),
        budget_pence=draw(st.sampled_from((None, None, 60_000, 200_000))),
        priority=draw(st.integers(1, 3)),
        needs=needs,
        bans=tuple(Ban(p, "agency") for p in sorted(draw(st.sets(who, max_size=1)))) if refs else (),
        grades=draw(st.dictionaries(who, st.sampled_from(Grade), max_size=2)) if refs else {},
    )


@st.composite
def rules(draw, refs, reviews):
    kinds = [kind for kind in RuleKind if kind is not RuleKind.APART or len(refs) > 1]
    kind = draw(st.sampled_from(kinds))
    hard = draw(st.booleans())
    least, most = draw(st.sampled_from(((None, 1), (1, None), (1, 2), (None, 2), (2, None), (None, 0))))
    review = draw(st.sampled_from(("", "", *reviews)))
    agency, tag = draw(st.sampled_from(AGENCIES)), draw(st.sampled_from(TAGS))
    match kind:
        case RuleKind.MAX_SEATS_FOR_AGENCY:
            return ProgrammeRule(kind, hard, most=draw(st.integers(0, 3)), agency=agency)
        case RuleKind.SEATS_FROM_AGENCY:
            return ProgrammeRule(kind, hard, least, most, review, agency=agency)
        case RuleKind.MEMBERS_WITH_EXPERTISE:
            return ProgrammeRule(kind, hard, least, most, review, tag=tag)
        case RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY:
            return ProgrammeRule(kind, hard, draw(st.sampled_from((None, 1, 2))), None, review)
        case RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES:
            return ProgrammeRule(kind, hard, review=review)
        case _:
            apart = tuple(sorted(draw(st.sets(st.sampled_from(refs), min_size=2, max_size=3))))
            return ProgrammeRule(kind, hard, review=review, people=apart)


@st.composite
def programmes(draw, most_people=6, most_reviews=3):
    """Any small programme: with and without limits, rules of every kind, seats accepted and proposed, bans, grades."""
    refs = [f"E{i}" for i in range(draw(st.integers(0, most_people)))]
    reviews = [f"R{i}" for i in range(draw(st.integers(0, most_reviews)))]
    seated = []
    for review in reviews if refs else ():
        for person in sorted(draw(st.sets(st.sampled_from(refs), max_size=2))):
            role = draw(st.sampled_from((Role.EXPERT, Role.EXPERT, Role.CHAIR)))
            if role is Role.CHAIR and any(s.placing.review == review and s.placing.role is role for s in seated):
                role = Role.EXPERT  # one chair each
            seated.append(Seated(Placing(review, person, role), draw(st.sampled_from(SeatState))))
    return Programme(
        people=tuple(draw(people(ref)) for ref in refs),
        agencies=tuple(Agency(ref, draw(maybe(st.integers(0, 4)))) for ref in AGENCIES),
        reviews=tuple(draw(wishes(ref, refs)) for ref in reviews),
        seated=tuple(seated),
        rules=tuple(draw(st.lists(rules(refs, reviews), max_size=2))),
        on=draw(st.sampled_from((ON, ON, None))),
    )


def told(programme, placings):
    """A plan of these seats that says nothing but the truth of itself, and says that it is proven."""
    plan = claims.told(programme, placings)
    return replace(plan, tiers=tuple(replace(t, bound=t.value, proven=True) for t in plan.tiers))


def accepted(programme):
    return tuple(s.placing for s in programme.seated if s.state is SeatState.ACCEPTED)
