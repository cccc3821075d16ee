"""The public site of the demonstration: something to read, something to answer, and no real organisation's word."""

import pytest

from lantern.config.demo.load import load
from lantern.publishing.models import BlogPage, Comment, Post, SignOff, Version

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_something_at_each_point_and_signs_for_nobody():
    load()
    assert list(Version.objects.order_by("pk").values_list("number", "state")) == [
        ("0.1", "published"),
        ("0.1", "published"),
        ("0.2", "cut"),
    ]
    assert sorted(Post.objects.values_list("state", flat=True)) == ["published", "submitted"]
    assert BlogPage.objects.get().live
    assert sorted(Comment.objects.values_list("decision", flat=True)) == ["", "accepted"]
    assert not SignOff.objects.exists()
