"""Everybody's first gate at once, held to the gates person by person."""

from hypothesis import HealthCheck, given, settings

from lantern.matching.domain import gates
from lantern.matching.domain.programme import asking, scoring, stops
from lantern.matching.domain.programme.model import Role
from tests.matching.programme.programmes import programmes

SOME = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@SOME
@given(programmes())
def test_everybody_is_stopped_where_the_gates_stop_them(programme):
    register = asking.Register(programme)
    found = stops.Stops(programme, register)
    experts = sorted((p for p in programme.people if Role.EXPERT in p.roles), key=lambda p: p.ref)
    for wish in programme.reviews:
        review = asking.needs_of(programme, wish)
        for need in wish.needs:
            having = found.having_level(need)
            assert [found.people[i] for i in having] == [p for p in experts if scoring.level(p, need)]
            expected = [gates.first_stop(review, asking.candidate(programme, found.people[i], wish)) for i in having]
            at = found.at(wish, review, having)
            assert at.tolist() == [stops.THROUGH if s is None else stops.ORDER.index(s.gate) for s in expected]
            assert stops.funnel(at) == gates.funnel(len(having), [s.gate for s in expected if s])
