"""The desk: what is written, consulted on, signed and published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.pages.acting import answered, pressed, typed
from lantern.publishing.domain.consulting import Decision, VersionState
from lantern.publishing.domain.passages import changes, passages
from lantern.publishing.forms.guidance import AskForm, AskToSignForm, CutForm, DecideForm, OpenForm
from lantern.publishing.models import Comment, Version
from lantern.publishing.selectors import guidance as selectors
from lantern.publishing.services import consulting, signing, versions

FORM = "form.html"


def desk(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    pages = selectors.with_live_version(selectors.guidance_pages(user))
    return render(request, "publishing/desk.html", {"pages": pages, "due": selectors.due_to_be_read_again(user)})


def guidance(request: HttpRequest, ref: str) -> HttpResponse:
    page = selectors.page_for(actor(request), ref)
    found = selectors.versions_of(page)
    return render(request, "publishing/desk_guidance.html", {"page": page, "versions": found})


def cut(request: HttpRequest, ref: str) -> HttpResponse:
    page = selectors.page_for(actor(request), ref)

    def act() -> HttpResponse:
        made = versions.cut_version(page=page, major=form.cleaned_data["major"] == "yes", by=actor(request))
        return redirect("publishing:version", ref=made.ref)

    form = CutForm(typed(request))
    context = {
        "caption": page.title,
        "heading": "Make a numbered version",
        "lead": "It keeps the page’s newest draft as it is now. You then ask people about it, ask organisations "
        "whether they agree, and publish it. The draft can go on meanwhile.",
        "back": reverse("publishing:desk_guidance", args=[ref]),
        "button": "Make the version",
    }
    return answered(request, form, act, FORM, context)


def version(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_for(actor(request), ref)
    consultation = getattr(found, "consultation", None)
    said = []
    if consultation is not None:
        now = list(passages(found.page.get_latest_revision_as_object().body.raw_data))
        said = selectors.said_of(selectors.comments_of(consultation), now)
    return render(
        request,
        "publishing/desk_version.html",
        {
            "version": found,
            "consultation": consultation,
            "open": consultation is not None and selectors.is_open(consultation),
            "people": consultation.contributors.all() if consultation else [],
            "withdrawn": consultation.comments.filter(withdrawn_on__isnull=False).count() if consultation else 0,
            "said": said,
            "waiting": sum(not one.comment.decision for one in said),
            "signed": found.sign_offs.select_related("partner"),
            "cut": VersionState(found.state) is VersionState.CUT,
            "signable": VersionState(found.state) in {VersionState.CUT, VersionState.PUBLISHED},
        },
    )


def _back(found: Version) -> str:
    return reverse("publishing:version", args=[found.ref])


def publish(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_for(actor(request), ref)
    return pressed(
        request,
        lambda _version: versions.publish_version(version=found, by=actor(request)),
        f"Version {found.number} is published.",
        _back(found),
    )


def set_aside(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_for(actor(request), ref)
    back = reverse("publishing:desk_guidance", args=[found.page.ref])
    act = lambda _version: versions.set_aside(version=found, by=actor(request))  # noqa: E731
    return pressed(request, act, f"Version {found.number} is set aside.", back)


def consult_open(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_for(actor(request), ref)
    form = OpenForm(typed(request))

    def act() -> HttpResponse:
        consulting.open_consultation(version=found, by=actor(request), **form.cleaned_data)
        return redirect(_back(found))

    return answered(request, form, act, FORM, _about(found, "Ask people about this version", "Open the consultation"))


def _about(found: Version, heading: str, button: str, lead: str = "") -> dict[str, Any]:
    caption = f"{found.title}, version {found.number}"
    return {"caption": caption, "heading": heading, "button": button, "lead": lead, "back": _back(found)}


def invite(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_for(actor(request), ref)
    form = AskForm(typed(request))

    def act() -> HttpResponse:
        consulting.ask(consultation=found.consultation, by=actor(request), **form.cleaned_data)
        messages.success(request, "She is asked, by a link of her own.")
        return redirect(_back(found))

    lead = "She gets one message with a link. She needs no account, and chooses herself how she is thanked."
    return answered(request, form, act, FORM, _about(found, "Ask somebody", "Send the link", lead))


def consult_close(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_for(actor(request), ref)
    return pressed(
        request,
        lambda _version: consulting.close_consultation(consultation=found.consultation, by=actor(request)),
        "The consultation is closed.",
        _back(found),
    )


def consult_tell(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_for(actor(request), ref)
    return pressed(
        request,
        lambda _version: consulting.tell_what_became(consultation=found.consultation, by=actor(request)),
        "Everyone who said something is told where to read what became of it.",
        _back(found),
    )


def sign_ask(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.version_for(actor(request), ref)
    form = AskToSignForm(typed(request))

    def act() -> HttpResponse:
        signing.ask_to_sign(version=found, by=actor(request), **form.cleaned_data)
        messages.success(request, "The organisation is asked.")
        return redirect(_back(found))

    lead = "It agrees, agrees with a note, or does not agree. Whatever it says is published, and so is no answer."
    return answered(request, form, act, FORM, _about(found, "Ask an organisation", "Send the link", lead))


def comment(request: HttpRequest, ref: str) -> HttpResponse:
    user = actor(request)
    found = selectors.comment_for(user, ref)
    about = found.consultation.version
    form = DecideForm(
        typed(request), initial={"version": found.version, "decision": found.decision, "reply": found.reply}
    )

    def act() -> HttpResponse:
        said = form.cleaned_data
        consulting.decide(
            comment=found,
            version=said["version"],
            decision=Decision(said["decision"]),
            reply=said["reply"],
            by=user,
        )
        return redirect(_back(about))

    now = list(passages(about.page.get_latest_revision_as_object().body.raw_data))
    said = selectors.said_of([found], now)[0]
    context = {
        "comment": found,
        "version": about,
        "said": said,
        "pieces": changes(found.passage_words, found.proposed_words) if found.proposed_words else [],
        "back": _back(about),
    }
    now_version = lambda: Comment.objects.get(pk=found.pk).version  # noqa: E731
    return answered(request, form, act, "publishing/desk_comment.html", context, now_version)
