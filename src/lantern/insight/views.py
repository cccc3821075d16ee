"""Demand, barriers and the ledger: each a page, its chart and its files, which show figures that are withheld once."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import User, actor, needs_fresh_sign_in
from lantern.audit import public as audit
from lantern.insight import rules, selectors, services, tables
from lantern.insight.domain import chairs as beside
from lantern.insight.domain import chart, figures, ledger, reach
from lantern.insight.domain.barriers import finding
from lantern.insight.domain.ledger import ALL, PARTS, By, Part
from lantern.insight.domain.needs import Group, Outcome
from lantern.insight.forms import AnswerForm
from lantern.insight.models import Answer
from lantern.insight.tables import chairs as chair_tables
from lantern.kit import clock
from lantern.kit.states import OutOfDate
from lantern.kit.vocabulary import Known
from lantern.library.public import edition
from lantern.pages.files import CSV, attachment, sheet

SVG = "image/svg+xml"
ROWS_A_PAGE = 100


def demand(request: HttpRequest) -> HttpResponse:
    here = edition()
    found = selectors.demand_figures(cast(User, request.user))
    if here is None or found is None:
        return render(request, "insight/demand_empty.html")
    return render(
        request,
        "insight/demand.html",
        {
            "found": found,
            "demand": found.demand,
            "edition": here,
            "finding": figures.headline(found),
            "chart_finding": figures.chart_finding(found),
            "unknown": {name: found.unknown(name) for name in ("ethnicity", "religion", "sexual_orientation")},
            "no_need": found.victims("ethnicity", Outcome.NONE),
            "too_little": found.victims("ethnicity", Outcome.TOO_LITTLE),
            "needs": tables.need_rows(found, Group.BY_AND_FOR),
            "issues": tables.need_rows(found, Group.ISSUE),
            "regions": tables.region_rows(found),
            "recruit": tables.recruit_rows(found),
            "silent": selectors.partner_words().unknown,
            "today": clock.today(),
        },
    )


def demand_chart(request: HttpRequest) -> HttpResponse:
    found = selectors.demand_figures(cast(User, request.user))
    if found is None:
        raise Http404("not imported")
    return HttpResponse(chart.svg(chart.demand_panels(found), width_of(request)), content_type=SVG)


def demand_csv(request: HttpRequest) -> HttpResponse:
    here = edition()
    found = selectors.demand_figures(cast(User, request.user))
    if here is None or found is None:
        raise Http404("not imported")
    return attachment(tables.download(found, here).encode(), "demand.csv", CSV)


def width_of(request: HttpRequest) -> str:
    return "narrow" if request.GET.get("width") == "narrow" else "wide"


def chairs(request: HttpRequest) -> HttpResponse:
    user, here = actor(request), edition()
    reviews = selectors.demand_figures(user)
    if here is None or reviews is None:
        return render(request, "insight/demand_empty.html")
    found = selectors.chairs_beside(user, reviews)
    context = {
        "found": found,
        "demand": reviews.demand,
        "edition": here,
        "finding": beside.finding(found),
        "unknown": found.known("chairs", "community", Known.UNKNOWN),
        "chairs": found.total("chairs"),
        "mentees": found.total("mentees"),
        "known": chair_tables.known_rows(found),
        "needs": chair_tables.need_rows(found, reviews),
        "today": clock.today(),
    }
    return render(request, "insight/chairs.html", context)


def chairs_chart(request: HttpRequest) -> HttpResponse:
    reviews = selectors.demand_figures(actor(request))
    if reviews is None:
        raise Http404("not imported")
    found = selectors.chairs_beside(actor(request), reviews)
    return HttpResponse(chart.svg(chart.chair_panels(found, reviews), width_of(request)), content_type=SVG)


@needs_fresh_sign_in
def chairs_csv(request: HttpRequest) -> HttpResponse:
    user, here = actor(request), edition()
    reviews = selectors.demand_figures(user)
    if here is None or reviews is None:
        raise Http404("not imported")
    found = selectors.chairs_beside(user, reviews)
    with transaction.atomic():
        audit.record("insight.chairs_exported", "chairs", user, exact=found.exact)
    return sheet(chair_tables.download(found, reviews, here), "chairs", as_csv=True)


def barriers(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = selectors.barriers_for(user)
    context = {
        "found": found,
        "finding": finding(found, selectors.BARRIER_LABELS),
        "programme": rules.is_programme(user),
        "today": clock.today(),
        **tables.barriers_page(found, selectors.answers_for(user), selectors.area_names(found)),
    }
    return render(request, "insight/barriers.html", context)


def barriers_chart(request: HttpRequest) -> HttpResponse:
    found = selectors.barriers_for(actor(request))
    panels = chart.barrier_panels(found, selectors.BARRIER_LABELS)
    return HttpResponse(chart.svg(panels, width_of(request)), content_type=SVG)


@needs_fresh_sign_in
def barriers_csv(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = selectors.barriers_for(user)
    with transaction.atomic():
        audit.record("insight.barriers_exported", "barriers", user, exact=found.exact)
    return attachment(tables.barriers_download(found, selectors.area_names(found)), "barriers.csv", CSV)


def reached(request: HttpRequest) -> HttpResponse:
    """Whom workshops reached, and whom not."""
    found = selectors.reach_for(actor(request))
    context = {
        "found": found,
        "finding": reach.finding(found),
        "missed": selectors.agency_names(found),
        "today": clock.today(),
        **tables.reach_page(found),
    }
    return render(request, "insight/reach.html", context)


def reach_chart(request: HttpRequest) -> HttpResponse:
    found = selectors.reach_for(actor(request))
    return HttpResponse(
        chart.svg(chart.reach_panels(found, selectors.COMMUNITIES), width_of(request)), content_type=SVG
    )


@needs_fresh_sign_in
def reach_csv(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = selectors.reach_for(user)
    with transaction.atomic():
        audit.record("insight.reach_exported", "reach", user, exact=found.exact)
    return attachment(tables.reach_download(found), "reach.csv", CSV)


def ledger_page(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = selectors.ledger_for(user)
    names = selectors.ledger_names(found.groups[By.MONTH])
    context = {
        "found": found,
        "finding": ledger.finding(found),
        "today": clock.today(),
        **tables.ledger_page(found, names, linked=found.exact),
    }
    return render(request, "insight/ledger.html", context)


def ledger_chart(request: HttpRequest) -> HttpResponse:
    found = selectors.ledger_for(actor(request))
    panels = chart.ledger_panels(found, selectors.ledger_names(found.groups[By.MONTH]))
    return HttpResponse(chart.svg(panels, width_of(request)), content_type=SVG)


@needs_fresh_sign_in
def ledger_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Every figure of the page as a file: csv or xlsx."""
    user = actor(request)
    found = selectors.ledger_for(user)
    with transaction.atomic():
        audit.record("insight.ledger_exported", "ledger", user, exact=found.exact, kind=kind)
    rows = tables.ledger_download(found, selectors.ledger_names(found.groups[By.MONTH]))
    return sheet(rows, "ledger", as_csv=kind == "csv")


