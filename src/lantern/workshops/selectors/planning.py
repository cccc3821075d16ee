"""What those who plan need to see of many sessions at once, and of the days that people keep."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from lantern.access.public import Hidden
from lantern.accounts.public import User
from lantern.workshops.domain.dates import Checked, check_date
from lantern.workshops.domain.places import State
from lantern.workshops.domain.sessions import SessionState
from lantern.workshops.models import Facilitating, Material, Series, Session, SignUp
from lantern.workshops.selectors.sessions import session_for

LONGEST = timedelta(hours=12)  # no session lasts longer
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """How many have a place or one kept for them, and how many wait."""

    given: int = 0
    waiting: int = 0


def taken(sessions: Iterable[Session]) -> dict[int, Taken]:
    """By session's key. One query."""
    found: dict[int, dict[str, int]] = {}
    asked = SignUp.objects.filter(session__in=[one.pk for one in sessions]).order_by()
    for key, state, count in asked.values_list("session", "state").annotate(Count("pk")):
        found.setdefault(key, {})[state] = count
    given = [state.value for state in State if state.takes_a_place]
    return {
        key: Taken(sum(counts.get(state, 0) for state in given), counts.get(State.WAITING.value, 0))
        for key, counts in found.items()
    }


def stated_in(series: Series) -> frozenset[str]:
    """The traditions that people of this series said they keep: which, and never who or how many.

    None while no session of it has five people, since it would be plain who keeps them. Their days are among all the
    others then, and warn as well.
    """
    live = [state.value for state in State if state.live]
    asked = SignUp.objects.filter(session__series=series, state__in=live)
    said = list(asked.values_list("session", "observances"))
    most = Counter(session for session, _codes in said)
    if max(most.values(), default=0) < FEWEST:
        return frozenset()
    return frozenset(code for _session, codes in said for code in codes)


def dates_of(session: Session) -> Checked:
    """What its day and hours meet."""
    return check_date(session.starts, session.ends, stated_in(session.series))


def run_elsewhere(session: Session) -> list[str]:
    """Who of those who run it runs another session at that time, by name."""
    held = Facilitating.objects.filter(user__in=session.facilitators.all()).exclude(session=session)
    near = held.exclude(session__state=SessionState.CANCELLED).filter(session__starts__lt=session.ends)
    near = near.filter(session__starts__gt=session.starts - LONGEST)
    return sorted(
        {one.user.name for one in near.select_related("user", "session") if one.session.ends > session.starts}
    )


def material_for(user: User, session_ref: str, ref: str) -> Material:
    """One thing that is handed out, for those who run the session. Raises Hidden."""
    session = session_for(user, session_ref)
    found = Material.objects.filter(session=session, ref=ref).first()
    if found is None:
        raise Hidden(ref[:40])
    found.session = session
    return found
