"""Adding the partnerships that commission reviews."""

import pytest
from django.urls import reverse

from lantern.access.public import Refused
from lantern.audit.models import Event
from lantern.kit.states import IllegalMove
from lantern.register import services
from lantern.register.models import Partnership
from tests.cast import Cast


def test_a_partnership_is_added_once_with_its_event(cast: Cast) -> None:
    made = services.add_partnership(name="Fernleigh", region="wales", by=cast.coordinator)
    with pytest.raises(IllegalMove, match="already"):
        services.add_partnership(name="Fernleigh", region="london", by=cast.coordinator)
    events = Event.objects.filter(name="register.partnership_added").values_list("subject", "actor", "detail")
    assert list(events) == [(made.ref, cast.coordinator.ref, {"region": "wales"})]


def test_nobody_but_the_programme_adds_one(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.add_partnership(name="Fernleigh", region="wales", by=cast.commissioner)
    assert not Partnership.objects.filter(name="Fernleigh").exists()


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"name": "Fernleigh", "region": "wales"}, 302),
        ({"name": "", "region": "wales"}, 422),
        ({"name": "Fernleigh", "region": "atlantis"}, 422),
        ({"name": "Ashmere Community Safety Partnership", "region": "wales"}, 409),
    ],
)
def test_the_page_takes_what_is_right_and_says_what_is_not(cast: Cast, typed, status) -> None:
    response = cast.client("coordinator").post(reverse("register:partnerships"), typed, secure=True)
    assert response.status_code == status
    if status != 302:
        assert f'value="{typed["name"]}"' in response.content.decode() or not typed["name"]
