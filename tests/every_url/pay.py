"""Real records of pay: a claim of the first expert that the first partnership pays, and one of the second."""

from datetime import date, timedelta
from functools import cached_property

from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.register.models import Expert
from lantern.remuneration import services
from lantern.remuneration.domain.work import CostKind, Kind, SourceKind
from lantern.remuneration.models import ApprovalLink, Batch, Payee, Payment, PendingRemittance, RateCard
from tests.cast import Cast
from tests.remuneration import paid

TOKEN = "a-link-of-the-tests"


class PayRecords:
    EARNING = ("expert", "mentor", "mentee")

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.earned: dict[str, Payment] = {}

    def ref(self, name: str, own: bool, who: str) -> str:
        if name == "remuneration:link":
            return self.token()
        if name.startswith("remuneration:remittance_"):
            return self.pending(own, who)
        payment = self.own(who) if own else self.payment_elsewhere
        what = name.removeprefix("remuneration:")
        if what.startswith("claim") and what != "claim_check":
            return payment.share.claim.ref
        if what in {"engagement", "entry_add", "entry", "entry_strike", "cost_add", "cost", "cost_strike"}:
            return payment.share.claim.engagement.ref
        if what in {"claim_check", "shares", "choose_payee"}:
            return payment.share.claim.engagement.ref
        if what.startswith("payment_"):
            return payment.ref
        if what == "payer":
            return payment.share.payer.ref
        if what == "payee":
            hers = own and who in self.EARNING
            return self.her_payee(who).ref if hers else payment.share.claim.payee.ref
        if what.startswith("card"):
            return self.card(own).ref
        if name == "remuneration:batch_make":
            return payment.share.payer.ref
        if name.startswith("remuneration:batch"):
            return self.batch(payment).ref
        return payment.share.ref

    def own(self, who: str) -> Payment:
        """Her own, for whoever earns; else that of the cast's expert."""
        if who not in {"mentor", "mentee"}:
            return self.payment
        if who not in self.earned:
            cast = self.cast
            assert self.payment  # the card is made with it
            expert = Expert.objects.get(user=cast.user(who))
            self.earned[who] = self.sent(expert, cast.partnership, cast.user(who), cast.commissioner)
        return self.earned[who]

    def line(self, what: str, own: bool, who: str) -> str:
        """An entry or a cost in the log of one's own engagement, or of someone else's."""
        engagement = (self.own(who) if own else self.payment_elsewhere).share.claim.engagement
        if what == "entry":
            return engagement.entries.first().ref
        made = engagement.costs.first() or services.record_cost(
            engagement=paid.fresh(engagement),
            kind=CostKind.TRAVEL,
            spent_on=clock.today(),
            pence=4_50,
            by=self.cast.coordinator,
        )
        return made.ref

    def her_payee(self, who: str) -> Payee:
        return Payee.objects.get_or_create(expert=Expert.objects.get(user=self.cast.user(who)))[0]

    def card(self, own: bool) -> RateCard:
        """Everyone's rates; or those of another agency's people where another partnership pays."""
        if own:
            return self.payment.share.claim.engagement.card
        where = {"partnership": self.cast.partnership_elsewhere, "agency": self.cast.agency_elsewhere}
        found = RateCard.objects.filter(**where).first()
        if found is None:
            found = services.propose_card(
                name="Elsewhere", valid_from=date(2026, 1, 1), rates=paid.RATES, by=self.cast.coordinator, **where
            )
            found = services.approve_card(card=found, version=found.version, by=paid.second_coordinator())
        return found

    @cached_property
    def payment(self) -> Payment:
        cast = self.cast
        paid.card(cast)
        return self.sent(cast.expert, cast.partnership, cast.expert_user, cast.commissioner)

    @cached_property
    def payment_elsewhere(self) -> Payment:
        cast = self.cast
        assert self.payment  # the card is made with it
        return self.sent(
            cast.expert_elsewhere, cast.partnership_elsewhere, cast.expert_user_elsewhere, cast.commissioner_elsewhere
        )

    def sent(self, expert, partnership, claimant, approver) -> Payment:
        engagement = services.open_engagement(
            source_ref=f"every-url-{expert.ref}",
            source_kind=SourceKind.SEAT,
            expert=expert,
            partnership=partnership,
            on=clock.today() - timedelta(days=60),
            by=self.cast.coordinator,
        )
        engagement = paid.fresh(engagement)
        services.record_entry(
            engagement=engagement,
            kind=Kind.READING,
            done_on=clock.today() - timedelta(days=1),
            minutes=120,
            by=claimant,
        )
        claim = services.claim_now(engagement=engagement, by=claimant)
        claim = services.approve_claim(claim=claim, version=claim.version, by=approver)
        return services.send_for_payment(claim=claim, version=claim.version, by=self.cast.coordinator)[0]

    def token(self) -> str:
        """A link that works, to a claim that waits for its payer's answer."""
        if not ApprovalLink.objects.exists():
            paid.card(self.cast, valid_from=date(2025, 1, 1))
            claim = paid.claimed(self.cast)
            ApprovalLink.objects.create(
                claim=claim,
                payer=claim.shares.get().payer,
                token_hash=hash_of(TOKEN),
                expires_at=clock.now() + timedelta(days=7),
            )
        return TOKEN

    def batch(self, payment: Payment) -> Batch:
        found = Batch.objects.filter(lines__payment=payment).first()
        return found or services.make_batch(payer=payment.share.payer, by=self.cast.coordinator)

    def pending(self, own: bool, who: str) -> str:
        """A file from finance that waits to be confirmed: the asker's own, or another coordinator's."""
        owner = self.cast.user(who) if own and who in ("coordinator", "commissioner") else paid.second_coordinator()
        PendingRemittance.objects.filter(uploaded_by=owner).delete()
        made = PendingRemittance(uploaded_by=owner, digest="0" * 64)
        made.content = '[["Invoice", "Amount paid", "Date paid"], ["LN-000099", "1.00", "2026-01-01"]]'
        made.save()
        return made.ref
