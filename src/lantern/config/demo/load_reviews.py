"""Loads the demonstration's reviews by the verbs that people use, then sets the days back to where the story has them."""

from datetime import date, datetime, time, timedelta

from lantern.accounts.models import User
from lantern.config.demo.pay import PAST
from lantern.config.demo.reviews import REVIEWS, DemoOffer, DemoReview
from lantern.kit import clock
from lantern.kit.vocabulary import Known
from lantern.register.public import Expert, Grade, Partnership
from lantern.remuneration.models import Entry
from lantern.reviews import services
from lantern.reviews.domain.lifecycle import NEXT_STAGE, Stage
from lantern.reviews.domain.meetings import MeetingKind, PaperKind, Presence, Way
from lantern.reviews.domain.reflections import Reply
from lantern.reviews.domain.terms import Characteristic, Relevance, Weight
from lantern.reviews.models import Attendance, Meeting, Offer, Papers, Reflection, Review, Search, Seat

TERMS = {
    "preparation_hours": 12,
    "meetings": 5,
    "access_costs": "Travel and carers' costs are paid in advance; an interpreter where one is needed.",
    "support": "A debrief after each meeting, clinical supervision paid for, and content warnings on papers.",
}


def load_reviews(coordinator: User, chair: User) -> int:
    for row in (*PAST, *REVIEWS):
        open_one(row, coordinator, chair)
    return len(PAST) + len(REVIEWS)


def open_one(row: DemoReview, by: User, chair: User) -> None:
    today = clock.today()
    review = services.open_review(
        partnership=Partnership.objects.get(name=row.partnership),
        by=by,
        label=row.label,
        chair=chair if row.chaired else None,
        seats_wanted=row.seats,
        rate_ceiling_pence=row.ceiling,
        commissioned_on=today - timedelta(days=row.ago + 14),
        panel_wanted_by=today + timedelta(days=row.wanted_in),
    )
    for need in row.needs:
        facet, _, code = need.tag.partition(":")
        review = services.state_needs(
            review=review,
            version=review.version,
            values=[(facet, code, "")],
            weight=Weight(need.weight),
            reason=need.reason,
            lived=need.lived,
            by=by,
        )
    answers = {Characteristic(name): (Relevance.RELEVANT, "") for name in row.relevant}
    answers |= {Characteristic(name): (Relevance.NOT_RELEVANT, why) for name, why in row.not_relevant}
    if answers:
        review = services.answer_characteristics(review=review, version=review.version, answers=answers, by=by)
    for stage in path_to(Stage(row.stage)):
        if stage in {Stage.UNDER_WAY, Stage.FINISHED}:
            continue
        review = services.move_review(review=review, version=review.version, to=stage, by=by)
    if row.nobody_suits:
        record_that_nobody_suits(row, review, by)
    if row.offers:
        make_offers(row, review, by)
    for stage in path_to(Stage(row.stage)):
        if stage in {Stage.UNDER_WAY, Stage.FINISHED}:
            review.refresh_from_db()
            review = services.move_review(review=review, version=review.version, to=stage, by=by)
        if stage is Stage.UNDER_WAY:
            hold(row, review, by)
    if review.ended_at:
        Review.objects.filter(pk=review.pk).update(ended_at=clock.now() - timedelta(days=row.ended))
    opened = clock.now() - timedelta(days=row.ago)
    Review.objects.filter(pk=review.pk).update(opened_at=opened)
    Search.objects.filter(review=review).update(decided_at=opened + timedelta(days=1))


def on(ago: int) -> date:
    """That many days before today, or the working day before that."""
    day = clock.today() - timedelta(days=ago)
    return day - timedelta(days=max(day.weekday() - 4, 0))


def hold(row: DemoReview, review: Review, by: User) -> None:
    """Its meetings with who came, and its papers: both go into the experts' logs."""
    for text in row.held:
        kind, ago, length, *away = text.split(":")
        day = on(int(ago))
        if kind != "panel":
            papers = services.send_papers(
                review=review, kind=PaperKind(kind), sent_on=day, reading_hours=int(length), by=by
            )
            Papers.objects.filter(pk=papers.pk).update(added_at=clock.now() - timedelta(days=int(ago)))
            continue
        starts = datetime.combine(day, time(10), tzinfo=clock.LONDON)
        meeting = services.add_meeting(
            review=review, kind=MeetingKind.PANEL, way=Way.BOTH, starts=starts, minutes=int(length), by=by
        )
        marks: dict[str, tuple[Presence, int | None]] = {
            seat.ref: (Presence.EXCUSED if seat.expert.name in away else Presence.ATTENDED, None)
            for seat in Seat.objects.filter(review=review).select_related("expert")
        }
        services.mark_attendance(meeting=meeting, version=meeting.version, marks=marks, by=by)
        Meeting.objects.filter(pk=meeting.pk).update(added_at=starts - timedelta(days=14))
        Attendance.objects.filter(meeting=meeting).update(marked_at=starts + timedelta(hours=4))
        Entry.objects.filter(source_ref__in=meeting.attendance.values("ref")).update(
            recorded_at=starts + timedelta(hours=4)
        )


