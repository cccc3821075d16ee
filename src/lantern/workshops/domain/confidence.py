"""How sure people felt before and after, on the same people: the mean change and its interval.

The interval is that of the paired t-test (scipy.stats.ttest_rel): it treats the five answers as evenly spaced and the
changes as roughly normal, which few people and a bounded scale only allow as a guide. Nothing is said of fewer than
five people.
"""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5
LEVEL = 0.95
SCALE = {
    1: "Not at all sure",
    2: "A little sure",
    3: "Fairly sure",
    4: "Sure",
    5: "Very sure",
}
METHOD = "Mean change of the same people, with the 95% confidence interval of a paired t-test."


@dataclass(frozen=True, slots=True)
class Change:
    """One topic. `low` and `high` are None where everyone changed by the same amount, so that nothing varies."""

    topic: str
    people: int
    before: float
    after: float
    low: float | None
    high: float | None

    @property
    def change(self) -> float:
        return self.after - self.before


def change(topic: str, pairs: Sequence[tuple[int, int]]) -> Change | None:
    """The change on one topic of those who answered both times, or None for fewer than five."""
    if len(pairs) < SMALLEST:
        return None
    before, after = [one for one, _ in pairs], [two for _, two in pairs]
    count = len(pairs)
    means = sum(before) / count, sum(after) / count
    if len({two - one for one, two in pairs}) == 1:
        return Change(topic, count, *means, None, None)
    from scipy import stats  # takes most of a second, which only this needs

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # nearly identical changes lose precision, and say so
        interval = stats.ttest_rel(after, before).confidence_interval(LEVEL)
    return Change(topic, count, *means, float(interval.low), float(interval.high))


def changes(
    topics: Iterable[str], pairs: Sequence[tuple[Mapping[str, int], Mapping[str, int]]]
) -> list[tuple[str, Change | None]]:
    """For each topic in order, its change, or None where fewer than five answered it both times."""
    return [
        (topic, change(topic, [(one[topic], two[topic]) for one, two in pairs if topic in one and topic in two]))
        for topic in topics
    ]
