"""What answers for the expertise that is asked for, and what a profile holds of it (docs/decisions/0009)."""

from collections.abc import Iterable, Mapping, Sequence

from lantern.kit.vocabulary import SELF_DESCRIBED
from lantern.matching.domain.breadth import Answering, answering, tag_code
from lantern.matching.domain.model import Expertise, Level, Need, Weight
from lantern.register.public import FACETS, label_of
from lantern.reviews.public import Review

Tag = tuple[str, str]


def stated_needs(review: Review) -> tuple[Need, ...]:
    """What the review says that it needs, in its own words where it has some."""
    return tuple(
        Need(
            need.facet,
            tag_code(need.code, need.own_words),
            label_of(need.facet, need.code, need.own_words),
            Weight(need.weight),
            need.lived,
        )
        for need in review.needs.all()
    )


def answers_for(asked: Iterable[Tag]) -> dict[Tag, Answering]:
    """What answers for each facet and code that is asked for, by a need or by a rule."""
    return {(facet, code): answering(FACETS[facet], code) for facet, code in asked}


def held(known: Sequence[tuple[str, str, str]], answers: Mapping[Tag, Answering]) -> tuple[Expertise, ...]:
    """A profile's expertise, and with it every code asked for that it answers for. Own words answer for nothing."""
    found = {Expertise(facet, code, Level(level)) for facet, code, level in known if code != SELF_DESCRIBED}
    for (facet, code), answer in answers.items():
        levels = {answer.level(held, Level(level)) for f, held, level in known if f == facet}
        found |= {Expertise(facet, code, level) for level in levels if level is not None}
    return tuple(sorted(found))


def only_broader(known: Sequence[tuple[str, str, str]], tag: Tag, answer: Answering) -> str:
    """The broader code by which alone a profile answers for this one; "" where there is none."""
    codes = [code for facet, code, _ in known if facet == tag[0]]
    broad = [code for code in codes if code in answer.broader]
    return broad[0] if broad and not any(code in answer.same for code in codes) else ""
