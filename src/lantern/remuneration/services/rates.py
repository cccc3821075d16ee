"""Rates: proposed by one coordinator, approved by another, and never changed after that."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import Agency, Partnership
from lantern.remuneration import rules
from lantern.remuneration.domain import rates as domain
from lantern.remuneration.domain.rates import DAY_MINUTES, CardState
from lantern.remuneration.domain.rates import Rate as UnitRate
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import Rate, RateCard


@transaction.atomic
def propose_card(
    *,
    name: str,
    valid_from: date,
    rates: Mapping[Kind, UnitRate],
    by: User,
    partnership: Partnership | None = None,
    agency: Agency | None = None,
    day_minutes: int = DAY_MINUTES,
) -> RateCard:
    """Writes new rates, which count once another coordinator approves them. Raises Refused, IllegalMove."""
    rules.check_is_programme(by)
    domain.check_rates(rates, day_minutes)
    earlier = RateCard.objects.filter(partnership=partnership, agency=agency)
    card = RateCard.objects.create(
        name=name.strip(),
        partnership=partnership,
        agency=agency,
        number=(earlier.aggregate(most=Max("number"))["most"] or 0) + 1,
        previous=earlier.filter(state=CardState.IN_FORCE).order_by("-valid_from", "-pk").first(),
        valid_from=valid_from,
        day_minutes=day_minutes,
        proposed_by=by,
    )
    _write(card, rates)
    audit.record("remuneration.rates_proposed", card.ref, by, valid_from=str(valid_from))
    return card


@transaction.atomic
def change_proposed(
    *,
    card: RateCard,
    version: int,
    name: str,
    valid_from: date,
    rates: Mapping[Kind, UnitRate],
    by: User,
    day_minutes: int = DAY_MINUTES,
) -> RateCard:
    """Changes rates nobody has decided on yet; whoever changes them has proposed them.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_programme(by, card.ref)
    domain.check_rates(rates, day_minutes)
    _claim(
        card,
        version,
        name=name.strip(),
        valid_from=valid_from,
        day_minutes=day_minutes,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    card.rates.all().delete()
    _write(card, rates)
    audit.record("remuneration.rates_proposed", card.ref, by, valid_from=str(valid_from))
    return card


@transaction.atomic
def approve_card(*, card: RateCard, version: int, by: User) -> RateCard:
    """Brings proposed rates into force, and ends those before them on that day.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_decide_card(by, card)
    same = RateCard.objects.filter(partnership=card.partnership_id, agency=card.agency_id)
    list(same.select_for_update())  # two versions for one day, approved at once, stand in a line here
    if same.filter(state=CardState.IN_FORCE, valid_from__gte=card.valid_from).exists():
        raise IllegalMove("Rates that begin on this day or later are approved already. Choose a later day.")
    before = same.filter(state=CardState.IN_FORCE, valid_until=None).first()
    _claim(card, version, state=CardState.IN_FORCE.value, decided_at=clock.now(), decided_by=by, previous=before)
    if before is not None:
        RateCard.objects.filter(pk=before.pk).update(valid_until=card.valid_from)
    audit.record("remuneration.rates_approved", card.ref, by, replaced=before.ref if before else "")
    return card


@transaction.atomic
def refuse_card(*, card: RateCard, version: int, by: User) -> RateCard:
    """Sets proposed rates aside; whoever proposed them may do so too. Raises Refused, IllegalMove, OutOfDate."""
    rules.check_is_programme(by, card.ref)
    _claim(card, version, state=CardState.REFUSED.value, decided_at=clock.now(), decided_by=by)
    audit.record("remuneration.rates_refused", card.ref, by)
    return card


def _claim(card: RateCard, version: int, **changes: object) -> None:
    if card.state != CardState.PROPOSED:
        raise IllegalMove("These rates were decided on and stay as they are. Propose a new version instead.")
    seen = RateCard.objects.filter(pk=card.pk, version=version, state=CardState.PROPOSED)
    if not seen.update(version=version + 1, **changes):
        raise OutOfDate("This rate card")
    card.refresh_from_db()


def _write(card: RateCard, rates: Mapping[Kind, UnitRate]) -> None:
    Rate.objects.bulk_create(
        Rate(card=card, kind=kind.value, unit=rate.unit.value, pence=rate.pence) for kind, rate in rates.items()
    )
