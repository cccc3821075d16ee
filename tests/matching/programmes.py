"""A small invented programme in the database, and what came of it."""

import random
from typing import Any

from lantern.matching import services
from lantern.matching.models import Allocation
from lantern.register.models import Expert, Expertise
from lantern.reviews.models import Need, Offer, Review
from tests.cast import Cast, person

TAGS = [
    ("community", "roma"),
    ("community", "jewish"),
    ("community", "kurdish"),
    ("language", "kurdish_sorani"),
    ("language", "polish"),
    ("issue", "suicide"),
]


def expert(name: str, *tags: tuple[str, str], level: str = "lived", **known: Any) -> Expert:
    made = Expert.objects.create(name=name, **known)
    for facet, code in tags:
        Expertise.objects.create(expert=made, facet=facet, code=code, level=level)
    return made


def review(cast: Cast, *tags: tuple[str, str], seats: int = 1, **more: Any) -> Review:
    """An open review of the cast's area with a chair outside the register, who needs these things."""
    made = Review.objects.create(
        partnership=cast.partnership,
        opened_by=cast.coordinator,
        seats_wanted=seats,
        **{"chair": cast.chair, **more},
    )
    for facet, code in tags:
        Need.objects.create(review=made, facet=facet, code=code, weight="must", reason="Stated.")
    return made


def crowd(cast: Cast, people: int, count: int, seed: int = 1) -> None:
    """Many people who know something and many reviews that need it, so that a plan takes a while."""
    draw = random.Random(seed)
    experts = Expert.objects.bulk_create(
        Expert(name=f"Crowd {n}", regions=["london"], day_rate_pence=draw.randrange(200, 500) * 100, max_reviews=2)
        for n in range(people)
    )
    Expertise.objects.bulk_create(
        Expertise(expert=one, facet=facet, code=code, level=draw.choice(["lived", "professional"]))
        for one in experts
        for facet, code in draw.sample(TAGS, 3)
    )
    reviews = Review.objects.bulk_create(
        Review(
            partnership=cast.partnership, opened_by=cast.coordinator, seats_wanted=draw.randint(1, 3), chair=cast.chair
        )
        for _ in range(count)
    )
    Need.objects.bulk_create(
        Need(review=one, facet=facet, code=code, weight=draw.choice(["must", "should", "could"]), reason="")
        for one in reviews
        for facet, code in draw.sample(TAGS, 4)
    )


def chairing(name: str, **known: Any) -> Expert:
    """An expert of the register whose account may chair."""
    return Expert.objects.create(name=name, user=person(name, "chair"), **known)


def planned(cast: Cast, **asked: Any) -> Allocation:
    """A plan asked for and worked out, here and now."""
    allocation = services.ask_allocation(by=cast.coordinator, **{"seconds": 5, **asked})
    services.run_allocation(allocation.ref)
    allocation.refresh_from_db()
    return allocation


def drafts(review: Review) -> set[str]:
    """Who has a draft of an offer for this review, by name."""
    found = Offer.objects.filter(review=review, state="drafted", reserve_rank=None)
    return set(found.values_list("expert__name", flat=True))
