"""What is handed down from above: someone was engaged, what she did, and that it ended."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.register.public import Agency, Expert, Partnership
from lantern.remuneration import rules
from lantern.remuneration.domain import pricing
from lantern.remuneration.domain.claims import ClaimState
from lantern.remuneration.domain.pricing import Part
from lantern.remuneration.domain.rates import PayeeKind
from lantern.remuneration.domain.work import MOST_MINUTES, Kind, Origin, SourceKind
from lantern.remuneration.models import Claim, Engagement, Entry, Payee, Payer, PayerShare
from lantern.remuneration.selectors import card_on
from lantern.remuneration.services.telling import tell_agency


@transaction.atomic
def open_engagement(
    *,
    source_ref: str,
    source_kind: SourceKind,
    expert: Expert | None,
    by: User | None,
    partnership: Partnership | None = None,
    payer: Payer | None = None,
    agency: Agency | None = None,
    payee_kind: PayeeKind | None = None,
    day_rate_pence: int | None = None,
    access_costs: str = "",
    on: date | None = None,
    offered_on: date | None = None,
) -> Engagement:
    """Opens what hours can be logged and claimed for, from the day `on` (today), by the card of the day it was offered.

    Twice is once.

    Paid by a partnership or by another payer. `agency` is her own where none is given; it is paid, or she is where
    she has none. Without an expert an agency is engaged, whose leads hear that there is something to claim. The context
    above has asked its own rules: this asks none.
    """
    held = Engagement.objects.filter(source_ref=source_ref).first()
    if held is not None:
        return held
    payer = payer or payer_of_partnership(partnership)
    agency = agency or (expert.agency if expert is not None else None)
    kind = payee_kind or (PayeeKind.AGENCY if agency else PayeeKind.PERSON)
    payee = payee_of(kind, expert, agency)
    day = on or clock.today()
    # Opened by two at once, it is still opened once: the second finds the first's.
    engagement, made = Engagement.objects.get_or_create(
        source_ref=source_ref,
        defaults={
            "source_kind": source_kind.value,
            "expert": expert,
            "agency": agency,
            "payee_kind": kind.value,
            "payee": payee,
            "card": card_on(offered_on or day, payer.partnership, agency),
            "day_rate_pence": day_rate_pence,
            "access_costs": access_costs.strip()[:300],
            "opened_on": day,
            "opened_by": by,
        },
    )
    if not made:
        return engagement
    PayerShare.objects.create(engagement=engagement, payer=payer, parts=1)
    audit.record(
        "remuneration.engagement_opened",
        engagement.ref,
        by,
        source=source_ref,
        payer=payer.ref,
        card=engagement.card.ref if engagement.card else "",
    )
    if expert is None and agency is not None:
        tell_agency(agency, engagement.ref, by)
    return engagement


def payee_of(kind: PayeeKind, expert: Expert | None, agency: Agency | None) -> Payee:
    if kind is PayeeKind.PERSON:
        if expert is None:
            raise IllegalMove("No one person is named here, so the agency is paid.")
        return Payee.objects.get_or_create(expert=expert)[0]
    if agency is None:
        raise IllegalMove("There is no agency to pay.")
    return Payee.objects.get_or_create(agency=agency)[0]


@transaction.atomic
def choose_payee(*, engagement: Engagement, version: int, kind: PayeeKind, by: User) -> Engagement:
    """Has her agency or her paid from the next claim on; a claim already made keeps its payee. Her agency hears of it.

    Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_can_choose_payee(by, engagement)
    payee = payee_of(kind, engagement.expert, engagement.agency)
    seen = Engagement.objects.filter(pk=engagement.pk, version=version)
    if not seen.update(version=version + 1, payee=payee, payee_kind=kind.value):
        raise OutOfDate("This engagement")
    engagement.refresh_from_db()
    audit.record("remuneration.payee_chosen", engagement.ref, by, payee=payee.ref, kind=kind)
    if engagement.agency is not None:
        tell_agency(engagement.agency, engagement.ref, by)
    return engagement


def payer_of_partnership(partnership: Partnership | None) -> Payer:
    """A partnership as a payer, made when it first pays."""
    if partnership is None:
        raise IllegalMove("Say who pays.")
    return Payer.objects.get_or_create(partnership=partnership, defaults={"name": partnership.name})[0]


def payer_of_programme() -> Payer:
    """The programme as a payer: the first that was set up, else one made now."""
    found = Payer.objects.filter(programme=True).order_by("pk").first()
    return found or Payer.objects.create(name="The programme", programme=True)


@transaction.atomic
def close_engagement(*, source_ref: str, by: User | None, on: date | None = None) -> Engagement | None:
    """Ends what was opened under this reference; None where nothing was. What she did before can still be claimed."""
    held = Engagement.objects.filter(source_ref=source_ref).first()
    if held is None or held.closed_on is not None:
        return held
    day = on or clock.today()
    Engagement.objects.filter(pk=held.pk, closed_on=None).update(
        closed_on=day, closed_at=clock.now(), closed_by=by, version=held.version + 1
    )
    held.refresh_from_db()
    audit.record("remuneration.engagement_closed", held.ref, by, source=source_ref)
    return held


