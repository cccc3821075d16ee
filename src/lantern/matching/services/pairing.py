"""A coordinator puts a proposed pair to the two people; mentoring keeps it and asks them."""

from lantern.accounts.public import User
from lantern.matching.selectors.pairing import Proposed
from lantern.mentoring.public import Chosen, propose_pair


def ask_both(*, proposed: Proposed, mentee: str, mentor: str, by: User) -> str:
    """Asks both, with what speaks for them; answers the pair's reference. Raises KeyError, Refused, NotYet."""
    made = propose_pair(
        mentee=proposed.mentees[mentee],
        mentor=proposed.mentors[mentor],
        chosen=Chosen.PROPOSAL,
        reasons=proposed.suggested(mentee, mentor).reasons,
        by=by,
    )
    return made.ref
