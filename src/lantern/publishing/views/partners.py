"""The partners' entries: each organisation's own page by link, and the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import User, actor
from lantern.pages.acting import answered, typed
from lantern.publishing.forms.partners import EntryForm, EntryLinkForm
from lantern.publishing.models import Partner
from lantern.publishing.selectors import partners as selectors
from lantern.publishing.services import partners as services
from lantern.publishing.services.partners import OWN
from lantern.publishing.views.asked import by_link

FORM = "form.html"


def _edit(request: HttpRequest, found: Partner, by: User | None, back: str) -> HttpResponse:
    form = EntryForm(typed(request), initial={"version": found.version, **{name: getattr(found, name) for name in OWN}})

    def act() -> HttpResponse:
        services.correct_entry(partner=found, version=form.cleaned_data["version"], facts=form.facts(), by=by)
        messages.success(request, "The entry is put right, and stands on the partners’ page now.")
        return redirect(back)

    context = {
        "caption": found.name,
        "heading": "Your entry" if by is None else "The entry",
        "lead": "It stands on a public page. Leave empty what you do not want there: it is then shown as not known.",
        "back": back,
        "open_page": by is None,
    }
    version = lambda: Partner.objects.get(pk=found.pk).version  # noqa: E731
    return answered(request, form, act, FORM, context, version)


def entry(request: HttpRequest, token: str) -> HttpResponse:
    found: Partner | HttpResponse = by_link(request, selectors.partner_by_link, token)
    if isinstance(found, HttpResponse):
        return found
    return _edit(request, found, None, reverse("publishing:entry", args=[token]))


def partners(request: HttpRequest) -> HttpResponse:
    return render(request, "publishing/desk_partners.html", {"partners": selectors.partners_visible_to(actor(request))})


def partner_edit(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    return _edit(request, selectors.partner_for(user, ref), user, reverse("publishing:partners"))


def partner_link(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.partner_for(user, ref)
    form = EntryLinkForm(typed(request), initial={"email": found.contact if found.contact_sealed else ""})

    def act() -> HttpResponse:
        services.send_entry_link(partner=found, email=form.cleaned_data["email"], by=user)
        messages.success(request, "The link is sent.")
        return redirect("publishing:partners")

    context = {
        "caption": found.name,
        "heading": "Send the link to its entry",
        "back": reverse("publishing:partners"),
        "button": "Send the link",
    }
    return answered(request, form, act, FORM, context)
