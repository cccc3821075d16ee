"""One change tried beside a plan. It is worked out like a plan, and changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantern.access.public import Hidden
from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove
from lantern.matching import selectors, services
from lantern.matching.forms.what_if import FORMS


def what_if(request: HttpRequest, ref: str) -> HttpResponse:
    """First the changes there are to try; then the form of one of them."""
    user = actor(request)
    planned = selectors.planned_for(user, ref)
    if planned.plan is None:
        raise Hidden(ref)
    chosen = FORMS.get(request.GET.get("change", ""))
    context = {"allocation": planned.allocation}
    if chosen is None:
        choices = [{"slug": one.slug, "title": one.title, "words": one.words} for one in FORMS.values()]
        return render(request, "matching/programme/what_if.html", {**context, "choices": choices})
    form = chosen(request.POST if request.method == "POST" else None, planned=planned)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                tried = services.ask_what_if(by=user, base=planned.allocation, changes=[form.change()])
                return redirect("matching:plan", ref=tried.ref)
            except IllegalMove as problem:
                form.add_error(None, str(problem))
                status = 409
    return render(request, "matching/programme/what_if_form.html", {**context, "form": form}, status=status)