@transaction.atomic
def record_work(
    *,
    source_ref: str,
    kind: Kind,
    done_on: date,
    minutes: int,
    work_ref: str,
    by: User | None,
    starts: time | None = None,
) -> Entry | None:
    """Prefills her log from above: a meeting attended, a paper sent. Twice for one `work_ref` is once.

    What she corrected or struck out stays as she left it. None where nothing was open under the reference on that day.
    Overlaps are hers to settle, so they are not refused here; a length that cannot be is (ValueError: the caller's
    fault).
    """
    if not 0 < minutes <= MOST_MINUTES or not work_ref:
        raise ValueError("minutes out of bounds, or no reference to what was done")
    # What she did before it closed is hers, though who came is often said only afterwards.
    still = Q(closed_on=None) | Q(closed_on__gte=done_on)
    engagement = Engagement.objects.filter(still, source_ref=source_ref).first()
    if engagement is None:
        return None
    entry, made = Entry.objects.get_or_create(
        engagement=engagement,
        source_ref=work_ref,
        defaults={
            "kind": kind.value,
            "done_on": done_on,
            "starts": starts,
            "minutes": minutes,
            "origin": Origin.PREFILLED.value,
            "recorded_by": by,
        },
    )
    if not made:
        return entry
    audit.record("remuneration.work_recorded", entry.ref, by, engagement=engagement.ref, kind=kind, minutes=minutes)
    return entry


@transaction.atomic
def correct_work(*, work_ref: str, minutes: int, by: User | None) -> bool:
    """What was recorded from above was otherwise: other minutes, or none. Answers whether the log says so now.

    What is in a claim stays, and so does what she or her agency corrected or took out: then the answer is no, and
    people have to talk. It changes an entry and never adds one, so nothing is paid twice.
    """
    if not 0 <= minutes <= MOST_MINUTES:
        raise ValueError("minutes out of bounds")
    entry = Entry.objects.select_related("engagement__expert", "engagement__agency", "struck_by")
    found = entry.filter(source_ref=work_ref, origin=Origin.PREFILLED.value).first()
    if found is None:
        return minutes == 0
    Engagement.objects.select_for_update().get(pk=found.engagement_id)
    found.refresh_from_db(fields=["minutes", "struck_at", "corrected_at", "version"])
    if (0 if found.struck_at else found.minutes) == minutes:
        return True
    taken_out = found.struck_by is not None and rules.standing_of(found.struck_by).logs_for(found.engagement)
    if found.corrected_at is not None or taken_out or found.lines.filter(live=True).exists():
        return False
    struck: dict[str, Any] = {"struck_at": None, "struck_by": None, "minutes": minutes}
    if not minutes:
        struck = {"struck_at": clock.now(), "struck_by": by}
    Entry.objects.filter(pk=found.pk).update(version=found.version + 1, **struck)
    audit.record("remuneration.work_corrected", found.ref, by, minutes=minutes)
    return True


@transaction.atomic
def set_shares(
    *, engagement: Engagement, version: int, shares: Sequence[tuple[Payer, int, int | None]], by: User
) -> Engagement:
    """Who pays how much of it: payer, weight, or a fixed amount in pence; the first one's approval counts for all.

    Not while a claim is open, since it keeps the shares it was made with. Raises Refused, IllegalMove, OutOfDate.
    """
    rules.check_is_programme(by, engagement.ref)
    pricing.check_parts([Part(parts, fixed) for _payer, parts, fixed in shares])
    if len({payer.pk for payer, _parts, _fixed in shares}) != len(shares):
        raise IllegalMove("A payer stands twice. Give each payer one share.")
    if not Engagement.objects.filter(pk=engagement.pk, version=version).update(version=version + 1):
        raise OutOfDate("This engagement")
    undecided = (ClaimState.DRAFTED, ClaimState.SUBMITTED, ClaimState.QUERIED)
    if Claim.objects.filter(engagement=engagement, state__in=undecided).exists():
        raise IllegalMove("A claim is being decided on. Change the shares once it is approved or withdrawn.")
    engagement.payer_shares.all().delete()
    try:
        for order, (payer, parts, fixed) in enumerate(shares, 1):
            PayerShare.objects.create(engagement=engagement, payer=payer, order=order, parts=parts, fixed_pence=fixed)
    except IntegrityError as problem:
        raise OutOfDate("This engagement") from problem
    engagement = Engagement.objects.get(pk=engagement.pk)
    audit.record("remuneration.shares_set", engagement.ref, by, payers=[payer.ref for payer, _p, _f in shares])
    return engagement
