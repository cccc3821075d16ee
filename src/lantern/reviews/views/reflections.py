"""Her reflection after a seat, and the coordinator's reading of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.pages.acting import answered
from lantern.reviews import selectors, services, tables
from lantern.reviews.forms import ReflectionForm
from lantern.reviews.models import Reflection


def reflection(request: HttpRequest, ref: str) -> HttpResponse:
    seat = selectors.seat_of(actor(request), ref)
    kept = Reflection.objects.filter(seat=seat).select_related("seat__review").first()
    form = ReflectionForm(request.POST or None, initial=tables.reflection_initial(kept))

    def act() -> HttpResponse:
        services.reflect(seat=seat, by=actor(request), **form.cleaned_data)
        messages.success(request, "Thank you. What you said is kept, and counted without your name.")
        return redirect("reviews:invitation", ref=ref)

    context = {"back": reverse("reviews:invitation", args=[ref]), **tables.reflection_page(seat, kept)}
    return answered(request, form, act, "reviews/reflection.html", context, lambda: version_of(seat.pk))


def reflections(request: HttpRequest, ref: str) -> HttpResponse:
    review, found = selectors.reflections_on(actor(request), ref)
    context = {"review": review, "cards": [tables.reflection_card(one) for one in found]}
    return render(request, "reviews/reflections.html", context)


def version_of(seat: int) -> int:
    return Reflection.objects.filter(seat=seat).values_list("version", flat=True).first() or 0
