"""Why, why not, and for whom: one review or one person of a plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantern.accounts.public import actor
from lantern.matching import selectors
from lantern.matching.selectors import answers as found
from lantern.matching.tables import answers as tables
from lantern.matching.tables import sheet


def plan_review(request: HttpRequest, ref: str, review: str) -> HttpResponse:
    planned = selectors.planned_for(actor(request), ref)
    wish = found.review_of(planned, review)
    asked = request.GET.get("who", "")
    if asked in planned.inputs.names:  # the form below the list leads to that person's answer
        return redirect("matching:plan_why", ref=ref, review=review, expert=asked)
    context = tables.review(planned, wish, found.everyone(planned, wish), found.remedies(planned, wish))
    return render(request, "matching/programme/review.html", context)


def plan_person(request: HttpRequest, ref: str, expert: str) -> HttpResponse:
    planned = selectors.planned_for(actor(request), ref)
    person = found.person_of(planned, expert)
    context = tables.person(planned, found.everywhere(planned, person))
    name = sheet.naming(planned)(expert)
    return render(request, "matching/programme/person.html", {**context, "person": expert, "name": name})


def plan_why(request: HttpRequest, ref: str, review: str, expert: str) -> HttpResponse:
    planned = selectors.planned_for(actor(request), ref)
    wish, person = found.review_of(planned, review), found.person_of(planned, expert)
    answer = found.why(planned, wish, person)
    context = tables.why(planned, wish, answer)
    return render(request, "matching/programme/why.html", {**context, "person": expert})