def path_to(stage: Stage) -> list[Stage]:
    """The stages on the way, from scoping."""
    path = [Stage.SCOPING, Stage.PANEL, Stage.UNDER_WAY, Stage.FINISHED]
    steps = path[1 : path.index(stage) + 1]
    assert all(after in NEXT_STAGE[before] for before, after in zip(path, steps, strict=False))  # noqa: S101
    return steps


def record_that_nobody_suits(row: DemoReview, review: Review, by: User) -> None:
    services.decide_panel(
        review=review,
        version=review.version,
        proposal={},
        proposed=[],
        chosen=[],
        reserves=[],
        unmet=[
            {
                "facet": need.facet,
                "code": need.code,
                "sentence": "No suitable specialist was found: nobody in the register holds this expertise.",
            }
            for need in review.needs.all()
        ],
        reason="",
        by=by,
    )


def make_offers(row: DemoReview, review: Review, by: User) -> None:
    experts = {expert.name: expert for expert in Expert.objects.filter(name__in=[offer.expert for offer in row.offers])}
    # Those who answered no are asked first, as many at once as there are places; the rest take those that fell free.
    refused = [offer for offer in row.offers if offer.then in {"declined", "silent"}]
    rounds = [
        *(refused[start : start + row.seats] for start in range(0, len(refused), row.seats)),
        [offer for offer in row.offers if offer not in refused],
    ]
    for told in filter(None, rounds):
        review.refresh_from_db()
        asked = [experts[offer.expert].ref for offer in told if offer.then != "reserve"][: row.seats]
        services.decide_panel(
            review=review,
            version=review.version,
            proposal={},
            proposed=asked,
            chosen=asked,
            reserves=[experts[offer.expert].ref for offer in told if experts[offer.expert].ref not in asked],
            unmet=[],
            reason="",
            by=by,
        )
        for offer in told:
            live(row, offer, review, experts[offer.expert], by)


def live(row: DemoReview, told: DemoOffer, review: Review, expert: Expert, by: User) -> None:
    offer = Offer.objects.filter(review=review, expert=expert).latest("pk")
    payer = row.partnership
    offer = services.complete_terms(
        offer=offer,
        version=offer.version,
        by=by,
        day_rate_pence=told.rate,
        payer=payer,
        below_rate_reason=told.reason,
        **TERMS,
    )
    if offer.reserve_rank is not None or told.then in {"drafted", "reserve"}:
        return
    offer = services.send_offer(offer=offer, version=offer.version, by=by)
    her = expert.user or by
    late = told.then in {"overdue", "silent"}
    ago = row.ago - 10 if Stage(row.stage) in {Stage.UNDER_WAY, Stage.FINISHED} else min(row.ago - 1, 24 if late else 5)
    sent = clock.now() - timedelta(days=ago)
    answer_by = (sent + timedelta(days=offer.answer_days)).date()
    Offer.objects.filter(pk=offer.pk).update(sent_at=sent, answer_by=answer_by)
    offer.refresh_from_db()
    if told.then == "accepted":
        offer = services.declare_conflict(offer=offer, version=offer.version, grade=Grade.NONE, by=her)
        services.accept_offer(offer=offer, version=offer.version, by=her)
        Seat.objects.filter(offer=offer).update(seated_at=sent + timedelta(days=2))
        Offer.objects.filter(pk=offer.pk).update(answered_at=sent + timedelta(days=2))
        if told.felt:
            reflect(told, offer, her)
            said = clock.now() - timedelta(days=max(row.ended, ago // 2))
            Reflection.objects.filter(seat__offer=offer).update(reflected_at=said)
    elif told.then == "declined":
        services.decline_offer(offer=offer, version=offer.version, barrier=told.barrier, by=her)
        Offer.objects.filter(pk=offer.pk).update(answered_at=sent + timedelta(days=min(3, ago)))
    elif told.then == "asked":
        services.ask_question(
            offer=offer, version=offer.version, text="Are two of the meetings on a Friday afternoon?", by=her
        )
    elif told.then == "silent":
        services.record_silence(offer=offer, version=offer.version, by=by)
        Offer.objects.filter(pk=offer.pk).update(ended_at=sent + timedelta(days=min(offer.answer_days + 1, ago)))


def reflect(told: DemoOffer, offer: Offer, her: User) -> None:
    paid, heard, safe, *barriers = told.felt.split()
    services.reflect(
        seat=Seat.objects.get(offer=offer),
        version=0,
        paid=Reply(paid),
        heard=Reply(heard),
        safe=Reply(safe),
        barriers_known=Known.STATED if barriers else Known.NONE,
        barriers=barriers,
        words="",
        may_quote=False,
        by=her,
    )
