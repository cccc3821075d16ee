"""The demand page, its chart and its download. All three show one set of figures, withheld once."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lantern.accounts.public import User
from lantern.insight import selectors, tables
from lantern.insight.domain import chart, figures
from lantern.insight.domain.needs import Group, Outcome
from lantern.kit import clock
from lantern.library.public import edition


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
    width = "narrow" if request.GET.get("width") == "narrow" else "wide"
    return HttpResponse(chart.svg(found, width), content_type="image/svg+xml")


def demand_csv(request: HttpRequest) -> HttpResponse:
    here = edition()
    found = selectors.demand_figures(cast(User, request.user))
    if here is None or found is None:
        raise Http404("not imported")
    return HttpResponse(
        tables.download(found, here),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="demand.csv"'},
    )
