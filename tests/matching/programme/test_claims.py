from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantern.matching.domain.programme import scoring
from lantern.matching.domain.programme.model import Placing, Role
from lantern.matching.domain.programme.prepared import prepare
from tests.matching.programme.programmes import accepted, programmes, told


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_three_ways_of_working_out_the_tiers_agree(data):
    programme = data.draw(programmes())
    every = [Placing(w.ref, p.ref, role) for w in programme.reviews for p in programme.people for role in Role]
    extra = data.draw(st.sets(st.sampled_from(every), max_size=5)) if every else set()
    plan = told(programme, {*accepted(programme), *extra})
    assert dict(plan.ceilings) == scoring.ceilings(programme)
    assert dict(plan.ceilings) == {part.ref: part.ceiling for part in prepare(programme).reviews}
    assert dict(plan.scores) == scoring.scores(programme, plan.placings)
    assert {t.name: t.value for t in plan.tiers} == scoring.measure(programme, plan.placings)
