"""Sessions and people for the tests of workshops. Everything is invented."""

from datetime import timedelta
from typing import Any

from lantern.kit import clock
from lantern.workshops import services
from lantern.workshops.domain.places import Way
from lantern.workshops.domain.sessions import Held
from lantern.workshops.models import Session, SignUp
from lantern.workshops.services import Asked, Plan
from tests.cast import Cast


def plan(cast: Cast, **more: Any) -> Plan:
    starts = more.pop("starts", clock.now() + timedelta(days=10))
    return Plan(
        **{
            "title": "What reviews are",
            "about": "",
            "topics": ["reviews_and_law", "role_boundaries"],
            "held": Held.IN_PERSON,
            "starts": starts,
            "minutes": 180,
            "region": "london",
            "address_words": "The Lantern Room, 4 Rowan Street",
            "online": "",
            "places_in_person": 2,
            "places_online": 0,
            "honorarium": True,
            "sign_up_until": starts - timedelta(days=1),
            "offer_hours": 48,
            "facilitators": [cast.facilitator],
            **more,
        }
    )


def drafted(cast: Cast, *, listed: bool = True, **more: Any) -> Session:
    series = services.add_series(title="Demystifying reviews", about="", listed=listed, by=cast.coordinator)
    return services.add_session(series=series, plan=plan(cast, **more), by=cast.coordinator)


def opened(cast: Cast, *, listed: bool = True, **more: Any) -> Session:
    session = drafted(cast, listed=listed, **more)
    return services.publish(session=session, version=session.version, by=cast.coordinator)


def asked(name: str, **more: Any) -> Asked:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    return Asked(**{"name": name, "email": email, "way": Way.IN_PERSON, **more})


def signed(session: Session, name: str, **more: Any) -> SignUp:
    return services.sign_up(session=session, asked=asked(name, **more))


def states(session: Session) -> dict[str, str]:
    """How each person stands, by name."""
    return {one.name: one.state for one in SignUp.objects.filter(session=session)}


def again(sign_up: SignUp) -> SignUp:
    return SignUp.objects.select_related("session__series").get(pk=sign_up.pk)
