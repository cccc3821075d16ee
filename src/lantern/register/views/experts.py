"""The list of experts, one expert, and the whole register as a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantern.accounts.public import actor, needs_fresh_sign_in
from lantern.audit import public as audit
from lantern.kit.states import IllegalMove
from lantern.pages.files import sheet
from lantern.register import rules, selectors, services, tables
from lantern.register.forms import AddExpertForm, FilterForm

PAGE = 25


def experts(request: HttpRequest) -> HttpResponse:
    programme = rules.is_programme(actor(request))
    found = selectors.experts_visible_to(actor(request)).select_related("agency").prefetch_related("expertise")
    form = FilterForm(request.GET) if programme else None
    if form is not None:
        found = form.narrow(found)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    with transaction.atomic():
        audit.record("register.experts_listed", "register", actor(request), shown=len(page), page=page.number)
    context = {
        "filters": form,
        "filtered": form is not None and any(form.cleaned_data.values()),
        "page": page,
        "programme": programme,
        "rows": tables.expert_rows(page, selectors.loads(), programme=programme),
    }
    return render(request, "register/experts.html", context)


def expert(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.expert_for(actor(request), ref)
    editable = rules.can_edit_expert(actor(request), found)
    programme = rules.is_programme(actor(request))
    loads = selectors.loads()
    rows = tables.profile_rows(found, programme=programme) if editable else tables.agency_view_rows(found, loads)
    context = {
        "expert": found,
        "rows": rows,
        "editable": editable,
        "programme": programme,
        "load": tables.load_of(loads, found.ref),
    }
    return render(request, "register/expert.html", context)


def expert_add(request: HttpRequest) -> HttpResponse:
    form = AddExpertForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = services.add_expert(**form.cleaned_data, by=actor(request))
        except IllegalMove as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            messages.success(request, "Added. Now say what is known, a part at a time.")
            return redirect("register:expert", made.ref)
    return render(request, "register/expert_add.html", {"form": form}, status=status)


@needs_fresh_sign_in
def export(request: HttpRequest) -> HttpResponse:
    rows = services.export_register(by=actor(request))
    return sheet(rows, "register", as_csv=request.GET.get("as") == "csv")
