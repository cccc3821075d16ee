"""The sentences. People are placeholders (`{ref}`), filled in by `say` with whatever a page may call them.

Two texts for each verdict. The coordinator's may give figures and the grade of a conflict, never its reason. The
expert's speaks only of what that person has said of themselves: nothing of others, of the review's money, or of a
conflict, since somebody else may have told of it in confidence.
"""

import re
from collections.abc import Callable, Sequence

from lantern.matching.domain import conflicts
from lantern.matching.domain.gates import Numbers, Stopped, every_stop, reach_unknown
from lantern.matching.domain.model import Brought, Candidate, Gate, Level, Need, ReviewNeeds, Weight
from lantern.matching.domain.tiers import Name

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")

FOR_EXPERT_NOT_NOW = "You are not being asked about this review. This says nothing about your expertise."


def say(sentence: str, naming: Callable[[str], str]) -> str:
    """The sentence with each person called what `naming(ref)` says."""
    return _PLACEHOLDER.sub(lambda found: naming(found[1]), sentence)


def plain(words: str) -> str:
    """Words from outside, made safe to stand beside placeholders."""
    return words.replace("{", "(").replace("}", ")")


def who(ref: str) -> str:
    return "{" + ref + "}"


def pounds(pence: int) -> str:
    return f"£{pence // 100:,}" if pence % 100 == 0 else f"£{pence / 100:,.2f}"


def listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nothing"


_SMALL = ["Nobody", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]


def people(count: int) -> str:
    """A count of people, to begin a sentence."""
    if count == 0:
        return "Nobody"
    words = _SMALL[count] if count < len(_SMALL) else f"{count:,}"
    return f"{words} {'person' if count == 1 else 'people'}"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def label(need: Need) -> str:
    return plain(need.label) + (" (lived experience)" if need.lived else "")


# -- a member


def brings(brought: Sequence[Brought]) -> str:
    def one(b: Brought) -> str:
        kind = "lived experience" if b.level is Level.LIVED else "professional knowledge"
        return f"{kind} of {plain(b.need.label)} ({'alone' if b.alone else 'with others'})"

    return listed([one(b) for b in brought])


def load(candidate: Candidate) -> str:
    now = f"On {candidate.active_reviews} {'review' if candidate.active_reviews == 1 else 'reviews'} now"
    limit = "; no limit stated" if candidate.max_reviews is None else f", of at most {candidate.max_reviews}"
    asked = "never asked before" if candidate.last_asked is None else f"last asked {candidate.last_asked:%-d %B %Y}"
    return f"{now}{limit}; {asked}."


def fee(review: ReviewNeeds, candidate: Candidate) -> str:
    rate, ceiling = candidate.day_rate_pence, review.rate_ceiling_pence
    limit = "no ceiling is set" if ceiling is None else f"the ceiling is {pounds(ceiling)}"
    if rate is None:
        return f"Day rate not stated: agree it before the offer; {limit}."
    total = ""
    if review.half_days is not None:
        total = f", {pounds(rate * review.half_days // 2)} for {review.half_days / 2:g} days"
    return f"{pounds(rate)} a day{total}; {limit}."


def member(review: ReviewNeeds, candidate: Candidate, brought: Sequence[Brought], seated: bool) -> str:
    verb = "is already seated and brings" if seated else "brings"
    what = brings(brought) if brought else "no need that is stated, and is here for a rule of composition"
    if seated and not brought:
        what = "nothing that the needs as stated ask for"
    sentence = f"{who(candidate.ref)} {verb} {what}."
    grade = conflicts.handling(candidate.conflict)
    sentence += f" Conflict: {grade.words}."
    if reach_unknown(review, candidate):
        sentence += " Where they can work is not stated: ask."
    return sentence


# -- a verdict


