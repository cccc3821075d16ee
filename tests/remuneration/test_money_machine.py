"""Any sequence of acts on two engagements, against a plain model of the ledger: no penny is lost or paid twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lantern.audit import public as audit
from lantern.kit import clock
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.remuneration import services
from lantern.remuneration.domain.rates import Rate, Unit
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import Claim, Engagement, Entry, Payee, Payment
from lantern.remuneration.services.payments import Reported
from tests.cast import Cast
from tests.remuneration.paid import card, engaged, events, fresh, mark

ENGAGEMENTS = 2
OPEN = {"submitted": "waiting", "approved": "waiting", "sent": "waiting", "failed": "waiting", "queried": "queried"}


@dataclass
class Hours:
    """An entry: whose engagement, minutes, given or not, and in which claim it stands."""

    place: int
    minutes: int
    given: bool
    claim: int | None = None


@dataclass
class Asked:
    """A claim: its state, the rate in pence an hour and the VAT it was made with. The second payer bears a third."""

    place: int
    rate: int
    vat: int
    state: str = "drafted"
    shares: list[str] = field(default_factory=lambda: ["", ""])


@dataclass
class Model:
    rate: int = 45_00
    vat: int = 0
    hours: list[Hours] = field(default_factory=list)
    claims: list[Asked] = field(default_factory=list)
    closed: dict[int, tuple[int, int]] = field(default_factory=dict)  # what a claim taken back had asked for

    def worth(self, number: int) -> tuple[int, int]:
        """What a claim asks for, and its VAT: each entry is on a day of its own, so each is rounded by itself."""
        if number in self.closed:
            return self.closed[number]
        asked = self.claims[number]
        mine = [one for one in self.hours if one.claim == number and not one.given]
        net = sum(half_up(Fraction(asked.rate * one.minutes, 60)) for one in mine)
        return net, half_up(Fraction(net * asked.vat, 10_000))

    def parts(self, number: int) -> list[int]:
        """Two thirds and a third of the net, and of the VAT as the net was shared, to the penny."""
        net, vat = self.worth(number)
        nets = shared(net, [2, 1])
        return [one + other for one, other in zip(nets, shared(vat, nets), strict=True)]


def shared(whole: int, weights: list[int]) -> list[int]:
    found = [whole * weight // sum(weights) for weight in weights]
    left = [(-(whole * weight % sum(weights)), place) for place, weight in enumerate(weights)]
    for _remainder, place in sorted(left)[: whole - sum(found)]:
        found[place] += 1
    return found


def half_up(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


class Machine:
    def __init__(self, cast: Cast) -> None:
        self.cast, self.model = cast, Model()
        self.card = card(cast)
        other = services.add_payer(name="Health board", by=cast.coordinator)
        self.engagements: list[Engagement] = []
        for _ in range(ENGAGEMENTS):
            made = engaged(cast)
            payer = made.lead_payer
            services.set_shares(
                engagement=made, version=made.version, shares=[(payer, 2, None), (other, 1, None)], by=cast.coordinator
            )
            self.engagements.append(fresh(made))
        self.entries: list[Entry] = []
        self.claims: list[Claim] = []
        self.cards = 0

    # Each act answers what the model expects (None: refused) and the act itself.
    def record(self, number: int, minutes: int) -> tuple[Callable[[], object], Callable[[], list[str]] | None]:
        place, given = number % ENGAGEMENTS, minutes % 5 == 0
        day = clock.today() - timedelta(days=len(self.entries) + 1)

        def act() -> None:
            self.entries.append(
                services.record_entry(
                    engagement=self.engagements[place],
                    kind=Kind.READING,
                    done_on=day,
                    minutes=minutes,
                    donated=given,
                    by=self.cast.expert_user,
                )
            )

        def take() -> list[str]:
            self.model.hours.append(Hours(place, minutes, given))
            return ["remuneration.entry_recorded"]

        return act, take if 0 < minutes <= 960 else None

    def correct(self, number: int, minutes: int):
        if not self.entries:
            return None
        which = number % len(self.entries)
        hours = self.model.hours[which]
        entry = Entry.objects.select_related("engagement__expert__user", "engagement__agency").get(
            pk=self.entries[which].pk
        )
        act = lambda: services.correct_entry(  # noqa: E731
            entry=entry, version=entry.version, by=self.cast.expert_user, minutes=minutes
        )

        def take() -> list[str]:
            hours.minutes = minutes
            return ["remuneration.entry_corrected"]

        legal = 0 < minutes <= 960
        if hours.claim is not None:
            legal = legal and self.model.claims[hours.claim].state in {"drafted", "queried"}
        return act, take if legal else None

    def make(self, number: int, submit: bool):
        place = number % ENGAGEMENTS
        free = [one for one in self.model.hours if one.place == place and one.claim is None]
        verb = services.claim_now if submit else services.draft_claim

        def act() -> None:
            self.claims.append(verb(engagement=fresh(self.engagements[place]), by=self.cast.expert_user))

        def take() -> list[str]:
            self.model.claims.append(
                Asked(place, self.model.rate, self.model.vat, "submitted" if submit else "drafted")
            )
            for one in free:
                one.claim = len(self.model.claims) - 1
            return ["remuneration.claim_submitted" if submit else "remuneration.claim_drafted"]

        return act, take if any(not one.given for one in free) else None

    def move(self, name: str, number: int, stale: int):
        if not self.claims:
            return None
        which = number % len(self.claims)
        asked, claim = self.model.claims[which], Claim.objects.get(pk=self.claims[which].pk)
        hers, theirs, ours = self.cast.expert_user, self.cast.commissioner, self.cast.coordinator
        seen = {"claim": claim, "version": claim.version - stale}
        allowed, verb, after, event = {
            "submit": ({"drafted"}, lambda: services.submit_claim(**seen, by=hers), "submitted", "submitted"),
            "query": ({"submitted"}, lambda: services.query_claim(**seen, words="?", by=theirs), "queried", "queried"),
            "answer": ({"queried"}, lambda: services.answer_query(**seen, words="!", by=hers), "submitted", "answered"),
            "approve": ({"submitted"}, lambda: services.approve_claim(**seen, by=theirs), "approved", "approved"),
            "send": ({"approved", "failed"}, lambda: services.send_for_payment(**seen, by=ours), "sent", "sent"),
            "withdraw": (
                {"drafted", "submitted", "queried"},
                lambda: services.withdraw_claim(**seen, by=hers),
                "withdrawn",
                "withdrawn",
            ),
        }[name]

        def take() -> list[str]:
            if name == "withdraw":
                self.model.closed[which] = self.model.worth(which)
                for one in self.model.hours:
                    one.claim = None if one.claim == which else one.claim
            if name == "send":
                asked.shares = ["paid" if share == "paid" else "sent" for share in asked.shares]
            asked.state = after
            return [f"remuneration.claim_{event}"]

        return verb, take if asked.state in allowed and not stale else None

    def settled(self, which: int, share: int, paid: bool) -> str:
        """Marks one share in the model; answers the event."""
        asked = self.model.claims[which]
        asked.shares[share] = "paid" if paid else "failed"
        if asked.state == "sent" and "failed" in asked.shares:
            asked.state = "failed"
            return "remuneration.claim_payment_failed"
        if asked.state == "sent" and asked.shares == ["paid", "paid"]:
            asked.state = "paid"
            return "remuneration.claim_paid"
        return "remuneration.share_paid" if paid else "remuneration.share_failed"

    def pay(self, number: int, share: int, paid: bool):
        if not self.claims:
            return None
        which = number % len(self.claims)
        payments = Payment.objects.select_related("share__payer__partnership", "share__claim").filter(
            share__claim=self.claims[which].pk, share__order=share + 1
        )
        payment = payments.order_by("-pk").first()
        if payment is None:
            return None
        ours, today = self.cast.coordinator, clock.today()
        verb = (
            (lambda: services.record_paid(payment=payment, on=today, by=ours))
            if paid
            else (lambda: services.record_failed(payment=payment, reason="closed", by=ours))
        )
        take = lambda: [self.settled(which, share, paid)]  # noqa: E731
        return verb, take if self.model.claims[which].shares[share] == "sent" else None

    def remittance(self, number: int, _extra: int):
        """A bank file with every payment of one claim, an unknown reference and a wrong amount, read twice."""
        if not self.claims:
            return None
        which = number % len(self.claims)
        payments = list(
            Payment.objects.filter(share__claim=self.claims[which].pk).select_related("share").order_by("pk")
        )
        today = clock.today()
        lines = [Reported(one.ref, one.share.total_pence, today) for one in payments]
        noise = [
            Reported("NOBODYSS", 5, today),
            *(Reported(one.ref, one.share.total_pence + 1, today) for one in payments),
        ]

        def act() -> None:
            assert services.settle(reported=noise, by=self.cast.coordinator).marked == ()
            services.settle(reported=[*noise, *lines], by=self.cast.coordinator)
            twice = services.settle(reported=[*lines, *noise], by=self.cast.coordinator)
            assert twice.marked == ()

        def take() -> list[str]:
            shares = self.model.claims[which].shares
            wrote = [self.settled(which, share, True) for share in range(2) if shares[share] == "sent"]
            return ["remuneration.remittance_read", *wrote, *["remuneration.remittance_read"] * 2]

        return act, take

    def rates(self, number: int, minutes: int):
        """New rates for everyone and another VAT: no claim made before changes by it, no engagement by the rates."""
        day = clock.today() + timedelta(days=self.cards)
        self.cards += 1
        vat = (0, 500, 2000)[minutes % 3]

        def act() -> None:
            card(self.cast, valid_from=day, rates={Kind.READING: Rate(Unit.HOUR, 1_00 + number)})
            payee = Payee.objects.get(agency=self.cast.agency)
            services.set_payee(
                payee=payee,
                version=payee.version,
                vat_number="GB 1",
                vat_basis_points=vat,
                by=self.cast.agency_lead,
            )

        def take() -> list[str]:
            self.model.vat = vat
            return ["remuneration.rates_proposed", "remuneration.rates_approved", "remuneration.payee_changed"]

        return act, take

    def step(self, name: str, number: int, extra: int) -> None:
        planned = {
            "record": lambda: self.record(number, extra),
            "correct": lambda: self.correct(number, extra),
            "draft": lambda: self.make(number, False),
            "claim": lambda: self.make(number, True),
            "pay": lambda: self.pay(number, extra % 2, True),
            "fail": lambda: self.pay(number, extra % 2, False),
            "remittance": lambda: self.remittance(number, extra),
            "rates": lambda: self.rates(number, extra),
        }.get(name, lambda: self.move(name, number, int(extra % 7 == 6)))()
        if planned is None:
            return
        act, take = planned
        before = mark()
        try:
            with transaction.atomic():
                act()
        except (IllegalMove, OutOfDate):
            assert take is None, (name, number, extra)
            assert events(before) == []
        else:
            assert take is not None, (name, number, extra)
            assert events(before) == take()

    def check(self) -> None:
        model = self.model
        sums = {"claimed": 0, "paid": 0, "waiting": 0, "queried": 0, "withdrawn": 0}
        expected = dict(sums)
        for number, (asked, made) in enumerate(zip(model.claims, self.claims, strict=True)):
            claim = Claim.objects.get(pk=made.pk)
            assert (claim.state, claim.net_pence, claim.vat_pence) == (asked.state, *model.worth(number))
            shares = list(claim.shares.all())
            assert [share.total_pence for share in shares] == model.parts(number)
            if asked.state == "drafted":
                continue
            once = claim.submitted_at is not None
            if asked.state == "withdrawn" and not once:
                continue
            expected["claimed"] += sum(model.worth(number))
            sums["claimed"] += claim.total_pence
            for share, state, pence in zip(shares, asked.shares, model.parts(number), strict=True):
                tries = [payment.state for payment in share.payments.all()]
                assert tries.count("paid") <= 1 >= tries.count("sent") + tries.count("paid")
                where = "paid" if "paid" in tries else OPEN.get(claim.state, claim.state)
                sums[where] += share.total_pence
                expected["paid" if state == "paid" else OPEN.get(asked.state, asked.state)] += pence
        assert sums == expected
        assert sums["claimed"] == sums["paid"] + sums["waiting"] + sums["queried"] + sums["withdrawn"]


NAMES = ["record", "record", "correct", "draft", "claim", "claim", "submit", "query", "answer", "approve", "approve"]
NAMES += ["send", "send", "pay", "pay", "fail", "withdraw", "remittance", "rates"]
minutes = st.one_of(st.integers(1, 960), st.sampled_from([-5, 0, 961, 61, 7, 13, 20]))
steps = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 5), minutes), max_size=25)
CLAIMED = [("record", 0, 61), ("record", 0, 20), ("claim", 0, 1)]
SENT = [*CLAIMED, ("approve", 0, 1), ("send", 0, 1)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example(taken=[*SENT, ("pay", 0, 1), ("fail", 0, 2), ("send", 0, 1), ("remittance", 0, 1), ("pay", 0, 1)])
@example(taken=[*SENT, ("fail", 0, 1), ("pay", 0, 2), ("pay", 0, 1), ("send", 0, 1), ("pay", 0, 1), ("pay", 0, 1)])
@example(taken=[*CLAIMED, ("query", 0, 1), ("rates", 0, 2), ("correct", 0, 7), ("answer", 0, 1), ("correct", 0, 9)])
@example(
    taken=[
        *CLAIMED,
        ("withdraw", 0, 1),
        ("correct", 0, 13),
        ("draft", 0, 1),
        ("rates", 3, 1),
        ("submit", 1, 1),
        ("claim", 0, 1),
    ]
)
@example(taken=[("rates", 0, 2), *SENT, ("pay", 0, 1), ("rates", 0, 1), ("remittance", 0, 1)])
@example(taken=[("record", 0, 20), ("claim", 0, 1), ("record", 0, 0), ("record", 0, 961), ("approve", 0, 6)])
@given(taken=steps)
def test_what_was_claimed_is_paid_waiting_queried_or_withdrawn(cast: Cast, taken: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        machine = Machine(cast)
        for name, number, extra in taken:
            machine.step(name, number, extra)
            machine.check()
        assert audit.verify().broken_at is None
        transaction.set_rollback(True)
