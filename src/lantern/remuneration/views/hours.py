"""Hours and pay, as she keeps them: her log, and one press that claims it."""

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantern.access.public import Hidden
from lantern.accounts.public import actor
from lantern.kit import clock, money
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.pages.acting import pressed
from lantern.remuneration import rules, selectors, services
from lantern.remuneration.domain.notices import BENEFITS
from lantern.remuneration.forms.claims import ClaimForm
from lantern.remuneration.forms.work import CorrectCostForm, CorrectEntryForm, CostForm, EntryForm
from lantern.remuneration.models import Cost, Engagement
from lantern.remuneration.tables import hours as tables
from lantern.remuneration.views.acting import answered


def hours(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    found = list(selectors.engagements_visible_to(user))
    waiting = selectors.waiting_to_be_claimed(found)
    return render(
        request,
        "remuneration/hours.html",
        {"cards": tables.cards(found, waiting, rules.standing_of(user)), "programme": rules.is_programme(user)},
    )


def engagement(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.engagement_for(user, ref)
    return render(request, "remuneration/engagement.html", tables.engagement_page(found, user))


def back_to(found: Engagement) -> str:
    return reverse("remuneration:engagement", args=[found.ref])


def entry_add(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.engagement_for(actor(request), ref)
    form = EntryForm(request.POST or None, initial={"done_on": clock.today()})

    def act() -> str:
        entry = services.record_entry(engagement=found, by=actor(request), **form.values)
        messages.success(request, " ".join(["Logged.", *entry.flags]))
        return back_to(found)

    return answered(request, form, act, {"heading": "Add time", "back": back_to(found)})


def entry(request: HttpRequest, ref: str, entry: str) -> HttpResponse:
    kept = selectors.entry_for(actor(request), ref, entry)
    form = CorrectEntryForm(request.POST or None, initial=CorrectEntryForm.initial_of(kept))

    def act() -> str:
        version = form.cleaned_data["version"]
        changed = services.correct_entry(entry=kept, version=version, by=actor(request), **form.values)
        messages.success(request, " ".join(["Corrected.", *changed.flags]))
        return back_to(kept.engagement)

    context = {
        "heading": "Correct time",
        "back": back_to(kept.engagement),
        "strike": reverse("remuneration:entry_strike", args=[ref, entry]),
        "strike_label": "It did not happen: take it out",
        "version": kept.version,
    }
    return answered(request, form, act, context, record=kept)


@require_POST
def entry_strike(request: HttpRequest, ref: str, entry: str) -> HttpResponse:
    kept = selectors.entry_for(actor(request), ref, entry)
    return pressed(
        request,
        lambda version: services.strike_entry(entry=kept, version=version, by=actor(request)),
        "Taken out of your log.",
        back_to(kept.engagement),
    )


def cost_of(request: HttpRequest, ref: str, cost: str) -> Cost:
    found = selectors.engagement_for(actor(request), ref)
    kept = found.costs.filter(ref=cost, struck_at=None).first()
    if kept is None:
        raise Hidden(cost[:40])
    kept.engagement = found
    return kept


def cost_add(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.engagement_for(actor(request), ref)
    form = CostForm(request.POST or None, initial={"spent_on": clock.today()})

    def act() -> str:
        services.record_cost(engagement=found, by=actor(request), **form.values)
        messages.success(request, "Logged.")
        return back_to(found)

    context = {"heading": "Add an access cost", "lead": found.access_costs, "back": back_to(found)}
    return answered(request, form, act, context)


def cost(request: HttpRequest, ref: str, cost: str) -> HttpResponse:
    kept = cost_of(request, ref, cost)
    form = CorrectCostForm(request.POST or None, initial=CorrectCostForm.initial_of(kept))

    def act() -> str:
        version = form.cleaned_data["version"]
        services.correct_cost(cost=kept, version=version, by=actor(request), **form.values)
        messages.success(request, "Corrected.")
        return back_to(kept.engagement)

    context = {
        "heading": "Correct an access cost",
        "back": back_to(kept.engagement),
        "strike": reverse("remuneration:cost_strike", args=[ref, cost]),
        "strike_label": "Take this cost out",
        "version": kept.version,
    }
    return answered(request, form, act, context, record=kept)


@require_POST
def cost_strike(request: HttpRequest, ref: str, cost: str) -> HttpResponse:
    kept = cost_of(request, ref, cost)
    return pressed(
        request,
        lambda version: services.strike_cost(cost=kept, version=version, by=actor(request)),
        "Taken out of your log.",
        back_to(kept.engagement),
    )


def seen_mark(free: selectors.Unclaimed) -> str:
    """Changes with anything that the page before the press showed."""
    shown = [f"{entry.ref}.{entry.version}" for entry in free.entries]
    shown += [f"{cost.ref}.{cost.version}" for cost in free.costs]
    shown.append(str(free.price.total_pence if free.price else ""))
    return hashlib.sha256(" ".join(shown).encode()).hexdigest()


def claim_check(request: HttpRequest, ref: str) -> HttpResponse:
    """Check your answers, then one press."""
    user = actor(request)
    found = selectors.engagement_for(user, ref)
    free = selectors.unclaimed(found)
    mark = seen_mark(free)
    form = ClaimForm(request.POST or None, initial={"seen": mark})
    notice = found.payee.notice_read_at is None and rules.can_set_payee(user, found.payee)

    def act() -> str:
        if form.cleaned_data["seen"] != mark:
            raise OutOfDate("Your log")
        if free.price is None:
            raise IllegalMove("There is no agreed rate for some of this time yet. The programme has to add one.")
        made = services.claim_now(engagement=found, by=user)
        if notice:
            services.read_notice(payee=found.payee, by=user)
        total = money.in_words(made.total_pence)
        messages.success(request, f"Your claim for {total} is sent. Its promised day stands below.")
        return reverse("remuneration:claim", args=[made.ref])

    context = {
        **tables.check_page(found, free),
        "mark": mark,
        "notice": BENEFITS,
        "notice_unread": notice,
        "back": back_to(found),
    }
    return answered(request, form, act, context, template="remuneration/claim_check.html")
