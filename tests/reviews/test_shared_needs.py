"""A need that several questions lead to stands until the last of them lets go of it."""

from lantern.register.models import StandingConflict
from lantern.register.public import Grade
from lantern.reviews import selectors, services
from lantern.reviews.domain.questions import Answer
from lantern.reviews.domain.terms import Weight
from lantern.reviews.models import ConflictDeclaration, Need, Offer

HBA = [("practice", "hba", "")]


def answer(cast, question, said, weight=Weight.SHOULD):
    cast.review.refresh_from_db()
    services.answer_question_on_needs(
        review=cast.review,
        version=cast.review.version,
        question=question,
        answer=said,
        values=HBA if said is Answer.YES else (),
        weight=weight,
        reason=f"Because of {question}." if said is Answer.YES else "",
        by=cast.coordinator,
    )


def stated(cast):
    return list(Need.objects.filter(review=cast.review, code="hba").values_list("weight", "reason"))


def test_the_stronger_weight_stands_and_a_no_to_one_leaves_the_other(cast):
    answer(cast, "honour", Answer.YES, Weight.MUST)
    answer(cast, "others_involved", Answer.YES, Weight.SHOULD)
    assert stated(cast) == [("must", "Because of honour.")]
    answer(cast, "others_involved", Answer.NO)
    assert stated(cast) == [("must", "Because of honour.")]
    answer(cast, "others_involved", Answer.YES)
    answer(cast, "honour", Answer.NO)
    assert stated(cast) == [("must", "Because of honour.")]
    answer(cast, "others_involved", Answer.NOT_KNOWN)
    assert stated(cast) == []


def test_a_need_stated_by_itself_outlives_the_questions(cast):
    cast.review.refresh_from_db()
    services.state_needs(
        review=cast.review,
        version=cast.review.version,
        values=HBA,
        weight=Weight.COULD,
        reason="Stated.",
        by=cast.coordinator,
    )
    answer(cast, "honour", Answer.YES)
    answer(cast, "honour", Answer.NO)
    assert stated(cast) == [("should", "Stated.")]


def test_a_settled_standing_conflict_is_not_undone_by_her_declaration(cast):
    standing = StandingConflict.objects.create(
        expert=cast.expert, partnership=cast.partnership, grade=Grade.DIRECT.value, pinned=True
    )
    ConflictDeclaration.objects.create(
        review=cast.review, expert=cast.expert, grade=Grade.NONE.value, declared_by=cast.expert_user
    )
    assert selectors.grades_for(cast.review) == {cast.expert.ref: Grade.DIRECT}
    StandingConflict.objects.filter(pk=standing.pk).update(pinned=False)
    assert selectors.grades_for(cast.review) == {cast.expert.ref: Grade.NONE}


def test_a_commissioner_who_also_chairs_still_reads_the_offers_of_her_area(cast):
    cast.review.chair = cast.commissioner
    cast.review.save()
    offer = Offer.objects.create(review=cast.review, expert=cast.expert, drafted_by=cast.coordinator)
    assert selectors.offer_for(cast.commissioner, offer.ref) == offer
