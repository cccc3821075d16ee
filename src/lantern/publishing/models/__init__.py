"""Pages, and what stands beside them."""

from lantern.publishing.models.figures import TakenFigure
from lantern.publishing.models.guidance import Comment, Consultation, Contributor, SignOff, Version
from lantern.publishing.models.pages import (
    BlogIndexPage,
    BlogPage,
    GuidanceIndexPage,
    GuidancePage,
    HomePage,
    PartnersPage,
    PublicPage,
    StandardPage,
)
from lantern.publishing.models.partners import Partner
from lantern.publishing.models.posts import Post

__all__ = [
    "BlogIndexPage",
    "BlogPage",
    "Comment",
    "Consultation",
    "Contributor",
    "GuidanceIndexPage",
    "GuidancePage",
    "HomePage",
    "Partner",
    "PartnersPage",
    "Post",
    "PublicPage",
    "SignOff",
    "StandardPage",
    "TakenFigure",
    "Version",
]
