"""After a no: ways to go on, side by side, and the choice of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.matching import selectors, services
from lantern.matching.forms.repairs import RepairForm
from lantern.matching.tables import repairs, sheet

CHANGED = "The programme changed after this page was made, so nothing was recorded. These are the ways as they are now."


def repair(request: HttpRequest, review: str, expert: str) -> HttpResponse:
    user = actor(request)
    found = selectors.repairs_for(user, review, expert)
    form = RepairForm(request.POST if request.method == "POST" else None, repairing=found)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = services.choose_repair(by=user, review=review, expert=expert, **form.cleaned_data)
                messages.success(request, "Confirmed. Nobody has been asked yet: the terms of each offer come first.")
                return redirect("matching:plan", ref=made.allocation.ref)
            except (IllegalMove, OutOfDate) as problem:
                status = 409
                data = request.POST.copy()
                data["digest"] = found.inputs.digest
                form = RepairForm(data, repairing=found)
                form.full_clean()
                form.add_error(None, CHANGED if isinstance(problem, OutOfDate) else str(problem))
    context = {
        "form": form,
        "review": review,
        "area": found.inputs.reviews[review].partnership.name,
        "name": found.inputs.names.get(expert, sheet.NOBODY_NOW),
        "cards": repairs.side_by_side(found),
        "choosable": any(one.can_be_chosen for one in found.alternatives.values()),
        "expert": expert,
    }
    return render(request, "matching/programme/repair.html", context, status=status)
