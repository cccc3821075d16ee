"""Who might mentor whom: the proposal, and asking the two."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove
from lantern.matching.selectors.pairing import pairing_for
from lantern.matching.services.pairing import ask_both
from lantern.matching.tables import pairing as tables


def pairing(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    proposed = pairing_for(user)
    if request.method != "POST":
        return render(request, "matching/pairing.html", tables.page(proposed))
    mentee, mentor = request.POST.get("mentee", ""), request.POST.get("mentor", "")
    if mentor not in proposed.mentors or mentee not in proposed.mentees:
        messages.error(request, "She has been asked about a mentor meanwhile, or has left. Nobody was asked.")
        return redirect("matching:pairing")
    try:
        ask_both(proposed=proposed, mentee=mentee, mentor=mentor, by=user)
        messages.success(request, "Both are asked. Each may say no without a reason.")
    except IllegalMove as problem:
        messages.error(request, str(problem))
    return redirect("matching:pairing")
