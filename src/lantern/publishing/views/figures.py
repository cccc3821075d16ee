"""Every living figure, with what it counts: where each figure in a page leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lantern.pages.files import sheet
from lantern.publishing.models.figures import figures_shown


def figures(request: HttpRequest) -> HttpResponse:
    return render(request, "publishing/figures.html", {"figures": figures_shown().values()})


def figures_csv(request: HttpRequest) -> HttpResponse:
    heading = ["figure", "value", "count", "definition", "counted on", "source", "why not shown"]
    rows = [
        [one.title, one.value, one.count, one.definition, one.on.isoformat(), one.source, one.why]
        for one in figures_shown().values()
    ]
    return sheet([heading, *rows], "figures", as_csv=True)
