"""Rate cards: one coordinator proposes a version, another decides on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantern.accounts.public import actor
from lantern.pages.acting import pressed
from lantern.remuneration import rules, selectors, services
from lantern.remuneration.domain.rates import CardState
from lantern.remuneration.forms.rates import CardForm, ChangeCardForm, ProposeForm
from lantern.remuneration.tables import rates as tables
from lantern.remuneration.views.acting import answered

TWO_PEOPLE = "Nothing changes until another coordinator approves it. A claim already made keeps the rates of its day."


def cards(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = list(selectors.cards_visible_to(user))
    return render(
        request,
        "remuneration/cards.html",
        {
            "proposed": tables.card_rows([card for card in found if card.state == CardState.PROPOSED]),
            "rows": tables.card_rows([card for card in found if card.state != CardState.PROPOSED]),
            "programme": rules.is_programme(user),
        },
    )


def card(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    return render(request, "remuneration/card.html", tables.card_page(selectors.card_for(user, ref), user))


def card_propose(request: HttpRequest) -> HttpResponse:
    """`?from=` a card starts from its rates."""
    user = actor(request)
    before = selectors.cards_visible_to(user).filter(ref=request.GET.get("from", "")[:8]).first()
    initial = CardForm.initial_of(before)
    if before is not None:
        initial |= {
            "partnership": before.partnership.ref if before.partnership else None,
            "agency": before.agency.ref if before.agency else None,
        }
    form = ProposeForm(request.POST or None, initial=initial)

    def act() -> str:
        made = services.propose_card(by=user, **form.values)
        messages.success(request, "Proposed. Another coordinator decides on it.")
        return reverse("remuneration:card", args=[made.ref])

    back = reverse("remuneration:cards")
    context = {"heading": "Propose rates", "lead": TWO_PEOPLE, "back": back, "button": "Propose these rates"}
    return answered(request, form, act, context)


def card_change(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.card_for(actor(request), ref)
    initial = CardForm.initial_of(found) | {"valid_from": found.valid_from, "version": found.version}
    form = ChangeCardForm(request.POST or None, initial=initial)
    back = reverse("remuneration:card", args=[ref])

    def act() -> str:
        services.change_proposed(card=found, version=form.cleaned_data["version"], by=actor(request), **form.values)
        messages.success(request, "Changed. Another coordinator decides on it.")
        return back

    context = {"heading": "Change proposed rates", "lead": TWO_PEOPLE, "back": back}
    return answered(request, form, act, context, record=found)


@require_POST
def card_approve(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.card_for(actor(request), ref)
    return pressed(
        request,
        lambda version: services.approve_card(card=found, version=version, by=actor(request)),
        "Approved.",
        reverse("remuneration:card", args=[ref]),
    )


@require_POST
def card_refuse(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.card_for(actor(request), ref)
    return pressed(
        request,
        lambda version: services.refuse_card(card=found, version=version, by=actor(request)),
        "Set aside.",
        reverse("remuneration:card", args=[ref]),
    )
