"""The demonstration's money tells a story: claims in each state, one paid late, and rates that wait for a second."""

from lantern.config.demo.load import load
from lantern.kit import clock
from lantern.remuneration.domain.claims import ClaimState
from lantern.remuneration.models import Claim, RateCard


def test_the_demonstration_has_claims_in_each_state_and_one_paid_late(db):
    assert load()
    states = {state for (state,) in Claim.objects.values_list("state")}
    assert states == {state.value for state in ClaimState} - {"withdrawn"}
    assert [claim.ref for claim in Claim.objects.filter(state="paid") if claim.paid_on > claim.due_on]
    assert list(RateCard.objects.order_by("number").values_list("state", flat=True)) == [
        "in_force", "in_force", "proposed",
    ]  # fmt: skip
    assert any(claim.overdue(clock.today()) for claim in Claim.objects.filter(state="sent"))
