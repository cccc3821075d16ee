"""Real records of cohorts: one that the first coordinator and the mentor read, and one that neither of them reads."""

from functools import cached_property

from lantern.mentoring.models import Application
from tests.cast import Cast, person
from tests.mentoring.cohorting import a_cohort, an_application

PREFIXES = tuple(f"mentoring:{part}" for part in ("cohort", "application", "call", "apply"))


class CohortRecords:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    @cached_property
    def application(self) -> Application:
        cohort = a_cohort(self.cast.coordinator, [self.cast.coordinator, self.cast.mentor], state="reading")
        return an_application(cohort)

    @cached_property
    def application_elsewhere(self) -> Application:
        reader = person("Rhoda Reader", "mentor")
        return an_application(a_cohort(self.cast.coordinator, [reader], state="reading"), "bea@example.org")

    def ref(self, name: str, own: bool) -> str:
        found = self.application if own else self.application_elsewhere
        if name.startswith("mentoring:apply"):
            return found.token
        return found.ref if name.startswith("mentoring:application") else found.cohort.ref
