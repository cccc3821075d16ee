"""Agencies, for the programme and for their leads."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.kit.vocabulary import SELF_DESCRIBED
from lantern.pages.forms import VersionedForm
from lantern.register import rules, selectors, services, tables
from lantern.register.domain.vocabularies import Facet
from lantern.register.forms import AgencyCapacityForm, AgencyForm, EditAgencyForm, SpecialismsForm
from lantern.register.models import Agency

PAGE = 25


def agencies(request: HttpRequest) -> HttpResponse:
    rules.check_is_programme(actor(request))
    found = selectors.agencies_visible_to(actor(request)).prefetch_related("experts")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = tables.agency_rows(page, selectors.loads())
    return render(request, "register/agencies.html", {"page": page, "rows": rows})


def agency(request: HttpRequest, ref: str) -> HttpResponse:
    return render(request, "register/agency.html", _shown(request, selectors.agency_for(actor(request), ref)))


def own_agency(request: HttpRequest) -> HttpResponse:
    own = list(selectors.own_agencies(actor(request)).prefetch_related("experts"))
    if len(own) == 1:
        return render(request, "register/agency.html", _shown(request, own[0]) | {"own": True})
    rows = tables.agency_rows(own, selectors.loads())
    return render(request, "register/own_agencies.html", {"rows": rows})


def _shown(request: HttpRequest, found: Agency) -> dict[str, Any]:
    loads = selectors.loads()
    programme = rules.is_programme(actor(request))
    experts = selectors.experts_visible_to(actor(request)).filter(agency=found).select_related("agency")
    if programme:
        experts = experts.prefetch_related("expertise")
    return {
        "agency": found,
        "rows": tables.agency_facts(found, loads),
        "experts": tables.expert_rows(experts, loads, programme=programme),
        "programme": programme,
    }


def agency_add(request: HttpRequest) -> HttpResponse:
    rules.check_is_programme(actor(request))
    form = AgencyForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = services.add_agency(**form.cleaned_data, by=actor(request))
        except IllegalMove as problem:
            form.add_error("name", str(problem))
            status = 409
        else:
            messages.success(request, "Added.")
            return redirect("register:agency", made.ref)
    return render(request, "register/agency_edit.html", {"form": form}, status=status)


def agency_edit(request: HttpRequest, ref: str) -> HttpResponse:
    """The facts for a coordinator; the ceiling alone for the agency's lead."""
    found = selectors.agency_for(actor(request), ref)
    full = rules.can_edit_agency(actor(request), found)
    start = {
        "version": found.version,
        "name": found.name,
        "kind": found.kind,
        "national": "yes" if found.national else "no",
        "regions": found.regions,
        "max_reviews": found.max_reviews,
        "shared_email": found.shared_email,
    }
    form = (EditAgencyForm if full else AgencyCapacityForm)(request.POST or None, initial=start)
    save = services.edit_agency if full else services.set_agency_capacity
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save(agency=found, by=actor(request), **form.cleaned_data)
        except (IllegalMove, OutOfDate) as problem:
            status = _conflict(form, problem, found)
        else:
            messages.success(request, "Saved.")
            return redirect("register:agency", found.ref)
    return render(request, "register/agency_edit.html", {"form": form, "agency": found, "full": full}, status=status)


def agency_specialisms(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.agency_for(actor(request), ref)
    rules.check_can_edit_agency(actor(request), found)
    held = list(found.specialisms.all())
    start: dict[str, Any] = {"version": found.version}
    for facet in Facet:
        start[facet.value] = [one.code for one in held if one.facet == facet.value]
    form = SpecialismsForm(request.POST or None, initial=start)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.set_specialisms(
                agency=found, version=form.cleaned_data["version"], chosen=form.chosen, by=actor(request)
            )
        except OutOfDate as problem:
            status = _conflict(form, problem, found)
        else:
            messages.success(request, "Saved.")
            return redirect("register:agency", found.ref)
    own_words = [tables.specialism_words(one) for one in held if one.code == SELF_DESCRIBED]
    context = {"form": form, "agency": found, "own_words": own_words}
    return render(request, "register/agency_specialisms.html", context, status=status)


def _conflict(form: VersionedForm, problem: Exception, found: Agency) -> int:
    form.add_error(None, str(problem))
    if isinstance(problem, OutOfDate):
        form.take_version(Agency.objects.get(pk=found.pk).version)
    return 409
