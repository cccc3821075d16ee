"""The list of reviews and one review's home."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from lantern.accounts.public import User
from lantern.kit import clock
from lantern.register.public import Grade, label_of, name_for
from lantern.reviews import rules, selectors
from lantern.reviews.domain.learning import LearningState
from lantern.reviews.domain.lifecycle import NEXT_STAGE, Label, OfferState, Stage
from lantern.reviews.domain.questions import questions
from lantern.reviews.domain.terms import Characteristic, FeeAnswer, Weight
from lantern.reviews.models import Offer, Review
from lantern.reviews.tables.words import FEE_TAGS, OFFER_TAGS, STAGE_TAGS, day, pounds, row


def default_label() -> str:
    return settings.REVIEW_LABEL


def review_rows(reviews: Iterable[Any]) -> list[list[dict[str, Any]]]:
    """One row a review, with `need_count` and `seated_count` as the selector annotated them."""
    today = clock.today()
    rows = []
    for review in reviews:
        stage = Stage(review.stage)
        late = stage in {Stage.SCOPING, Stage.PANEL} and review.panel_wanted_by and review.panel_wanted_by < today
        wanted = day(review.panel_wanted_by)
        rows.append(
            [
                {"heading": "Review", "text": review.ref, "href": reverse("reviews:detail", args=[review.ref])},
                {"heading": "Partnership", "text": review.partnership.name},
                {"heading": "Stage", "tag": stage.label, "kind": STAGE_TAGS[stage]},
                {"heading": "Needs", "text": review.need_count, "number": True}
                if review.need_count
                else {"heading": "Needs", "no_value": "Not stated yet"},
                {"heading": "Seats", "text": f"{review.seated_count} of {review.seats_wanted}", "number": True},
                {"heading": "Panel wanted by", "text": f"{wanted} (past)" if late else wanted}
                if wanted
                else {"heading": "Panel wanted by", "no_value": "Not known yet"},
            ]
        )
    return rows


def review_page(review: Review, user: User) -> dict[str, Any]:
    """One review's home, as far as this person may see it."""
    programme, editable = rules.is_programme(user, review.ref), rules.can_edit(user, review)
    offers = list(
        Offer.objects.filter(review=review)
        .select_related("expert__agency", "seat")
        .order_by("reserve_rank", "-drafted_at", "pk")
    )
    seated = selectors.seated_here(review)
    needs = list(review.needs.all())
    grades = selectors.grades_for(review) if programme or review.chair_id == user.pk else {}
    return {
        "review": review,
        "programme": programme,
        "editable": editable,
        "open": Stage(review.stage).open,
        "facts": facts(review),
        "tasks": [
            *asked_of_partnership(review, user),
            *asked_to_let_learn(review, user),
            *tasks(review, offers, needs, programme, editable),
        ],
        "needs": need_rows(needs),
        "seats": [
            seat_card(offer, programme, grades)
            for offer in offers
            if offer.state == OfferState.ACCEPTED and offer.expert.ref in seated
        ],
        "offers": offer_rows(review, offers, programme, editable, seated),
        "places_free": selectors.places_free(review),
        "searches": [
            {"on": day(search.decided_at), "chosen": len(search.chosen), "unmet": search.unmet, "reason": search.reason}
            for search in review.searches.all()
        ],
        "moves": [stage for stage in Stage if stage in NEXT_STAGE[Stage(review.stage)]] if programme else [],
    }


def facts(review: Review) -> list[dict[str, object]]:
    work = review.expert_half_days / 2
    return [
        row("Partnership", review.partnership.name),
        row("Kind", Label(review.label).label),
        {"key": "Stage", "tag": Stage(review.stage).label, "kind": STAGE_TAGS[Stage(review.stage)]},
        row("Independent chair", review.chair.name if review.chair else "", "Not appointed yet"),
        row("Seats for community experts", review.seats_wanted),
        row("Taking part remotely", "Yes" if review.remote_ok else "No"),
        row("Work for each expert", f"About {work:g} days"),
        row("Most paid for a day", pounds(review.rate_ceiling_pence)),
        row("Commissioned on", day(review.commissioned_on)),
        row("Panel wanted by", day(review.panel_wanted_by)),
    ]


