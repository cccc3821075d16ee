"""Honoraria that wait for the programme to say who is paid."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.pages.acting import answered
from lantern.workshops import selectors, services
from lantern.workshops.forms.honoraria import HonorariumForm
from lantern.workshops.models import SignUp
from lantern.workshops.tables import honoraria as tables


def honoraria(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    context = {
        "rows": tables.rows(selectors.honoraria_waiting(user)),
        "unsaid": tables.unsaid(selectors.sessions_not_settled(user)),
    }
    return render(request, "workshops/honoraria.html", context)


def honorarium(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.honorarium_for(user, ref)
    initial = {
        "version": found.version,
        "honorarium": found.honorarium,
        "agency": found.agency.ref if found.agency else "",
        "expert": found.expert.ref if found.expert else "",
    }
    form = HonorariumForm(request.POST or None, initial=initial)
    back = reverse("workshops:honoraria")

    def act() -> HttpResponse:
        services.say_honorarium(sign_up=found, by=user, **form.values)
        messages.success(request, "Kept. What is paid now waits in the hours of whoever is paid.")
        return redirect(back)

    def version_now() -> int:
        return SignUp.objects.values_list("version", flat=True).get(pk=found.pk)

    context = {"back": back, "facts": tables.facts(found)}
    return answered(request, form, act, "workshops/honorarium.html", context, version_now)
