"""A plan as a file for the minutes: never with a name that a person keeps to the programme."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from lantern.access.public import Hidden
from lantern.accounts.public import actor, needs_fresh_sign_in
from lantern.kit import clock
from lantern.kit.spreadsheets import to_csv, to_xlsx
from lantern.matching import selectors
from lantern.matching.domain.programme.model import Placing, Plan
from lantern.matching.selectors import Planned
from lantern.matching.tables import minutes
from lantern.pages.files import CSV, WORD, XLSX, attachment

Make = Callable[[Planned, Plan, Mapping[Placing, str]], bytes]


@needs_fresh_sign_in
def plan_docx(request: HttpRequest, ref: str) -> HttpResponse:
    return leaving(request, ref, "docx", WORD, lambda p, plan, told: minutes.document(p, plan, told, clock.today()))


@needs_fresh_sign_in
def plan_xlsx(request: HttpRequest, ref: str) -> HttpResponse:
    def make(planned: Planned, plan: Plan, told: Mapping[Placing, str]) -> bytes:
        return to_xlsx(minutes.rows(planned, plan, told, clock.today()), "Plan")

    return leaving(request, ref, "xlsx", XLSX, make)


@needs_fresh_sign_in
def plan_csv(request: HttpRequest, ref: str) -> HttpResponse:
    def make(planned: Planned, plan: Plan, told: Mapping[Placing, str]) -> bytes:
        return to_csv(minutes.rows(planned, plan, told, clock.today()))

    return leaving(request, ref, "csv", CSV, make)


def leaving(request: HttpRequest, ref: str, form: str, kind: str, make: Make) -> HttpResponse:
    planned = selectors.planned_for(actor(request), ref)
    if planned.plan is None:
        raise Hidden(planned.allocation.ref)
    content = make(planned, planned.plan, selectors.taken_out(planned, actor(request), form))
    return attachment(content, f"plan.{form}", kind)