def ledger_rows(request: HttpRequest) -> HttpResponse:
    """The rows behind one figure, named by split, group and part; without them, all rows."""
    user = actor(request)
    work = selectors.ledger_work(user)
    names = selectors.ledger_names({one.month for one in work})
    chosen = {"by": By.KIND.value, "group": ALL, "part": ALL} | request.GET.dict()
    by, group, part = chosen["by"], chosen["group"], chosen["part"]
    if by not in set(By) or part not in PARTS:
        raise Http404("no such figure")
    behind = ledger.behind(work, By(by), group, part)
    with transaction.atomic():
        audit.record("insight.ledger_rows_read", "ledger", user, by=by, part=part, rows=len(behind))
    newest_first = sorted(behind, key=lambda one: (one.month, one.kind), reverse=True)
    page = Paginator(newest_first, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": tables.work_rows(page, names),
        "what": "All hours" if part == ALL else Part(part).label,
        "where": tables.name_of(By(by), group, names) if behind else "",
        "total": ledger.hours(sum(one.minutes for one in behind)),
    }
    return render(request, "insight/ledger_rows.html", context)


def answers(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    context = {
        "groups": tables.answer_groups(selectors.answers_for(user)),
        "programme": rules.is_programme(user),
        "counts": rules.can_see_counts(user),
    }
    return render(request, "insight/answers.html", context)


def answer_add(request: HttpRequest) -> HttpResponse:
    initial = {"done_on": clock.today(), "done_by": "The programme", "version": 0, "barrier": request.GET.get("about")}
    return answered(request, None, AnswerForm(request.POST or None, initial=initial))


def answer_edit(request: HttpRequest, ref: str) -> HttpResponse:
    kept = selectors.answer_for(actor(request), ref)
    initial = {name: getattr(kept, name) for name in (*services.STATED, "version")}
    initial["withdrawn"] = kept.withdrawn_at is not None
    return answered(request, kept, AnswerForm(request.POST or None, initial=initial))


def answered(request: HttpRequest, kept: Answer | None, form: AnswerForm) -> HttpResponse:
    """Keeps an answer, new or corrected; a form that is not right, or comes too late, comes back as typed."""
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        stated = {name: data[name] for name in services.STATED}
        try:
            if kept is None:
                services.add_answer(by=actor(request), **stated)
            else:
                services.change_answer(
                    answer=kept,
                    version=data["version"],
                    withdrawn=data["withdrawn"],
                    by=actor(request),
                    **stated,
                )
            messages.success(request, "Kept. It stands beside its barrier.")
            return redirect("insight:answers")
        except OutOfDate as problem:
            status = 409
            form.refuse(problem, Answer.objects.values_list("version", flat=True).get(pk=cast(Answer, kept).pk))
    if kept is None:
        del form.fields["withdrawn"]
    context = {"form": form, "new": kept is None, "back": reverse("insight:answers")}
    return render(request, "insight/answer.html", context, status=status)
