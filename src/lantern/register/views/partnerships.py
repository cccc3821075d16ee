"""The partnerships for whose areas reviews are opened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove
from lantern.register import rules, services, tables
from lantern.register.forms import PartnershipForm
from lantern.register.models import Partnership


def partnerships(request: HttpRequest) -> HttpResponse:
    rules.check_is_programme(actor(request))
    form = PartnershipForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.add_partnership(**form.cleaned_data, by=actor(request))
        except IllegalMove as problem:
            form.add_error("name", str(problem))
            status = 409
        else:
            messages.success(request, "Added.")
            return redirect("register:partnerships")
    rows = tables.partnership_rows(Partnership.objects.all())
    return render(request, "register/partnerships.html", {"form": form, "rows": rows}, status=status)
