"""How time, days and states are written."""

from lantern.remuneration.domain.claims import ClaimState
from lantern.remuneration.models import Engagement

TONES = {
    ClaimState.DRAFTED: "",
    ClaimState.SUBMITTED: "waiting",
    ClaimState.QUERIED: "attention",
    ClaimState.APPROVED: "waiting",
    ClaimState.SENT: "waiting",
    ClaimState.PAID: "done",
    ClaimState.FAILED: "problem",
    ClaimState.WITHDRAWN: "",
}


def label(state: ClaimState) -> str:
    """The same words for both sides: “a question for you” would be wrong for whoever asked it."""
    return "Question to answer" if state is ClaimState.QUERIED else state.label


def long(minutes: int) -> str:
    """150 is “2 h 30 min”."""
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))


def payers_of(engagement: Engagement) -> str:
    return ", ".join(share.payer.name for share in engagement.payer_shares.all())
