"""The proposal for one review, and the decision on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.matching import rules, selectors, services
from lantern.matching.forms.proposal import DecideForm
from lantern.matching.selectors import Shown
from lantern.matching.tables import proposal as tables
from lantern.reviews.public import Stage

CHANGED = (
    "The review or the register changed after this page was made, so nothing has been recorded. "
    "Below is the proposal as it is now. What you ticked is kept: look again, then confirm."
)


def proposal(request: HttpRequest, ref: str) -> HttpResponse:
    shown = selectors.proposal_for(actor(request), ref)
    return answer(request, shown, DecideForm(shown=shown))


@require_POST
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    shown = selectors.proposal_for(user, ref)
    rules.check_can_decide(user, shown.review)
    if selectors.decided_already(shown.review, request.POST.get("digest", ""), user):
        messages.info(request, "Your decision was recorded the first time. Nothing was done twice.")
        return redirect("reviews:detail", ref=shown.review.ref)
    if request.POST.get("digest") != shown.inputs.digest:
        return answer(request, shown, DecideForm.again(request.POST, shown, CHANGED), 409)
    form = DecideForm(request.POST, shown=shown)
    if not form.is_valid():
        return answer(request, shown, form, 422)
    try:
        services.decide(
            shown=shown,
            version=form.cleaned_data["version"],
            chosen=form.cleaned_data["picked"],
            reserves=form.cleaned_data["reserves"],
            reason=form.cleaned_data["reason"],
            by=user,
        )
    except (IllegalMove, OutOfDate) as problem:
        now = selectors.proposal_for(user, ref)
        return answer(request, now, DecideForm.again(request.POST, now, str(problem)), 409)
    if form.cleaned_data["picked"]:
        text = "Recorded. Nobody has been asked yet: the terms of each offer come first."
    else:
        text = "Recorded: nobody suitable was found, and nobody has been asked."
    messages.success(request, text)
    return redirect("reviews:detail", ref=shown.review.ref)


def answer(request: HttpRequest, shown: Shown, form: DecideForm, status: int = 200) -> HttpResponse:
    page = tables.page(shown, request.GET.get("why", ""), request.GET.get("page", "1"))
    deciding = (
        shown.proposal is not None and Stage(shown.review.stage).open and rules.can_decide(actor(request), shown.review)
    )
    return render(request, "matching/proposal.html", {**page, "form": form if deciding else None}, status=status)
