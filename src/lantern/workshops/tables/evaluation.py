"""The results of an evaluation in words and cells."""

from lantern.register.public import ENGAGEMENT_BARRIERS
from lantern.workshops.domain.confidence import SMALLEST, Change
from lantern.workshops.domain.sessions import TOPICS
from lantern.workshops.models import Comment
from lantern.workshops.selectors import Results

FEW = f"fewer than {SMALLEST}"


def counts(found: Results) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"key": "Answered before", "value": _count(found.before)},
        {"key": "Answered after", "value": _count(found.after)},
        {"key": "Answered both times with the same code", "value": _count(found.pairs)},
    ]
    if found.twice and found.before is not None:
        rows.append({"key": "Codes that two people had made, left out", "value": str(found.twice)})
    return rows


def _count(number: int | None) -> str:
    return FEW if number is None else str(number)


def interval(one: Change) -> str:
    if one.low is None or one.high is None:
        return "everyone changed by the same"
    return f"{signed(one.low)} to {signed(one.high)}"


def signed(number: float) -> str:
    return f"{number:+.1f}".replace("-", "\u2212")


def rows(found: Results) -> list[list[dict[str, object]]]:
    return [[{"heading": "Topic", "text": TOPICS.label(topic)}, *_cells(one)] for topic, one in found.changes]


def _cells(one: Change | None) -> list[dict[str, object]]:
    if one is None:
        few: dict[str, object] = {"no_value": FEW, "number": True}
        return [{"heading": heading, **few} for heading in ("People", "Before", "After", "Change", "95% interval")]
    return [
        {"heading": "People", "text": str(one.people), "number": True},
        {"heading": "Before", "text": f"{one.before:.1f}", "number": True},
        {"heading": "After", "text": f"{one.after:.1f}", "number": True},
        {"heading": "Change", "text": signed(one.change), "number": True},
        {"heading": "95% interval", "text": interval(one), "number": True},
    ]


def sheet(found: Results, about: list[list[str]]) -> list[list[str]]:
    """The table as a file, after lines that say what it is."""
    head = ["Topic", "People", "Before", "After", "Change", "Low", "High"]
    body = []
    for topic, one in found.changes:
        if one is None:
            body.append([TOPICS.label(topic), FEW, "", "", "", "", ""])
            continue
        ends = ["" if end is None else f"{end:.2f}" for end in (one.low, one.high)]
        body.append(
            [TOPICS.label(topic), str(one.people), f"{one.before:.2f}", f"{one.after:.2f}", f"{one.change:+.2f}", *ends]
        )
    return [*about, head, *body]


def finding(found: Results) -> str:
    """What the chart shows, in a sentence."""
    told = [(topic, one) for topic, one in found.changes if one is not None]
    if not told:
        return "Too few answered both times to say anything."
    topic, best = max(told, key=lambda pair: pair[1].change)
    if best.change <= 0:
        return f"Of the {len(told)} topics that can be shown, none rose on average."
    rose = f"by {best.change:.1f} of 4 possible steps, among {best.people} people"
    return f"Confidence rose most in “{TOPICS.label(topic)}”: {rose}."


def comments(found: list[Comment]) -> list[dict[str, object]]:
    return [
        {
            "key": str(one.pk),
            "words": one.words,
            "may_quote": one.may_quote,
            "themes": [ENGAGEMENT_BARRIERS.label(code) for code in one.themes],
            "coded": one.coded_at is not None,
        }
        for one in found
    ]
