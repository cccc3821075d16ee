"""Proposed pairs in words."""

from typing import Any

from lantern.matching.selectors.pairing import Proposed
from lantern.mentoring.public import competency_label, why


def page(proposed: Proposed) -> dict[str, Any]:
    found = proposed.pairing
    return {
        "pairs": [
            {
                "mentee": proposed.mentees[pair.waiting],
                "mentor": proposed.mentors[pair.free],
                "reasons": why(pair.reasons, to_programme=True),
                "lacks": _labels(proposed.waiting[pair.waiting].gaps.keys() - set(pair.gaps)),
            }
            for pair in found.pairs
        ],
        "without": [proposed.mentees[ref].expert.name for ref in found.without],
        "room": sum(one.room for one in proposed.free.values()),
    }


def _labels(codes: set[str]) -> str:
    return ", ".join(sorted(competency_label(code) for code in codes)).lower()