def stopped(candidate: Candidate, stop: Stopped) -> tuple[str, str]:
    """The coordinator's and the expert's sentence for someone stopped at a gate."""
    n: Numbers = stop.numbers
    subject = who(candidate.ref)
    match stop.gate:
        case Gate.RELEVANCE if n["professional_only"]:
            return (
                f"{subject} has professional knowledge of what is needed; the review asks for lived experience.",
                "This review asks for expertise that is not in your profile.",
            )
        case Gate.RELEVANCE:
            return (
                f"Nothing in {subject}'s profile is among the needs of this review.",
                "This review asks for expertise that is not in your profile.",
            )
        case Gate.DECLINED:
            return f"{subject} has said no to this review.", "You said no to this review."
        case Gate.CONFLICT:
            return (
                f"{subject} is not to be asked: the conflict grade is direct involvement. The reason is confidential.",
                FOR_EXPERT_NOT_NOW,
            )
        case Gate.NOT_ACCEPTING:
            return (
                f"{subject} is not taking on reviews at present.",
                "Your profile says that you are not taking on reviews at present.",
            )
        case Gate.UNAVAILABLE:
            days = f"{n['days']} {'day' if n['days'] == 1 else 'days'}"
            return f"{subject} is not free for another {days}.", f"Your profile says you are away for another {days}."
        case Gate.OWN_CAPACITY if not n["most"]:  # so said, or too few days left for this review
            return (
                f"{subject} has no time left for this review, by what their profile says.",
                "Your profile says that you have no time left for a review like this one.",
            )
        case Gate.OWN_CAPACITY:
            return (
                f"{subject} is on {n['active']} of the {n['most']} reviews they can carry.",
                f"You are on {n['active']} of the {n['most']} reviews you said you can carry.",
            )
        case Gate.AGENCY_CAPACITY:
            return (
                f"{subject}'s agency holds {n['active']} of the {n['most']} seats it can carry.",
                "Your agency has reached the number of seats it said it can carry.",
            )
        case Gate.REACH:
            return (
                f"{subject} does not work in this area, and remote work does not bridge it.",
                "This review is outside the area you said you can work in.",
            )
        case Gate.FEE:
            return (
                f"{subject} asks for {pounds(n['rate_pence'])} a day; the ceiling is {pounds(n['ceiling_pence'])}.",
                "The day rate you set is above what this review can pay at present.",
            )
        case _:
            raise ValueError(stop.gate)


_WORSE = {
    Name.MUST: "the must-have needs would be met less well",
    Name.OTHER: "the other needs would be met less well",
    Name.ADVISORY: "one more advisory rule of composition would be broken",
    Name.FILLED: "fewer seats would be filled by people who bring something needed",
    Name.CONFLICT: "the conflict grades would be higher, with nothing gained in coverage",
    Name.LOAD: "the work would fall on people who already carry more",
    Name.ROTATION: "people asked more recently would be asked again",
    Name.COST: "it would cost more, with nothing else gained",
}


def choice(ref: str, in_place_of: str | None, adds: bool, worse: Name | None) -> str:
    """Why an eligible person was not chosen. `in_place_of` None: in a seat left empty."""
    where = f"in place of {who(in_place_of)}" if in_place_of else "in a seat that is free"
    if not adds:
        start = f"{who(ref)} could serve, and brings nothing this panel does not already have"
    else:
        start = f"{who(ref)} could serve"
    if worse is None or worse is Name.DRAW:
        return f"{start}. {where[0].upper()}{where[1:]} they would do equally well: the lot fell otherwise."
    return f"{start}. Best placed {where}: {_WORSE[worse]}."


NO_PLACE = "could serve, but no seat is open for them: the panel is full, or a hard rule would be broken."
NO_PANEL = "could serve, but no panel can keep all the hard rules of this review."


# -- coverage

_FUNNEL = {
    Gate.DECLINED: "everyone left has said no to this review",
    Gate.CONFLICT: "everyone left is directly involved",
    Gate.NOT_ACCEPTING: "nobody left is taking on reviews",
    Gate.UNAVAILABLE: "nobody left is free on these dates",
    Gate.OWN_CAPACITY: "nobody left has room for another review",
    Gate.AGENCY_CAPACITY: "nobody left is from an agency with room for another seat",
    Gate.REACH: "nobody left can reach the area",
    Gate.FEE: "nobody left is within the fee ceiling",
}
_FUNNEL_ALL = {
    Gate.DECLINED: "all have said no to this review",
    Gate.CONFLICT: "all are directly involved",
    Gate.NOT_ACCEPTING: "none is taking on reviews",
    Gate.UNAVAILABLE: "none is free on these dates",
    Gate.OWN_CAPACITY: "none has room for another review",
    Gate.AGENCY_CAPACITY: "none is from an agency with room for another seat",
    Gate.REACH: "none can reach the area",
    Gate.FEE: "none is within the fee ceiling",
}