def tasks(
    review: Review, offers: list[Offer], needs: list[Any], programme: bool, editable: bool
) -> list[dict[str, Any]]:
    """What is to do, in order, derived from what the record holds."""
    if not Stage(review.stage).open:
        return []
    answered, asked = review.answers.count(), len(questions())
    nine = review.characteristics.count()
    found = []
    if editable:
        found += [
            {
                "label": "Say what the review needs",
                "href": reverse("reviews:needs", args=[review.ref]),
                "status": f"{answered} of {asked} answered" if answered else ("Stated" if needs else "Not started"),
                "kind": "done" if needs else "attention",
            },
            {
                "label": "Answer the nine protected characteristics",
                "href": reverse("reviews:characteristics", args=[review.ref]),
                "status": f"{nine} of {len(Characteristic)}",
                "kind": "done" if nine == len(Characteristic) else "waiting",
            },
            {
                "label": "Rules on who the panel is made of",
                "href": reverse("reviews:rules", args=[review.ref]),
                "status": "Set",
                "kind": "plain",
            },
        ]
    proposal = {"label": "See who could sit on this panel", "status": "Ready", "kind": "waiting"}
    if needs:
        proposal["href"] = reverse("matching:proposal", args=[review.ref])
    else:
        proposal |= {"status": "After the needs", "kind": "plain"}
    found.append(proposal)
    if programme:
        drafts = [offer for offer in offers if offer.state == OfferState.DRAFTED]
        for offer in drafts:
            found.append(
                {
                    "label": f"State the terms for {offer.expert.name}",
                    "href": reverse("reviews:offer", args=[offer.ref]),
                    "status": "Reserve" if offer.reserve_rank else "Not sent",
                    "kind": "attention",
                }
            )
    found.append(
        {
            "label": "Meetings, who came, and papers sent",
            "href": reverse("reviews:meetings", args=[review.ref]),
            "status": f"{len(selectors.meetings_of(review))} meetings",
            "kind": "plain",
        }
    )
    found.append(
        {
            "label": "Read or take out the evidence",
            "href": reverse("reviews:evidence", args=[review.ref]),
            "status": "Ready",
            "kind": "plain",
        }
    )
    return found


def asked_of_partnership(review: Review, user: User) -> list[dict[str, Any]]:
    """Fees to agree and seats to confirm in the partnership's own name, without anyone's name."""
    if not rules.speaks_for_partnership(user, review):
        return []
    found = []
    for offer in selectors.asked_of_partnership(user):
        if offer.review_id != review.pk:
            continue
        href = reverse("reviews:offer", args=[offer.ref])
        if offer.fee_answer == FeeAnswer.NOT_ASKED:
            fee = f"{pounds(offer.day_rate_pence)} a day"
            found.append({"label": "Say whether you agree a fee", "href": href, "status": fee, "kind": "attention"})
        if offer.state == OfferState.ACCEPTED and offer.seat.confirmed_at is None:
            found.append({"label": "Confirm a seat", "href": href, "status": "Accepted", "kind": "attention"})
    return found


def asked_to_let_learn(review: Review, user: User) -> list[dict[str, Any]]:
    """That somebody would learn here, for whoever has not agreed yet."""
    voices = {"partnership_agreed_at": rules.speaks_for_partnership, "panel_agreed_at": rules.chairs}
    mine = [at for at, speaks in voices.items() if speaks(user, review)]
    proposed = (
        [one for one in selectors.learning_seats_of(review) if one.state == LearningState.PROPOSED] if mine else []
    )
    href = reverse("reviews:learning", args=[review.ref])
    return [
        {"label": "Say whether somebody may learn here", "href": href, "status": "Proposed", "kind": "attention"}
        for one in proposed
        if any(getattr(one, at) is None for at in mine)
    ]


def need_rows(needs: list[Any]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"heading": "Expertise", "text": label_of(need.facet, need.code, need.own_words)},
            {"heading": "Weight", "text": Weight(need.weight).label + (", lived" if need.lived else "")},
            {"heading": "Why", "text": need.reason},
        ]
        for need in needs
    ]


def seat_card(offer: Offer, programme: bool, grades: dict[str, Grade]) -> dict[str, Any]:
    grade = grades.get(offer.expert.ref)
    agency = offer.expert.agency
    return {
        "name": name_for(offer.expert, viewer_is_programme=programme, proposed=True, seated=True),
        "agency": agency.name if agency and programme else "",
        "since": day(offer.answered_at),
        "confirmed": day(offer.seat.confirmed_at),
        "rate": pounds(offer.day_rate_pence),
        "grade": grade,
        "href": reverse("reviews:offer", args=[offer.ref]) if programme else "",
    }


def fee_cell(offer: Offer, shown: bool) -> list[dict[str, Any]]:
    """The partnership's word on the fee, for itself and the programme."""
    said = FeeAnswer(offer.fee_answer)
    return [{"heading": "Fee", "tag": said.short, "kind": FEE_TAGS[said]}] if shown else []


def offer_rows(
    review: Review, offers: list[Offer], programme: bool, editable: bool, seated: set[str]
) -> list[list[dict[str, Any]]]:
    """Who was asked and what came of it. Drafts and reserves are the programme's business until they are sent."""
    rows = []
    for offer in offers:
        if not programme and offer.sent_at is None:
            continue
        state = OfferState(offer.state)
        name = name_for(offer.expert, viewer_is_programme=programme, proposed=True, seated=offer.expert.ref in seated)
        link = {"href": reverse("reviews:offer", args=[offer.ref])} if programme or editable else {}
        label = f"Reserve {offer.reserve_rank}" if offer.reserve_rank else state.label
        by = f"{day(offer.answer_by)}" if state.waiting else ""
        rows.append(
            [
                {"heading": "Expert", "text": name, **link},
                {"heading": "State", "tag": label, "kind": OFFER_TAGS[state]},
                {"heading": "Asked on", "text": day(offer.sent_at)}
                if offer.sent_at
                else {"heading": "Asked on", "no_value": "Not asked"},
                {"heading": "Answer by", "text": by} if by else {"heading": "Answer by", "no_value": "–"},
                *fee_cell(offer, programme or editable),
            ]
        )
    return rows
