"""Who pays, in which shares, and who is paid."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from lantern.accounts.public import actor, needs_fresh_sign_in
from lantern.remuneration import rules, selectors, services
from lantern.remuneration.domain.notices import BENEFITS
from lantern.remuneration.forms.rates import AddPayerForm, ChoosePayeeForm, PayeeForm, PayerForm, SharesForm
from lantern.remuneration.tables import rates as tables
from lantern.remuneration.views.acting import answered


def payers(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = selectors.payers_visible_to(user)
    context = {"rows": tables.payer_rows(found), "programme": rules.is_programme(user)}
    return render(request, "remuneration/payers.html", context)


def payer_add(request: HttpRequest) -> HttpResponse:
    form = AddPayerForm(request.POST or None, initial={"term_days": 30})
    back = reverse("remuneration:payers")

    def act() -> str:
        services.add_payer(by=actor(request), **form.cleaned_data)
        messages.success(request, "Added.")
        return back

    context = {"heading": "Add a payer", "lead": "A partnership is added by itself when it first pays.", "back": back}
    return answered(request, form, act, context)


def payer(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.payer_for(actor(request), ref)
    names = ("name", "email", "term_days", "purchase_order", "version")
    form = PayerForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if not rules.is_programme(actor(request)):
        form.fields["email"].disabled = True  # where links go is the programme's to say
    back = reverse("remuneration:payers")

    def act() -> str:
        services.set_payer(payer=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "Saved.")
        return back

    return answered(request, form, act, {"heading": "How a payer pays", "back": back}, record=found)


@sensitive_post_parameters("bank")
@needs_fresh_sign_in
def payee(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.payee_for(actor(request), ref)
    names = ("name", "address", "bank", "vat_number", "vat_basis_points", "version")
    form = PayeeForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    back = reverse("remuneration:hours")

    def act() -> str:
        services.set_payee(payee=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "Saved. An open claim keeps what it was made with.")
        return back

    context = {
        "heading": "Where the money goes",
        "lead": "On invoices this is “who is paid”. Whoever is paid hears of a change.",
        "back": back,
    }
    response = answered(request, form, act, context, record=found)
    response["Cache-Control"] = "no-store"
    return response


def choose_payee(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.engagement_for(user, ref)
    rules.check_can_choose_payee(user, found)
    form = ChoosePayeeForm(request.POST or None, initial={"kind": found.payee_kind, "version": found.version})
    back = reverse("remuneration:engagement", args=[ref])

    def act() -> str:
        services.choose_payee(engagement=found, by=user, **form.cleaned_data)
        messages.success(request, "Chosen. It counts from the next claim on.")
        return back

    context = {
        "heading": "Who is paid",
        "lead": "It counts from the next claim on. The agency’s lead hears of a change.",
        "notice": BENEFITS,
        "back": back,
    }
    return answered(request, form, act, context, record=found)


def shares(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.engagement_for(user, ref)
    initial: dict[str, object] = {"version": found.version}
    for place, share in enumerate(found.payer_shares.all(), 1):
        fixed = share.fixed_pence
        initial |= {f"payer_{place}": share.payer.ref, f"fixed_{place}": fixed}
        if fixed is None:
            initial[f"parts_{place}"] = 100 if share.parts == 1 and place == 1 else share.parts
    form = SharesForm(request.POST or None, initial=initial, payers=selectors.payers_visible_to(user))
    back = reverse("remuneration:engagement", args=[ref])

    def act() -> str:
        version = form.cleaned_data["version"]
        services.set_shares(engagement=found, version=version, shares=form.shares, by=user)
        messages.success(request, "The shares are set.")
        return back

    context = {
        "heading": "Who pays how much",
        "lead": "Fixed amounts are met first; the rest is shared out to the penny.",
        "back": back,
    }
    return answered(request, form, act, context, record=found)
