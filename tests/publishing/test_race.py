"""Several people at the same moment: one wins, the others are told, nothing is lost or doubled."""

import pytest

from lantern.publishing.domain.consulting import Answer, Decision
from lantern.publishing.models import BlogPage, Comment, Contributor, SignOff, Version
from lantern.publishing.services import consulting, posts, signing, versions
from tests.publishing import making
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def copies(row, number: int = 3):
    return [type(row).objects.get(pk=row.pk) for _one in range(number)]


def test_a_version_is_published_once(cast):
    version = making.version(cast)
    went = at_once(
        *(lambda copy=copy: versions.publish_version(version=copy, by=cast.editor) for copy in copies(version))
    )
    assert went.count("done") == 1
    assert Version.objects.filter(state="published").count() == 1


def test_one_version_is_cut_at_a_time(cast):
    page = making.guidance()
    went = at_once(
        *(lambda copy=copy: versions.cut_version(page=copy, major=True, by=cast.editor) for copy in copies(page))
    )
    assert went == ["IllegalMove", "IllegalMove", "done"]
    assert Version.objects.count() == 1


def test_a_comment_has_one_answer(cast):
    who = making.asked(cast)
    comment = consulting.comment(contributor=who, passage="", said="Too long.", proposed_words="")
    went = at_once(
        *(
            lambda copy=copy, reply=reply: consulting.decide(
                comment=copy, version=1, decision=Decision.ACCEPTED, reply=reply, by=cast.editor
            )
            for reply, copy in zip("abc", copies(comment), strict=True)
        )
    )
    assert went == ["OutOfDate", "OutOfDate", "done"]
    assert Comment.objects.get().version == 2


def test_an_organisation_has_one_word(cast):
    row = making.signing_off(cast, making.version(cast))
    went = at_once(
        *(
            lambda copy=copy, answer=answer: signing.sign(
                sign_off=copy, answers=0, answer=answer, note="", note_public=False
            )
            for answer, copy in zip((Answer.AGREED, Answer.DISSENT), copies(row, 2), strict=True)
        )
    )
    assert went == ["IllegalMove", "done"]
    assert SignOff.objects.get().answers == 1


def test_a_contribution_that_is_taken_back_while_it_goes_out_is_not_left_out_there(cast):
    made = making.approved(cast)
    one, two = copies(made, 2)
    at_once(
        lambda: posts.publish_post(post=one, version=one.version, by=cast.editor),
        lambda: posts.withdraw_post(post=two, by=None),
    )
    left = making.again(made)
    assert (left.state, BlogPage.objects.exists()) in {("withdrawn", False), ("published", True)}
    if left.state == "published":
        posts.withdraw_post(post=left, by=None)
    assert not BlogPage.objects.exists()
    assert making.again(made).text == ""


def test_a_comment_that_comes_while_everything_is_taken_back_does_not_stay(cast):
    who = making.asked(cast)
    at_once(
        lambda: consulting.comment(
            contributor=Contributor.objects.get(pk=who.pk), passage="", said="Mine.", proposed_words=""
        ),
        lambda: consulting.withdraw(contributor=Contributor.objects.get(pk=who.pk)),
    )
    left = Contributor.objects.get()
    assert left.withdrawn_on is not None
    assert [one.said for one in Comment.objects.filter(withdrawn_on__isnull=True)] == []
