"""A proposal for one review: the best panel, and an answer for everyone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lantern.matching.domain import composition, conflicts, explain, gates, solve, tiers
from lantern.matching.domain.gates import Stopped, level_for
from lantern.matching.domain.model import (
    Brought,
    Candidate,
    Coverage,
    Gate,
    Level,
    Member,
    Need,
    Proposal,
    Reserve,
    ReviewNeeds,
    RuleKept,
    Verdict,
)
from lantern.matching.domain.tiers import Name, Vector

RESERVES_FOR_EACH = 3


def propose(review: ReviewNeeds, candidates: Iterable[Candidate], *, including: Collection[str] = ()) -> Proposal:
    """The best panel for this review, with a verdict for everyone else.

    The panel is exact: no panel that keeps the hard rules comes out better on `tiers.order`, first tier first.
    `including` asks for the best panel with these people on it, as a what-if; they must pass the gates. Where the hard
    rules contradict, nobody is proposed and the proposal says which rules do. Raises ValueError for a reference given
    twice and for an `including` who may not be asked.
    """
    people = sorted(candidates, key=lambda c: c.ref)
    by_ref = {c.ref: c for c in people}
    if len(by_ref) != len(people):
        raise ValueError("a reference is given twice")
    seated = [by_ref.get(ref, Candidate(ref)) for ref in sorted(set(review.seated))]
    others = [c for c in people if c.ref not in review.seated]
    stops = {c.ref: gates.first_stop(review, c) for c in others}
    eligible = [c for c in others if stops[c.ref] is None]
    wanted = set(including) - {c.ref for c in seated}
    if barred := wanted - {c.ref for c in eligible}:
        raise ValueError(f"may not be asked: {', '.join(sorted(barred))}")
    rooms = gates.agency_room(people)

    chosen = solve.best(review, eligible, seated, rooms, wanted)
    contradiction: tuple[composition.Demand, ...] = ()
    if chosen is None:
        contradiction = solve.contradiction(review, eligible, seated, rooms)
    places = _Places(review, seated, chosen or (), rooms)
    members = [*seated, *(chosen or ())]
    coverage = tuple(_coverage(review, need, members, others, stops, places) for need in review.needs)
    not_proposed: list[Verdict] = []
    offers: dict[str, list[_Offer]] = {c.ref: [] for c in chosen or ()}
    for candidate in others:
        stop = stops[candidate.ref]
        if candidate in (chosen or ()):
            continue
        if stop is not None:
            texts = explain.stopped(candidate, stop)
            not_proposed.append(Verdict(candidate.ref, stop.gate, *texts, stop.numbers))
        elif chosen is None:
            text = f"{explain.who(candidate.ref)} {explain.NO_PANEL}"
            not_proposed.append(Verdict(candidate.ref, Gate.RULES, text, explain.FOR_EXPERT_NOT_NOW))
        else:
            found = places.offers(candidate)
            not_proposed.append(_chosen_otherwise(candidate, found, places))
            for offer in found:
                if offer.in_place_of is not None and offer.improves:
                    offers[offer.in_place_of].append(offer)
    return Proposal(
        review_ref=review.ref,
        members=tuple(member(review, c, members) for c in members),
        reserves=_reserves(review, offers, by_ref),
        not_proposed=tuple(not_proposed),
        coverage=coverage,
        rules=tuple(rules_kept(review, members)),
        tiers=tiers.as_tiers(tiers.measure(review, members)),
        unmet_sentence=explain.not_found([c.need for c in coverage if not c.met]),
        contradiction=tuple(d.key for d in contradiction),
        contradiction_sentence="" if chosen is not None else explain.contradiction([d.words for d in contradiction]),
    )


@dataclass(frozen=True)
class _Offer:
    """One person in one place: `improves` tells whether the place is better with them than empty."""

    ref: str
    in_place_of: str | None
    vector: Vector
    improves: bool


class _Places:
    """The places of the chosen panel, and what comes of putting someone else in one of them."""

    def __init__(
        self, review: ReviewNeeds, seated: Sequence[Candidate], chosen: Sequence[Candidate], rooms: dict[str, int]
    ) -> None:
        self.review, self.seated, self.chosen, self.rooms = review, seated, chosen, rooms
        self.demands = composition.demands(review)
        self.hard = [d for d in self.demands if d.rule.hard]
        self.best = tiers.vector(tiers.measure(review, [*seated, *chosen]))
        self.full = len(seated) + len(chosen) >= review.seats
        self.places: list[Candidate | None] = [*chosen] if self.full else [*chosen, None]
        self._bases = {p: [c for c in chosen if c is not p] for p in self.places}
        self._empty = {p: self._measure(base) for p, base in self._bases.items()}
        # People alike change coverage and rules alike: measured once a kind and place.
        self._known: dict[tuple[composition.Alike, str | None], tuple[bool, dict[Name, int]]] = {}

    def _measure(self, new: Sequence[Candidate]) -> dict[Name, int]:
        return tiers.measure(self.review, [*self.seated, *new])

    def keeps_hard_rules(self, new: Sequence[Candidate]) -> bool:
        return all(composition.kept(self.review, d, [*self.seated, *new]) for d in self.hard)

    def has_room(self, candidate: Candidate, beside: Sequence[Candidate]) -> bool:
        agency = candidate.agency_ref
        return agency not in self.rooms or sum(c.agency_ref == agency for c in beside) < self.rooms[str(agency)]

    def takes_one_more(self, candidate: Candidate) -> bool:
        """Whether an extra seat could go to this person."""
        return self.has_room(candidate, self.chosen) and self.keeps_hard_rules([*self.chosen, candidate])

    def offers(self, candidate: Candidate) -> list[_Offer]:
        """This person in each place open to them, best first."""
        alike = composition.alike(self.review, self.demands, candidate)
        price = tiers.price(self.review, candidate)
        found = []
        for place in self.places:
            base, empty = self._bases[place], self._empty[place]
            key = (alike, place.ref if place else None)
            if key not in self._known:
                self._known[key] = self.keeps_hard_rules([*base, candidate]), self._measure([*base, candidate])
            keeps, measured = self._known[key]
            if keeps and self.has_room(candidate, base):
                values = {n: empty[n] + price[n] if n in price else value for n, value in measured.items()}
                better = tiers.vector(values)[:3] < tiers.vector(empty)[:3] or not self.keeps_hard_rules(base)
                found.append(_Offer(candidate.ref, key[1], tiers.vector(values), better))
        return sorted(found, key=lambda o: (o.vector, o.in_place_of or ""))


def _chosen_otherwise(candidate: Candidate, found: Sequence[_Offer], places: _Places) -> Verdict:
    members = [*places.seated, *places.chosen]
    if not found:
        text = f"{explain.who(candidate.ref)} {explain.NO_PLACE}"
        return Verdict(candidate.ref, Gate.CHOICE, text, explain.FOR_EXPERT_NOT_NOW)
    names = tiers.order(places.review)
    worse = next((n for n, was, now in zip(names, places.best, found[0].vector, strict=True) if now > was), None)
    adds = any(_stronger(level_for(candidate, n), tiers.best_level(members, n)) for n in places.review.needs)
    text = explain.choice(candidate.ref, found[0].in_place_of, adds, worse)
    worsens = None if worse in (None, Name.DRAW) else str(worse)
    return Verdict(candidate.ref, Gate.CHOICE, text, explain.FOR_EXPERT_NOT_NOW, {}, worsens)


def _stronger(level: Level | None, than: Level | None) -> bool:
    return level is not None and level is not than and than is not Level.LIVED


def _brought(review: ReviewNeeds, candidate: Candidate, members: Sequence[Candidate]) -> tuple[Brought, ...]:
    found = []
    for need in review.needs:
        level = level_for(candidate, need)
        if level is not None:
            alone = not any(level_for(m, need) for m in members if m.ref != candidate.ref)
            found.append(Brought(need, level, alone))
    return tuple(found)


def member(review: ReviewNeeds, candidate: Candidate, members: Sequence[Candidate]) -> Member:
    """One of these members, and what she brings beside the others."""
    brought = _brought(review, candidate, members)
    seated = candidate.ref in review.seated
    return Member(
        ref=candidate.ref,
        seated=seated,
        brings=brought,
        grade=candidate.conflict,
        safeguard=conflicts.handling(candidate.conflict).safeguard,
        load=explain.load(candidate),
        fee=explain.fee(review, candidate),
        sentence=explain.member(review, candidate, brought, seated),
    )


def _reserves(
    review: ReviewNeeds, offers: dict[str, list[_Offer]], by_ref: dict[str, Candidate]
) -> tuple[Reserve, ...]:
    ranked = []
    for ref, found in offers.items():
        nearest = sorted(found, key=lambda o: (o.vector, o.ref))[:RESERVES_FOR_EACH]
        ranked += [(offer.vector, offer.ref, ref, rank) for rank, offer in enumerate(nearest, 1)]
    reserves = []
    for _, ref, in_place_of, rank in sorted(ranked):
        stay = [by_ref[r] for r in (*offers, *review.seated) if r != in_place_of and r in by_ref]
        brought = _brought(review, by_ref[ref], [*stay, by_ref[ref]])
        what = explain.brings(brought) if brought else "what a rule of composition asks for"
        sentence = f"If {explain.who(in_place_of)} says no, {explain.who(ref)} brings {what}."
        reserves.append(Reserve(ref, in_place_of, rank, sentence))
    return tuple(reserves)


def _coverage(
    review: ReviewNeeds,
    need: Need,
    members: Sequence[Candidate],
    others: Sequence[Candidate],
    stops: dict[str, Stopped | None],
    places: _Places,
) -> Coverage:
    by = tuple(m.ref for m in members if level_for(m, need))
    level = tiers.best_level(members, need)
    having = [c for c in others if level_for(c, need)]
    funnel = gates.funnel(len(having), [stop.gate for c in having if (stop := stops[c.ref])])
    if level is not None:
        return Coverage(need, by, level, funnel, None, explain.covered(need, level, by), "")
    free = [c for c in having if stops[c.ref] is None]
    if not having:
        at = Gate.RELEVANCE
    elif not free:
        at = next(gate for gate, count in funnel if gate and not count)
    else:
        at = Gate.CHOICE if any(map(places.takes_one_more, free)) else Gate.RULES
    weaker = sum(any((e.facet, e.code) == need.tag for e in c.expertise) for c in others) if not having else 0
    remedy = explain.remedy(review, need, having, weaker, at)
    return Coverage(need, (), None, funnel, at, explain.unmet(need, funnel, at), remedy)


def rules_kept(review: ReviewNeeds, members: Sequence[Candidate]) -> Iterable[RuleKept]:
    """Each part of each rule of composition, kept or not by these members."""
    for demand in composition.demands(review):
        kept = composition.kept(review, demand, members)
        words = explain.plain(demand.words)
        sentence = f"{'Kept' if kept else 'Not kept'}: {words}."
        if not kept and demand.counts is None:
            alone = explain.listed([explain.who(ref) for ref in composition.lone_members(review, members)])
            sentence = f"Not kept: {words}. The only member for more than one: {alone}."
        yield RuleKept(demand.rule.key, demand.part, demand.rule.hard, kept, sentence)
