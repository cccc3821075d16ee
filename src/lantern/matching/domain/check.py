"""A second opinion on a proposal, written without the solver, the gates or the compiled rules. Raises on a breach."""

from collections.abc import Iterable, Sequence

from lantern.matching.domain.model import Candidate, Grade, Kind, Level, Need, Proposal, ReviewNeeds, Rule, Weight


class Breach(Exception):
    """A proposal breaks something it promises. `breaches` lists each in words."""

    def __init__(self, breaches: Sequence[str]) -> None:
        self.breaches = tuple(breaches)
        super().__init__("; ".join(breaches))


def check(review: ReviewNeeds, candidates: Iterable[Candidate], proposal: Proposal) -> None:
    """Raise Breach unless the proposal answers everyone once, keeps every hard rule and tells the truth on coverage."""
    people = {c.ref: c for c in candidates}
    for ref in review.seated:
        people.setdefault(ref, Candidate(ref))
    wrong: list[str] = []

    answered = [m.ref for m in proposal.members] + [v.ref for v in proposal.not_proposed]
    if sorted(answered) != sorted(people):
        wrong.append("not everyone is answered exactly once")
    if unknown := set(answered) - set(people):
        raise Breach([*wrong, f"answers people who are not in the register: {sorted(unknown)}"])

    members = [people[m.ref] for m in proposal.members]
    new = [m for m in members if m.ref not in review.seated]
    if not {*review.seated} <= {m.ref for m in members}:
        wrong.append("somebody already seated is not on the panel")
    if new and len(members) > review.seats:
        wrong.append(f"{len(members)} members on {review.seats} seats")
    wrong += [f"{m.ref} may not be asked" for m in new if not may_be_asked(review, m)]
    for agency in {m.agency_ref for m in new if m.agency_ref is not None}:
        rows = [c for c in people.values() if c.agency_ref == agency and c.agency_max is not None]
        room = min((max(0, (c.agency_max or 0) - c.agency_active) for c in rows), default=len(new))
        if sum(m.agency_ref == agency for m in new) > room:
            wrong.append(f"agency {agency} has room for {room} more")
    if not proposal.contradiction:
        wrong += [f"hard rule broken: {r.key}" for r in review.rules if r.hard and breaks(review, r, members)]
    elif new:
        wrong.append("a panel is proposed although the hard rules are said to contradict")
    wrong += _untruths(review, proposal, members)
    if wrong:
        raise Breach(wrong)


def _untruths(review: ReviewNeeds, proposal: Proposal, members: Sequence[Candidate]) -> Iterable[str]:
    if tuple(c.need for c in proposal.coverage) != review.needs:
        yield "not every need is reported once"
    for row in proposal.coverage:
        level = strongest(members, row.need)
        if row.level != level:
            yield f"{row.need.code} is said to be met at {row.level} and is met at {level}"
        if set(row.by) != {m.ref for m in members if strongest([m], row.need)}:
            yield f"{row.need.code} names the wrong people"
    reported = {r.key: True for r in proposal.rules}
    for said in proposal.rules:
        reported[said.key] = reported[said.key] and said.kept
    for rule in review.rules:
        if rule.key in reported and reported[rule.key] == breaks(review, rule, members):
            yield f"rule {rule.key} is reported wrongly"


def may_be_asked(review: ReviewNeeds, person: Candidate) -> bool:
    """Whether no hard rule about this one person stands against asking them."""
    if person.conflict == Grade.DIRECT_INVOLVEMENT or person.declined_this or not person.accepting:
        return False
    if person.away_until and person.away_until > review.on:
        return False
    if person.max_reviews is not None and person.active_reviews >= person.max_reviews:
        return False
    if person.agency_max is not None and person.agency_active >= person.agency_max:
        return False
    dear = person.day_rate_pence is not None and person.day_rate_pence > (review.rate_ceiling_pence or 0)
    if dear and review.rate_ceiling_pence is not None:
        return False
    if review.region is None or person.regions is None or review.region in person.regions:
        return True
    return review.remote_ok and person.remote is not False


def strongest(members: Sequence[Candidate], need: Need) -> Level | None:
    """The best level at which these members meet the need."""
    found = None
    for person in members:
        for e in person.expertise:
            if e.facet == need.facet and e.code == need.code:
                if e.level == Level.LIVED:
                    return Level.LIVED
                if not need.lived:
                    found = Level.PROFESSIONAL
    return found


def breaks(review: ReviewNeeds, rule: Rule, members: Sequence[Candidate]) -> bool:
    """Whether these members break the rule in any of its parts."""
    needs = [n for n in review.needs if n.facet == "community"]
    if rule.kind == Kind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY:
        least = 1 if rule.minimum is None else rule.minimum
        must = [n for n in needs if n.weight == Weight.MUST]
        return any(sum(m.by_and_for and strongest([m], n) is not None for m in members) < least for n in must)
    if rule.kind == Kind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES:
        for person in members:
            others = [m for m in members if m is not person]
            only = [n for n in needs if strongest([person], n) and not strongest(others, n)]
            if len(only) > 1:
                return True
        return False
    if rule.kind == Kind.SEATS_FROM_AGENCY:
        count = sum(m.agency_ref == rule.agency_ref for m in members)
    else:
        count = sum(any(e.facet == rule.facet and e.code == rule.code for e in m.expertise) for m in members)
    return count < (rule.minimum or 0) or (rule.maximum is not None and count > rule.maximum)
