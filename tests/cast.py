"""One cast for the whole suite. Everything in it is invented."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from lantern.access.public import Role
from lantern.accounts.models import Membership, User
from lantern.kit import clock
from lantern.register.models import Agency, Expert, Expertise, Partnership
from lantern.reviews.models import Need, Review

PASSWORD = "lantern light on the stair"


@dataclass
class Cast:
    """Each person once, two of each thing that can be someone else's.

    `review` is of `partnership`, chaired by `chair`; `review_elsewhere` of the other partnership with another chair.
    `expert` is of `agency`, which `agency_lead` manages; `expert_elsewhere` of `agency_elsewhere`.
    """

    coordinator: User
    commissioner: User
    commissioner_elsewhere: User
    chair: User
    chair_elsewhere: User
    expert_user: User
    expert_user_elsewhere: User
    agency_lead: User
    mentor: User
    mentee: User
    facilitator: User
    editor: User
    researcher: User
    roleless: User
    partnership: Partnership
    partnership_elsewhere: Partnership
    agency: Agency
    agency_elsewhere: Agency
    expert: Expert
    expert_elsewhere: Expert
    review: Review
    review_elsewhere: Review
    clients: dict[str, Client] = field(default_factory=dict)

    def user(self, who: str) -> User | None:
        """A person of the cast by role name; None for nobody."""
        return None if who == "nobody" else getattr(self, {"expert": "expert_user"}.get(who, who))

    def client(self, who: str, *, second_factor: bool = True) -> Client:
        """A browser of their own, signed in as if with password and a second factor a moment ago."""
        client = Client(headers={"user-agent": "cast"})
        client.defaults["wsgi.url_scheme"] = "https"
        user = self.user(who)
        if user is not None:
            sign_in(client, user, second_factor=second_factor)
        return client


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> None:
    """Writes the session that allauth writes after a sign-in."""
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    at = clock.now().timestamp()
    methods: list[dict[str, Any]] = [{"method": "password", "at": at, "email": user.email}]
    if second_factor:
        methods.append({"method": "mfa", "at": at, "type": "totp"})
    session = client.session
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(user.pk)  # without it allauth ignores the records
    session.save()


def person(name: str, role: str = "", scope: str = "") -> User:
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", PASSWORD, name=name)
    if role:
        Membership.objects.create(user=user, role=role, scope=scope)
    return user


@pytest.fixture
def cast(db: None) -> Cast:
    here = Partnership.objects.create(name="Ashmere Community Safety Partnership", region="london")
    elsewhere = Partnership.objects.create(name="Brackwater Community Safety Partnership", region="north_west")
    agency = Agency.objects.create(name="Rowan House (invented)", kind="by_and_for", regions=["london"], max_reviews=4)
    other_agency = Agency.objects.create(name="Tamarisk Centre (invented)", kind="by_and_for", national=True)
    coordinator = person("Cora Dinator", Role.COORDINATOR)
    expert_user = person("Esra Expert", Role.EXPERT)
    expert_elsewhere = person("Else Expert", Role.EXPERT)
    chair, chair_elsewhere = person("Chloe Chair", Role.CHAIR), person("Elspeth Chair", Role.CHAIR)
    made = Cast(
        coordinator=coordinator,
        commissioner=person("Comfort Missioner", Role.COMMISSIONER, here.ref),
        commissioner_elsewhere=person("Elaine Missioner", Role.COMMISSIONER, elsewhere.ref),
        chair=chair,
        chair_elsewhere=chair_elsewhere,
        expert_user=expert_user,
        expert_user_elsewhere=expert_elsewhere,
        agency_lead=person("Ada Lead", Role.AGENCY_LEAD, agency.ref),
        mentor=person("Mina Mentor", Role.MENTOR),
        mentee=person("Mei Mentee", Role.MENTEE),
        facilitator=person("Fay Cilitator", Role.FACILITATOR),
        editor=person("Edie Tor", Role.EDITOR),
        researcher=person("Reza Searcher", Role.RESEARCHER),
        roleless=person("Nora Role"),
        partnership=here,
        partnership_elsewhere=elsewhere,
        agency=agency,
        agency_elsewhere=other_agency,
        expert=Expert.objects.create(
            name="Esra Expert",
            user=expert_user,
            agency=agency,
            regions=["london"],
            day_rate_pence=350_00,
            max_reviews=2,
            registered_by=coordinator,
        ),
        expert_elsewhere=Expert.objects.create(
            name="Else Expert", user=expert_elsewhere, agency=other_agency, regions=["north_west"]
        ),
        review=Review.objects.create(partnership=here, chair=chair, opened_by=coordinator, seats_wanted=2),
        review_elsewhere=Review.objects.create(
            partnership=elsewhere, chair=chair_elsewhere, opened_by=coordinator, seats_wanted=1
        ),
    )
    Expertise.objects.create(expert=made.expert, facet="community", code="kurdish", level="lived")
    Expertise.objects.create(expert=made.expert, facet="language", code="kurdish_sorani", level="lived")
    Expertise.objects.create(expert=made.expert_elsewhere, facet="community", code="jewish", level="lived")
    Need.objects.create(
        review=made.review, facet="community", code="kurdish", weight="must", reason="She was Kurdish.", question=""
    )
    return made


@pytest.fixture
def still_clock() -> Iterator[None]:
    """No second passes: a session notes each second in which it is used, and a query would be counted by chance."""
    with time_machine.travel(clock.now(), tick=False):
        yield
