"""What the tests of remuneration share: a card in force, someone engaged, time logged, and events counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from lantern.access.public import Role
from lantern.accounts.models import User
from lantern.audit.models import Event
from lantern.kit import clock
from lantern.remuneration import services
from lantern.remuneration.domain.rates import Rate, Unit
from lantern.remuneration.domain.work import Kind, SourceKind
from lantern.remuneration.models import Claim, Engagement, Entry, RateCard
from tests.cast import Cast, person

RATES = {
    Kind.PANEL_MEETING: Rate(Unit.HALF_DAY, 175_00),
    Kind.READING: Rate(Unit.HOUR, 45_00),
    Kind.DRAFTING: Rate(Unit.HOUR, 45_00),
    Kind.TRAVEL: Rate(Unit.HOUR, 20_00),
}
numbers: Iterator[int] = count(1)


def second_coordinator() -> User:
    found = User.objects.filter(email="cyd.second@example.org").first()
    return found or person("Cyd Second", Role.COORDINATOR)


def card(cast: Cast, *, valid_from: date | None = None, rates: dict[Kind, Rate] | None = None) -> RateCard:
    made = services.propose_card(
        name="Panel rates", valid_from=valid_from or date(2026, 1, 1), rates=rates or RATES, by=cast.coordinator
    )
    return services.approve_card(card=made, version=made.version, by=second_coordinator())


def engaged(cast: Cast, *, source: str = "", day_rate_pence: int | None = None) -> Engagement:
    """The cast's expert, engaged for a seat that the cast's partnership pays."""
    made = services.open_engagement(
        source_ref=source or f"SEAT{next(numbers)}",
        source_kind=SourceKind.SEAT,
        expert=cast.expert,
        partnership=cast.partnership,
        day_rate_pence=day_rate_pence,
        on=clock.today() - timedelta(days=60),
        by=cast.coordinator,
    )
    return fresh(made)


def fresh(engagement: Engagement) -> Engagement:
    return Engagement.objects.select_related("expert__user", "agency", "payee", "card").get(pk=engagement.pk)


def logged(cast: Cast, engagement: Engagement, *, ago: int = 1, minutes: int = 120, **more: object) -> Entry:
    return services.record_entry(
        engagement=engagement,
        kind=more.pop("kind", Kind.READING),
        done_on=clock.today() - timedelta(days=ago),
        minutes=minutes,
        by=cast.expert_user,
        **more,
    )


def claimed(cast: Cast, engagement: Engagement | None = None) -> Claim:
    """A claim sent in for two hours of reading: £90."""
    engagement = engagement or engaged(cast)
    logged(cast, engagement)
    return services.claim_now(engagement=engagement, by=cast.expert_user)


def again(claim: Claim) -> Claim:
    return Claim.objects.select_related("engagement__expert__user", "engagement__agency").get(pk=claim.pk)


def approved(cast: Cast, claim: Claim | None = None) -> Claim:
    claim = claim or claimed(cast)
    return services.approve_claim(claim=claim, version=claim.version, by=cast.commissioner)


def mark() -> int:
    last = Event.objects.order_by("-seq").first()
    return last.seq if last else 0


def events(since: int) -> list[str]:
    return list(Event.objects.filter(seq__gt=since).order_by("seq").values_list("name", flat=True))
