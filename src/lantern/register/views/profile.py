"""A profile's sections, for herself and for a coordinator."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.pages.files import attachment, sheet
from lantern.pages.forms import VersionedForm
from lantern.register import forms, rules, selectors, services, tables
from lantern.register.domain.expertise import Audience
from lantern.register.domain.exports import flat
from lantern.register.domain.sections import Section
from lantern.register.domain.vocabularies import Facet
from lantern.register.models import Expert, Expertise


@dataclass(frozen=True)
class Part:
    """A section that is one form: what it starts with, and the service that takes its clean data."""

    form: type[forms.SectionForm]
    initial: Callable[[Expert], dict[str, Any]]
    save: Callable[..., None]
    hint: str = ""


PARTS = {
    Section.ABOUT: Part(
        forms.AboutForm,
        lambda e: {"name": e.name, "agency": e.agency and e.agency.ref, "user": e.user and e.user.ref},
        services.edit_about,
    ),
    Section.WHERE: Part(
        forms.WhereForm,
        lambda e: {"regions": e.regions, "remote": "yes" if e.remote else "no"},
        services.edit_where,
    ),
    Section.CAPACITY: Part(
        forms.CapacityForm,
        lambda e: {
            "accepting": "yes" if e.accepting else "no",
            "max_reviews": e.max_reviews,
            "day_rate_pence": e.day_rate_pence,
        },
        services.edit_capacity,
    ),
    Section.CONFLICTS: Part(
        forms.ConflictForm,
        lambda e: {},
        services.declare_conflict,
        "A connection to people in one partnership's area that holds for all of its reviews. Only the expert herself "
        "and the programme see it. It says how close, and never who.",
    ),
    Section.CONTACT: Part(
        forms.ContactForm,
        lambda e: {"safe_contact": e.safe_contact, "contact": e.contact},
        services.edit_contact,
        "No message ever says what it is about: it says that something waits in Lantern.",
    ),
    Section.SHOWN: Part(
        forms.ShownForm,
        lambda e: {"name_audience": e.name_audience, "name_in_evidence": e.name_in_evidence},
        services.edit_shown,
    ),
}


def own_profile(request: HttpRequest) -> HttpResponse:
    expert = selectors.expert_of(actor(request)) and selectors.own_expert(actor(request))
    tasks = tables.tasks(expert) if expert else []
    unknown = sum(task["kind"] == "attention" for task in tasks)
    return render(request, "register/own_profile.html", {"expert": expert, "tasks": tasks, "unknown": unknown})


def own_export(request: HttpRequest) -> HttpResponse:
    copy = services.export_own(expert=selectors.own_expert(actor(request)), by=actor(request))
    if request.GET.get("as") in ("csv", "xlsx"):
        return sheet(flat(copy), "my-lantern-data", as_csv=request.GET["as"] == "csv")
    text = json.dumps(copy, ensure_ascii=False, indent=2)
    return attachment(text.encode(), "my-lantern-data.json", "application/json")


def expert_edit(request: HttpRequest, ref: str, section: str) -> HttpResponse:
    expert, part = _editable(request, ref, section)
    if part.facet is not None:
        return _facet(request, expert, part, part.facet)
    about = PARTS[part]
    start = {"version": expert.version, **about.initial(expert)}
    form = about.form(request.POST or None, initial=start, expert=expert, actor=actor(request))

    def save() -> HttpResponse:
        about.save(expert=expert, by=actor(request), **form.cleaned_data)
        if part is Section.CONFLICTS:
            return redirect("register:expert_edit", expert.ref, part.value)
        return redirect(_back(request, expert))

    answer = _try(request, form, save)
    if isinstance(answer, HttpResponse):
        return answer
    context = _context(request, expert, part) | {"form": form, "hint": about.hint}
    if answer == 409 or part is Section.CONFLICTS:
        context["now"] = tables.section_rows(_fresh(expert), part)
    return render(request, "register/expert_edit.html", context, status=answer)


def _facet(request: HttpRequest, expert: Expert, section: Section, facet: Facet) -> HttpResponse:
    start = {"version": expert.version, "known": tables.known_of(expert, facet).value}
    form = forms.KnownForm(request.POST or None, initial=start, expert=expert, actor=actor(request))

    def save() -> HttpResponse:
        services.answer_facet(expert=expert, facet=facet, by=actor(request), **form.cleaned_data)
        return redirect(_back(request, expert))

    answer = _try(request, form, save)
    if isinstance(answer, HttpResponse):
        return answer
    rows = [
        {
            "key": tables.in_words(one),
            "value": Audience(one.audience).label,
            "href": reverse("register:expertise_edit", args=[expert.ref, section.value, place]),
        }
        for place, one in enumerate(tables.listed_of(_fresh(expert), facet), 1)
    ]
    context = _context(request, expert, section) | {"form": form, "rows": rows}
    return render(request, "register/expert_facet.html", context, status=answer)


def expertise_add(request: HttpRequest, ref: str, section: str) -> HttpResponse:
    expert, part = _editable(request, ref, section)
    facet = _facet_of(part)
    form = forms.ExpertiseForm(
        request.POST or None, initial={"version": expert.version}, expert=expert, actor=actor(request), facet=facet
    )

    def save() -> HttpResponse:
        services.add_expertise(expert=expert, facet=facet, by=actor(request), **form.cleaned_data)
        return redirect("register:expert_edit", expert.ref, part.value)

    answer = _try(request, form, save)
    if isinstance(answer, HttpResponse):
        return answer
    return render(request, "register/expertise.html", _context(request, expert, part) | {"form": form}, status=answer)


def expertise_edit(request: HttpRequest, ref: str, section: str, place: int) -> HttpResponse:
    expert, part = _editable(request, ref, section)
    one = _at(expert, part, place)
    start = {
        "version": expert.version,
        "code": one.code,
        "own_words": one.own_words,
        "level": one.level,
        "dialect": one.dialect,
        "script": one.script,
        "audience": one.audience,
    }
    form = forms.ExpertiseForm(
        request.POST or None, initial=start, expert=expert, actor=actor(request), facet=_facet_of(part)
    )

    def save() -> HttpResponse:
        services.edit_expertise(expert=expert, expertise=one, by=actor(request), **form.cleaned_data)
        return redirect("register:expert_edit", expert.ref, part.value)

    answer = _try(request, form, save)
    if isinstance(answer, HttpResponse):
        return answer
    context = _context(request, expert, part) | {"form": form, "place": place, "version": expert.version}
    return render(request, "register/expertise.html", context, status=answer)


def expertise_remove(request: HttpRequest, ref: str, section: str, place: int) -> HttpResponse:
    expert, part = _editable(request, ref, section)
    one = _at(expert, part, place)
    form = VersionedForm(request.POST)
    if form.is_valid():
        try:
            services.remove_expertise(expert=expert, expertise=one, by=actor(request), **form.cleaned_data)
        except OutOfDate as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "Removed.")
    return redirect("register:expert_edit", expert.ref, part.value)


def _editable(request: HttpRequest, ref: str, section: str) -> tuple[Expert, Section]:
    expert = selectors.expert_for(actor(request), ref)
    rules.check_can_edit_expert(actor(request), expert)
    try:
        return expert, Section(section)
    except ValueError:
        raise Http404 from None


def _facet_of(section: Section) -> Facet:
    if section.facet is None:
        raise Http404
    return section.facet


def _at(expert: Expert, section: Section, place: int) -> Expertise:
    """What stands at this place of the list. The version in the form catches a list that has moved since."""
    listed = tables.listed_of(expert, _facet_of(section))
    if not 1 <= place <= len(listed):
        raise Http404
    return listed[place - 1]


def _try(request: HttpRequest, form: VersionedForm, save: Callable[[], HttpResponse]) -> HttpResponse | int:
    """Saves a good form and answers the way on; else the status with which to show the form again."""
    if not form.is_bound:
        return 200
    if not form.is_valid():
        return 422
    try:
        response = save()
    except OutOfDate as problem:
        form.add_error(None, str(problem))
        form.take_version(_version_now(form))
        return 409
    except IllegalMove as problem:
        form.add_error(None, str(problem))
        return 409
    messages.success(request, "Saved.")
    return response


def _version_now(form: VersionedForm) -> int:
    assert isinstance(form, forms.SectionForm)  # noqa: S101 - for the types
    return _fresh(form.expert).version


def _fresh(expert: Expert) -> Expert:
    return Expert.objects.select_related("agency").get(pk=expert.pk)


def _back(request: HttpRequest, expert: Expert) -> str:
    own = expert.user_id is not None and expert.user_id == actor(request).pk
    return reverse("register:own_profile") if own else reverse("register:expert", args=[expert.ref])


def _context(request: HttpRequest, expert: Expert, section: Section) -> dict[str, Any]:
    return {
        "expert": expert,
        "section": section,
        "back": _back(request, expert),
        "own": expert.user_id is not None and expert.user_id == actor(request).pk,
    }
