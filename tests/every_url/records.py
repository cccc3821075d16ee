"""Real records for every address: one's own, someone else's, and none."""

from datetime import timedelta
from typing import Any

from lantern.accounts.models import Invitation
from lantern.insight.models import Answer
from lantern.kit import clock
from lantern.kit.links import hash_of
from lantern.matching.domain.programme.kept import plan_as
from lantern.matching.domain.programme.model import Plan
from lantern.matching.models import Allocation, Confirmation
from lantern.register.models import PendingImport
from lantern.reviews.models import LearningSeat, Meeting, Offer, Seat
from tests.cast import Cast, person
from tests.every_url.cohorts import PREFIXES, CohortRecords
from tests.every_url.guidance import GuidanceRecords
from tests.every_url.pairs import PairRecords
from tests.every_url.pay import PayRecords
from tests.every_url.rooms import RoomRecords

ABSENT = "XXXXXXXX"
NO_KEY = "00000000-0000-4000-8000-000000000000"
TOKEN = "a-token-of-the-tests"


class Records:
    """Answers the parts of an address. "Own" is the first review, expert and agency of the cast; "other" the second."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.pay = PayRecords(cast)
        self.cohorts = CohortRecords(cast)
        self.rooms = RoomRecords(cast)
        self.pairs = PairRecords(cast)
        self.guidance = GuidanceRecords(cast)
        self.offer = self.sent(cast.review, cast.expert)
        self.offer_elsewhere = self.sent(cast.review_elsewhere, cast.expert_elsewhere)
        self.second_coordinator = person("Cosima Dinator", "coordinator")
        Invitation.objects.create(
            email="invited@example.org",
            name="Invited",
            role="researcher",
            token_hash=hash_of(TOKEN),
            invited_by=cast.coordinator,
            expires_at=clock.now() + timedelta(days=7),
        )

    def sent(self, review: Any, expert: Any) -> Offer:
        return Offer.objects.create(
            review=review,
            expert=expert,
            state="sent",
            day_rate_pence=350_00,
            payer="The partnership",
            preparation_hours=6,
            meetings=4,
            access_costs="Travel",
            support="Debrief",
            drafted_by=self.cast.coordinator,
            sent_by=self.cast.coordinator,
            sent_at=clock.now(),
            answer_by="2099-01-01",
        )

    def parts(self, name: str, parts: tuple[str, ...], whose: str, who: str) -> dict[str, Any]:
        """What stands in the address: a real record of one's own or someone else's, or a reference that is nobody's."""
        fixed = {"section": "community", "place": 1, "uidb36": "1", "key": "x-y", "pk": 1, "code": "q1"}
        found = {part: fixed[part] for part in parts if part in fixed}
        for part in parts:
            if part not in fixed:
                absent = NO_KEY if part == "comment" else ABSENT
                found[part] = absent if whose == "absent" else self.part(name, part, whose == "own", who)
        return found

    def part(self, name: str, part: str, own: bool, who: str) -> str:
        if name == "matching:repair":
            Offer.objects.update(state="declined")
        if name.startswith("publishing:"):
            return self.guidance.part(name, part)
        if part in {"entry", "cost"}:
            return self.pay.line(part, own, who)
        if part in {"goal", "action", "session", "competency"}:
            return self.pairs.part(name, part, own)
        if part == "comment":
            self.rooms.ref(name, own)
            return self.rooms.comment(own)
        if part == "material":
            return self.rooms.material(own)
        if part == "review":
            return (self.cast.review if own else self.cast.review_elsewhere).ref
        if part == "expert":
            return (self.cast.expert if own else self.cast.expert_elsewhere).ref
        return self.ref(name, own, who)

    def planned(self, name: str, own: bool) -> str:
        """A plan for the programme, or a confirmation of one: finished, except where a page is for one that is not."""
        state = {"matching:plan_cancel": "waiting", "matching:plan_again": "failed"}.get(name, "finished")
        kind = "programme" if own else "repair"
        plan, _ = Allocation.objects.update_or_create(
            kind=kind,
            defaults={
                "state": state,
                "result": {"plan": plan_as(Plan((), ())), "marks": {}},
                "asked_by": self.cast.coordinator,
            },
        )
        if name != "matching:confirmation_undo":
            return plan.ref
        made, _ = Confirmation.objects.get_or_create(allocation=plan, confirmed_by=self.cast.coordinator)
        return made.ref

    def ref(self, name: str, own: bool, who: str) -> str:
        cast = self.cast
        if name.startswith(("matching:plan", "matching:what_if", "matching:confirmation")):
            return self.planned(name, own)
        if name.startswith("accounts:"):
            return TOKEN if name == "accounts:accept" else (cast.chair if own else cast.chair_elsewhere).ref
        if name == "insight:answer_edit":
            return self.answer().ref
        if name.startswith(PREFIXES):
            return self.cohorts.ref(name, own)
        if name.startswith("mentoring:"):
            return self.pairs.ref(name, own)
        if name.startswith("remuneration:"):
            return self.pay.ref(name, own, who)
        if name.startswith("workshops:"):
            return self.rooms.ref(name, own)
        if name.startswith("register:import_"):
            return self.pending(own, who)
        if name.startswith("register:agency"):
            return (cast.agency if own else cast.agency_elsewhere).ref
        if name.startswith("register:"):
            return (cast.expert if own else cast.expert_elsewhere).ref
        if name.startswith("reviews:learning_") and name != "reviews:learning_propose":
            return self.learning(own)
        if name == "reviews:invitation_reflection":
            self.seat(self.offer if own else self.offer_elsewhere)
        if name.startswith("reviews:meeting_") and name != "reviews:meeting_add":
            return self.meeting(cast.review if own else cast.review_elsewhere)
        if name == "reviews:invitation_calendar":
            Offer.objects.update(state="accepted", first_meeting_at=clock.now())
        if "offer" in name or name.startswith("reviews:invitation"):
            return (self.offer if own else self.offer_elsewhere).ref
        return (cast.review if own else cast.review_elsewhere).ref

    def seat(self, offer: Offer) -> None:
        """The seat that came of an offer."""
        Offer.objects.filter(pk=offer.pk).update(state="accepted")
        Seat.objects.get_or_create(
            offer=offer, review=offer.review, expert=offer.expert, defaults={"seated_by": self.cast.coordinator}
        )

    def learning(self, own: bool) -> str:
        """A seat to learn in: the cast's mentee on the first review, somebody else on the second."""
        seat, _made = LearningSeat.objects.get_or_create(
            review=self.cast.review if own else self.cast.review_elsewhere,
            mentee=(self.pairs.two if own else self.pairs.elsewhere).mentee,
            kind="observe",
            defaults={"proposed_by": self.cast.coordinator},
        )
        return seat.ref

    def meeting(self, review: Any) -> str:
        """A meeting of this review that was held."""
        kept, _made = Meeting.objects.get_or_create(
            review=review,
            kind="panel",
            way="online",
            minutes=120,
            defaults={"starts": clock.now() - timedelta(hours=3), "added_by": self.cast.coordinator},
        )
        return kept.ref

    def answer(self) -> Answer:
        """What was done about a barrier. It is nobody's own."""
        return Answer.objects.get_or_create(
            barrier="unpaid",
            done="A fee before papers.",
            done_on=clock.today(),
            done_by="The programme",
            audience="everyone",
            defaults={"added_by": self.cast.coordinator},
        )[0]

    def pending(self, own: bool, who: str) -> str:
        """A spreadsheet waiting to be confirmed: the asker's own, or another coordinator's. One a person."""
        owner = self.cast.user(who) if own and who == "coordinator" else self.second_coordinator
        PendingImport.objects.filter(uploaded_by=owner).delete()
        pending = PendingImport(uploaded_by=owner)
        pending.content = '{"numbers": [], "rows": [], "refused": []}'
        pending.save()
        return pending.ref
