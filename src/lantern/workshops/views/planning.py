"""Planning: the series and sessions there are, their dates held against the calendars, and what is handed out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantern.access.public import Hidden
from lantern.accounts.public import actor
from lantern.kit import clock
from lantern.pages.acting import answered, pressed
from lantern.pages.files import attachment
from lantern.workshops import rules, selectors, services
from lantern.workshops.domain.materials import TYPES
from lantern.workshops.domain.places import State
from lantern.workshops.forms.planning import (
    EditSeriesForm,
    EditSessionForm,
    MaterialForm,
    PublishForm,
    SeriesForm,
    SessionForm,
)
from lantern.workshops.models import Series, Session
from lantern.workshops.tables import planning as tables

FORM = "workshops/form.html"


def run(request: HttpRequest) -> HttpResponse:
    """Every session that this person runs, or that there is."""
    user = actor(request)
    found = list(selectors.sessions_visible_to(user))
    counts = selectors.taken(found)
    coming, past = tables.split(found, clock.now())
    context = {
        "coming": tables.rows(coming, counts),
        "past": tables.rows(past, counts),
        "series": tables.series_rows(selectors.series_visible_to(user)),
        "programme": rules.is_programme(user),
    }
    return render(request, "workshops/run.html", context)


def series_add(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    rules.check_is_programme(user)
    form = SeriesForm(request.POST or None)

    def act() -> HttpResponse:
        made = services.add_series(**form.cleaned_data, by=user)
        messages.success(request, "The series is there. Add its first session.")
        return redirect("workshops:series", made.ref)

    return answered(request, form, act, FORM, {"heading": "Add a series", "back": reverse("workshops:run")})


def series(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.series_for(user, ref)
    sessions = list(selectors.sessions_visible_to(user).filter(series=found))
    context = {
        "series": found,
        "rows": tables.rows(sessions, selectors.taken(sessions)),
        "programme": rules.is_programme(user),
    }
    return render(request, "workshops/series.html", context)


def version_of(record: Series | Session) -> int:
    found: int = type(record).objects.values_list("version", flat=True).get(pk=record.pk)
    return found


def series_edit(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.series_for(user, ref)
    rules.check_is_programme(user, ref)
    form = EditSeriesForm(request.POST or None, initial=EditSeriesForm.initial_of(found))
    back = reverse("workshops:series", args=[ref])

    def act() -> HttpResponse:
        services.edit_series(series=found, **form.cleaned_data, by=user)
        messages.success(request, "Changed.")
        return redirect(back)

    context = {"heading": "Change the series", "back": back}
    return answered(request, form, act, FORM, context, lambda: version_of(found))


def session_add(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.series_for(user, ref)
    rules.check_is_programme(user, ref)
    form = SessionForm(request.POST or None)

    def act() -> HttpResponse:
        made = services.add_session(series=found, plan=form.plan(), by=user)
        messages.success(request, "The draft is kept. Nobody outside sees it until you open it.")
        return redirect("workshops:session", made.ref)

    context = {"heading": "Plan a session", "back": reverse("workshops:series", args=[ref]), "button": "Save the draft"}
    return answered(request, form, act, FORM, context)


def session(request: HttpRequest, ref: str) -> HttpResponse:
    """One session, for those who run it."""
    user = actor(request)
    found = selectors.session_for(user, ref)
    counts = selectors.taken([found]).get(found.pk, selectors.Taken())
    context = {
        "session": found,
        "state": tables.tag(found),
        "facts": tables.facts(found, selectors.room_of(found), counts.waiting),
        "materials": tables.materials(found.materials.all()),
        "warns": found.starts > clock.now() and selectors.dates_of(found).warns,
        "elsewhere": selectors.run_elsewhere(found),
        **tables.acts(found, user),
    }
    return render(request, "workshops/session.html", context)


def session_edit(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.session_for(user, ref)
    rules.check_is_programme(user, ref)
    form = EditSessionForm(request.POST or None, initial=EditSessionForm.initial_of(found))

    def act() -> HttpResponse:
        services.edit_session(session=found, version=form.cleaned_data["version"], plan=form.plan(), by=user)
        messages.success(request, "Changed. Everyone with a place hears if the time or the place is another.")
        return redirect(back_to(found))

    context = {"heading": "Change the session", "back": back_to(found)}
    return answered(request, form, act, FORM, context, lambda: version_of(found))


def back_to(found: Session) -> str:
    return reverse("workshops:session", args=[found.ref])


def session_dates(request: HttpRequest, ref: str) -> HttpResponse:
    """What the day and hours of a session meet, with where each date comes from."""
    found = selectors.session_for(actor(request), ref)
    context = {"session": found, "back": back_to(found), **tables.dates(selectors.dates_of(found))}
    return render(request, "workshops/session_dates.html", context)


def session_publish(request: HttpRequest, ref: str) -> HttpResponse:
    """Check the date, then open it."""
    user = actor(request)
    found = selectors.session_for(user, ref)
    rules.check_is_programme(user, ref)
    dates = tables.dates(selectors.dates_of(found))
    form = PublishForm(request.POST or None, initial={"version": found.version}, warned=dates["warns"])

    def act() -> HttpResponse:
        services.publish(session=found, version=form.cleaned_data["version"], by=user)
        messages.success(request, "Open. People can sign up from now on.")
        return redirect(back_to(found))

    context = {
        "session": found,
        "when": tables.when(found),
        "back": back_to(found),
        "elsewhere": selectors.run_elsewhere(found),
        **dates,
    }
    return answered(request, form, act, "workshops/session_publish.html", context, lambda: version_of(found))


def session_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """What calling it off does, then one press."""
    user = actor(request)
    found = selectors.session_for(user, ref)
    rules.check_is_programme(user, ref)
    if request.method == "POST":
        return pressed(
            request,
            lambda version: services.cancel_session(session=found, version=version, by=user),
            "Called off. Everyone who had a place or waited for one hears now.",
            back_to(found),
        )
    live = [state.value for state in State if state.live]
    told = selectors.sign_ups_of(found).filter(state__in=live).count()
    return render(request, "workshops/session_cancel.html", {"session": found, "told": told, "back": back_to(found)})


def material_add(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.session_for(user, ref)
    form = MaterialForm(request.POST or None, request.FILES or None)

    def act() -> HttpResponse:
        said: dict[str, Any] = form.cleaned_data
        services.add_material(
            session=found,
            title=said["title"],
            url=said["url"],
            file=said.get("content"),
            ending=said.get("ending", ""),
            by=user,
        )
        messages.success(request, "Handed out to everyone with a place.")
        return redirect(back_to(found))

    return answered(request, form, act, FORM, {"heading": "Hand something out", "back": back_to(found), "upload": True})


def material(request: HttpRequest, ref: str, material: str) -> HttpResponse:
    kept = selectors.material_for(actor(request), ref, material)
    if kept.file is None:
        raise Hidden(material[:40])
    return attachment(bytes(kept.file), f"handout.{kept.ending}", TYPES[kept.ending])


@require_POST
def material_remove(request: HttpRequest, ref: str, material: str) -> HttpResponse:
    kept = selectors.material_for(actor(request), ref, material)
    services.remove_material(material=kept, by=actor(request))
    messages.success(request, "Taken away.")
    return redirect(back_to(kept.session))