def covered(need: Need, level: Level, by: Sequence[str]) -> str:
    kind = "lived experience" if level is Level.LIVED else "professional knowledge"
    alone = "alone" if len(by) == 1 else "together"
    return f"{label(need)}: met with {kind} by {listed([who(ref) for ref in by])}, {alone}."


def _has(count: int, need: Need) -> str:
    if need.facet == "language" and not need.lived:
        return "speaks" if count == 1 else "speak"
    return "has" if count == 1 else "have"


def unmet(need: Need, funnel: Sequence[tuple[Gate | None, int]], gate: Gate, elsewhere: int = 0) -> str:
    """`elsewhere`: on how many other reviews those still standing are placed, where that is why they are not here."""
    total = funnel[0][1]
    if total == 0:
        return f"Nobody in the register {_has(1, need)} {label(need)}."
    start = f"{people(total)} in the register {_has(total, need)} {label(need)}"
    if gate in _FUNNEL:
        before = [count for _, count in funnel if count][-1]
        if before == total:
            return f"{start}; {_FUNNEL_ALL[gate] if total > 1 else 'but ' + _FUNNEL[gate]}."
        return f"{start}; {before} passed the gates before, and then {_FUNNEL[gate]}."
    left = funnel[-1][1]
    if gate is Gate.RULES:
        return f"{start}; {left} could serve, but the hard rules, or an agency's limit, leave no place for them."
    if elsewhere:
        where = f"{elsewhere} other {'review' if elsewhere == 1 else 'reviews'}"
        return f"{start}; {left} could serve, but {_be(left)} needed on {where}."
    return f"{start}; {left} could serve, but every seat is needed for something that comes first."


def remedy(review: ReviewNeeds, need: Need, having: Sequence[Candidate], weaker: int, gate: Gate) -> str:
    """What would meet an unmet need: only what is sure to help is promised."""
    if not having:
        more = f" {people(weaker)} {'has' if weaker == 1 else 'have'} professional knowledge of it." if weaker else ""
        return f"Recruit: look for someone with {label(need)}, or ask an agency outside the register.{more}"
    only = [c for c in having if every_stop(review, c) == (gate,)]
    if gate is Gate.RULES:
        return "Look again at the hard rules of composition, or ask the agency about its limit."
    if gate is Gate.CHOICE:
        return "One more seat would meet it."
    if not only:
        return "More than one thing stands in the way of everyone who has it: look wider than this register."
    count = f"{people(len(only))} {_be(len(only))} held back by this alone"
    match gate:
        case Gate.FEE:
            lowest = min(c.day_rate_pence for c in only if c.day_rate_pence is not None)
            return f"{count}. A ceiling of {pounds(lowest)} a day would let the nearest be asked."
        case Gate.REACH:
            remote = sum(c.remote is True for c in only)
            if remote and not review.remote_ok:
                return f"{count}. {people(remote)} could attend from a distance, if that were allowed."
            return f"{count}. Travel, or someone outside the register, would meet it."
        case Gate.DECLINED:
            return f"{count}. Ask whether what led them to say no can be changed."
        case Gate.CONFLICT:
            return f"{count}. Look outside the area."
        case _:
            return f"{count}. A later date, or relief from another review, could free someone."


def not_found(needs: Sequence[Need]) -> str:
    """For the minutes: every need without a member."""
    if not needs:
        return ""
    order = list(Weight)
    words = [f"{label(n)} ({n.weight.value})" for n in sorted(needs, key=lambda n: order.index(n.weight))]
    return f"No suitable specialist was found for {listed(words)}."


def contradiction(words: Sequence[str]) -> str:
    if not words:
        return "The people already seated take more seats than the review has."
    if len(words) == 1:
        return f"No panel can be proposed: with the people and seats there are, this cannot be kept: {plain(words[0])}."
    joined = "; ".join(plain(w) for w in words)
    return f"No panel can be proposed: with the people and seats there are, these cannot be kept together: {joined}."
