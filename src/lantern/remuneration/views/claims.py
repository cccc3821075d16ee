"""A claim, as the expert follows it, and as those who pay answer it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantern.access.public import Hidden, Reach, pages
from lantern.accounts.public import actor, roles_of
from lantern.kit import clock
from lantern.pages.acting import pressed
from lantern.remuneration import rules, selectors, services
from lantern.remuneration.forms.claims import FailedForm, PaidForm, WordsForm
from lantern.remuneration.models import Claim, Payment
from lantern.remuneration.tables import claims as tables
from lantern.remuneration.views.acting import answered

PAGE = 25


def claims(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    waiting = selectors.waiting_on(user)
    page = Paginator(selectors.claims_visible_to(user), PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "waiting": tables.claim_rows(waiting, today),
        "page": page,
        "rows": tables.claim_rows(page.object_list, today),
        "settles": pages()["remuneration:finance"].reach_for(roles_of(user)) is not Reach.NO,
    }
    return render(request, "remuneration/claims.html", context)


def claim(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.claim_for(user, ref)
    return render(request, "remuneration/claim.html", tables.claim_page(found, user))


def back_to(ref: str) -> str:
    return reverse("remuneration:claim", args=[ref])


def act_on(request: HttpRequest, ref: str, act: Callable[..., object], done: str) -> HttpResponse:
    found = selectors.claim_for(actor(request), ref)
    return pressed(
        request, lambda version: act(claim=found, version=version, by=actor(request)), done, back_to(found.ref)
    )


@require_POST
def claim_submit(request: HttpRequest, ref: str) -> HttpResponse:
    return act_on(request, ref, services.submit_claim, "The claim is sent.")


@require_POST
def claim_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    return act_on(request, ref, services.withdraw_claim, "The claim is taken back. Its time can be claimed again.")


@require_POST
def claim_approve(request: HttpRequest, ref: str) -> HttpResponse:
    return act_on(request, ref, services.approve_claim, "The claim is approved. The programme sends it for payment.")


@require_POST
def claim_send(request: HttpRequest, ref: str) -> HttpResponse:
    return act_on(request, ref, services.send_for_payment, "Sent for payment. The invoice has its number.")


@require_POST
def claim_link(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.claim_for(actor(request), ref)
    return pressed(
        request,
        lambda _version: services.send_link(claim=found, by=actor(request)),
        "A new link is on its way to the payer. Earlier ones no longer work.",
        back_to(found.ref),
    )


def claim_query(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.claim_for(actor(request), ref)
    rules.check_can_decide(actor(request), found)
    form = WordsForm(request.POST or None, initial={"version": found.version}, label="What do you need to know?")
    return said(request, found, form, services.query_claim, "Ask about this claim", "Your question is with her.")


def claim_answer(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.claim_for(actor(request), ref)
    rules.check_can_claim(actor(request), found)
    form = WordsForm(request.POST or None, initial={"version": found.version}, label="Your answer")
    asked = tables.question_of(found)
    return said(request, found, form, services.answer_query, "Answer the question", "Your answer is sent.", asked)


def said(
    request: HttpRequest,
    found: Claim,
    form: WordsForm,
    act: Callable[..., object],
    heading: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    def run() -> str:
        act(claim=found, by=actor(request), **form.cleaned_data)
        messages.success(request, done)
        return back_to(found.ref)

    context = {"heading": heading, "lead": lead, "back": back_to(found.ref), "button": "Send"}
    return answered(request, form, run, context, record=found)


def payment_of(request: HttpRequest, ref: str) -> Payment:
    """A payment of a claim that this person sees, if it is theirs to settle."""
    found = Payment.objects.select_related("share__claim", "share__payer__partnership").filter(ref=ref).first()
    if found is None or not rules.can_settle(actor(request), found.share.payer, found.ref):
        raise Hidden(ref[:40])
    selectors.claim_for(actor(request), found.share.claim.ref)
    return found


def payment_paid(request: HttpRequest, ref: str) -> HttpResponse:
    found = payment_of(request, ref)
    form = PaidForm(request.POST or None, initial={"on": clock.today()})
    back = back_to(found.share.claim.ref)

    def act() -> str:
        services.record_paid(payment=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "Marked as paid.")
        return back

    context = {"heading": "Mark as paid", "lead": tables.payment_sentence(found), "back": back, "button": "It was paid"}
    return answered(request, form, act, context)


def payment_failed(request: HttpRequest, ref: str) -> HttpResponse:
    found = payment_of(request, ref)
    form = FailedForm(request.POST or None)
    back = back_to(found.share.claim.ref)

    def act() -> str:
        services.record_failed(payment=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "Marked as failed. The programme sends it again once it is put right.")
        return back

    context = {"heading": "The payment failed", "lead": tables.payment_sentence(found), "back": back, "button": "Save"}
    return answered(request, form, act, context)
