"""Who waits for a mentor, who has room for a mentee, and the pairs proposed for them."""

from dataclasses import dataclass

from lantern.accounts.public import User
from lantern.matching import rules
from lantern.matching.domain.pairing import Free, Pairing, Suggested, Waiting, pairing, suggested
from lantern.mentoring.public import (
    Mentee,
    Mentor,
    barrier,
    gaps_of,
    guide_of,
    learner_of,
    mentors,
    without_mentor,
)
from lantern.register.public import FACETS, Facet, profiles


@dataclass(frozen=True, slots=True)
class Proposed:
    """The proposal with the people it is about, by reference."""

    pairing: Pairing
    mentees: dict[str, Mentee]
    mentors: dict[str, Mentor]
    waiting: dict[str, Waiting]
    free: dict[str, Free]

    def suggested(self, mentee: str, mentor: str) -> Suggested:
        """What speaks for these two, whether or not they are in the proposal. Raises KeyError."""
        return suggested(self.waiting[mentee], self.free[mentor])


def pairing_for(user: User) -> Proposed:
    """The pairs worth most together of those who wait today. Raises Refused."""
    rules.check_is_programme(user)
    mentees = {one.ref: one for one in without_mentor()}
    guides = {one.ref: one for one in mentors()}
    spoken = {profile.ref: _languages(profile.expertise) for profile in profiles()}
    waiting = {ref: Waiting(ref, gaps_of(one), spoken[one.expert.ref]) for ref, one in mentees.items()}
    seen = {ref: guide_of(one) for ref, one in guides.items()}
    free = {
        ref: Free(
            ref,
            frozenset(one.strengths),
            spoken[one.expert.ref],
            room=max(seen[ref].most - seen[ref].with_her, 0) if one.accepting else 0,
            has=seen[ref].with_her,
        )
        for ref, one in guides.items()
    }
    learners = {ref: learner_of(one) for ref, one in mentees.items()}
    apart = {
        (mentee, mentor)
        for mentee in mentees
        for mentor in guides
        if barrier(learners[mentee], seen[mentor]) is not None
    }
    found = pairing(list(waiting.values()), list(free.values()), apart)
    return Proposed(found, mentees, guides, waiting, free)


def _languages(expertise: tuple[tuple[str, str, str], ...]) -> frozenset[str]:
    """What she said she speaks in words that the vocabulary has: two self-described words need not mean the same."""
    known = FACETS[Facet.LANGUAGE]
    return frozenset(code for facet, code, _level in expertise if facet == Facet.LANGUAGE and code in known)
