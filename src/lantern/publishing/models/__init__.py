"""Pages, and what stands beside them."""

from lantern.publishing.models.figures import TakenFigure
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

__all__ = [
    "BlogIndexPage",
    "BlogPage",
    "GuidanceIndexPage",
    "GuidancePage",
    "HomePage",
    "PartnersPage",
    "PublicPage",
    "StandardPage",
    "TakenFigure",
]
