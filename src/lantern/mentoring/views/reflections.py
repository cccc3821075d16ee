"""What a mentee writes for herself alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantern.access.public import Hidden
from lantern.accounts.public import actor
from lantern.kit import clock
from lantern.mentoring.forms.pairs import ReflectionForm
from lantern.mentoring.models import Mentee
from lantern.mentoring.selectors import pairs as selectors
from lantern.mentoring.services import reflections as services
from lantern.pages.acting import answered, pressed


def reflections(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = [{"ref": one.ref, "on": clock.local(one.written_at)} for one in selectors.reflections_of(user)]
    return render(request, "mentoring/reflections.html", {"reflections": found})


def reflection_add(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    mentee = Mentee.objects.filter(expert__user=user).first()
    if mentee is None:
        raise Hidden("mentoring:reflection_add")
    form = ReflectionForm(request.POST) if request.method == "POST" else ReflectionForm(initial={"version": 1})

    def act() -> HttpResponse:
        services.write_reflection(mentee=mentee, words=form.cleaned_data["words"], by=user)
        messages.success(request, "Kept, sealed for you alone.")
        return redirect("mentoring:reflections")

    context = {"heading": "Write for yourself", "back": reverse("mentoring:reflections"), "button": "Keep it"}
    return answered(request, form, act, "form.html", context)


def reflection(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.reflection_for(user, ref)
    first = {"version": found.version, "words": found.words}
    form = ReflectionForm(request.POST) if request.method == "POST" else ReflectionForm(initial=first)

    def act() -> HttpResponse:
        services.rewrite_reflection(reflection=found, by=user, **form.cleaned_data)
        messages.success(request, "Kept, sealed for you alone.")
        return redirect("mentoring:reflections")

    def version_now() -> int:
        return selectors.reflection_for(user, ref).version

    context = {"reflection": found, "on": clock.local(found.written_at)}
    return answered(request, form, act, "mentoring/reflection.html", context, version_now)


@require_POST
def reflection_delete(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.reflection_for(actor(request), ref)

    def act(version: int) -> None:
        services.delete_reflection(reflection=found, version=version, by=actor(request))

    return pressed(request, act, "Deleted.", reverse("mentoring:reflections"))
