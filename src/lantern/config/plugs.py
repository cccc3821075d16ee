"""Where a lower context shows something of a higher one, or of its neighbour, through a port that it defines."""

from datetime import date

from lantern.accounts import public as accounts
from lantern.config import sign_in
from lantern.insight.selectors import LIVING, living_figures
from lantern.kit.observances import TRADITIONS
from lantern.mentoring import public as mentoring
from lantern.pages import free_text
from lantern.publishing import public as publishing
from lantern.register import public as register
from lantern.reviews import public as reviews
from lantern.workshops import public as workshops

ENDING = " Community Safety Partnership"


def plug() -> None:
    sign_in.plug()
    register.plug_loads(reviews.loads)
    mentoring.plug_attendance(attended)
    accounts.plug_joined(mentoring.connect_account)
    free_text.plug_words(safe_words, places)
    publishing.plug_figures(living_figures, LIVING)


def attended(expert_ref: str) -> list[tuple[str, date, tuple[str, ...], int]]:
    """The workshops that somebody came to, as evidence towards competencies and never as a level."""
    return [(one.ref, one.day, one.topics, one.minutes) for one in workshops.attendance_of(expert_ref)]


def safe_words() -> list[str]:
    """What free words may name: agencies, and communities, faiths and languages, which point to nobody."""
    terms = [term.label for vocabulary in (*register.FACETS.values(), TRADITIONS) for term in vocabulary.values()]
    return [*terms, *register.Agency.objects.values_list("name", flat=True)]


def places() -> list[str]:
    """Where reviews are: an area names its review, since few have more than one."""
    names = register.Partnership.objects.values_list("name", flat=True)
    return [name.removesuffix(ENDING) for name in names]
