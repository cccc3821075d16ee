"""A review's meetings and papers, for those who may read the review; her own for an expert."""

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.reviews.models import Meeting, Review
from lantern.reviews.selectors.reviews import review_for, reviews_visible_to


def meeting_for(user: User, ref: str) -> Meeting:
    """One meeting of a review that this person may open. The reading is recorded. Raises Hidden."""
    found = Meeting.objects.filter(ref=ref, review__in=reviews_visible_to(user)).first()
    if found is None:
        raise Hidden(ref[:40])
    found.review = review_for(user, found.review.ref)
    return found


def meetings_of(review: Review) -> list[Meeting]:
    """Meetings that stand, earliest first."""
    return list(review.meetings.filter(cancelled_at=None))
