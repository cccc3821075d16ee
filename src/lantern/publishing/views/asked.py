"""Pages of those who are asked by a personal link: to comment, to choose how they are thanked, to take it all back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.access.public import Hidden
from lantern.kit.states import IllegalMove
from lantern.pages.acting import answered, typed
from lantern.pages.throttle import slowed, too_many
from lantern.publishing.domain.consulting import Answer, Credit, Decision
from lantern.publishing.forms.guidance import CommentForm, CreditForm, SignForm
from lantern.publishing.models import Contributor, SignOff
from lantern.publishing.selectors import guidance as selectors
from lantern.publishing.services import consulting, signing

WHOLE = "whole"


def by_link(request: HttpRequest, find: Callable[[str], Any], token: str) -> Any:
    """What a personal link opens, or the page that says it does not."""
    if too_many(request, "link"):
        return render(request, "429.html", status=429)
    try:
        return find(token)
    except Hidden:
        return render(request, "link_closed.html", status=404)


def consult(request: HttpRequest, token: str) -> HttpResponse:
    found: Contributor | HttpResponse = by_link(request, selectors.contributor_by_link, token)
    if isinstance(found, HttpResponse):
        return found
    version = found.consultation.version
    own = list(found.comments.filter(withdrawn_on__isnull=True))
    by_passage: dict[str, list[Any]] = {}
    for one in own:
        by_passage.setdefault(one.passage, []).append(
            {"comment": one, "decision": Decision(one.decision).label if one.decision else ""}
        )
    rows, heading = [], ""
    for passage in selectors.passages_of(version):
        new = passage.heading if passage.heading != heading else ""
        rows.append({"passage": passage, "new_heading": new, "own": by_passage.get(passage.id, [])})
        heading = passage.heading
    return render(
        request,
        "publishing/consult.html",
        {
            "token": token,
            "contributor": found,
            "version": version,
            "language": _language(version.page),
            "open": selectors.is_open(found.consultation) and found.withdrawn_on is None,
            "rows": rows,
            "whole": by_passage.get("", []),
            "credit": Credit(found.credit).label,
        },
    )


def _language(page: Any) -> dict[str, Any]:
    """Of the words that are commented on; the page around them is ours."""
    return {"words": page.locale.language_code, "dir": "rtl" if page.locale.is_bidi else "ltr"}


def consult_passage(request: HttpRequest, token: str, passage: str) -> HttpResponse:
    found: Contributor | HttpResponse = by_link(request, selectors.contributor_by_link, token)
    if isinstance(found, HttpResponse):
        return found
    version = found.consultation.version
    identity = "" if passage == WHOLE else passage
    about = selectors.passage_of(version, identity)
    back = reverse("publishing:consult", args=[token])
    if about is None:
        messages.error(request, "That passage is not in this version. Choose it again from the list.")
        return redirect(back)
    form = CommentForm(typed(request), initial={"proposed_words": about.words})
    if not identity:
        del form.fields["proposed_words"]

    def act() -> HttpResponse:
        proposed = form.cleaned_data.get("proposed_words", "")
        unchanged = " ".join(proposed.split()) == " ".join(about.words.split())
        consulting.comment(
            contributor=found,
            passage=identity,
            said=form.cleaned_data["said"],
            proposed_words="" if unchanged else proposed,
        )
        messages.success(request, "Thank you. Your words are kept, and you will hear what becomes of them.")
        return redirect(f"{back}#p-{identity}" if identity else back)

    context = {"about": about, "version": version, "back": back, "words_language": _language(version.page)}
    if form.is_bound and too_many(request, "apply"):
        return render(request, "publishing/consult_passage.html", {**context, "form": form}, status=slowed(form))
    return answered(request, form, act, "publishing/consult_passage.html", context)


def consult_credit(request: HttpRequest, token: str) -> HttpResponse:
    found: Contributor | HttpResponse = by_link(request, selectors.contributor_by_link, token)
    if isinstance(found, HttpResponse):
        return found
    form = CreditForm(
        typed(request),
        initial={"credit": found.credit or Credit.ANONYMOUS.value, "credited_as": found.credited_as or found.name},
    )
    back = reverse("publishing:consult", args=[token])

    def act() -> HttpResponse:
        consulting.choose_credit(
            contributor=found,
            credit=Credit(form.cleaned_data["credit"]),
            credited_as=form.cleaned_data["credited_as"],
        )
        messages.success(request, "It is kept. You can change it at any time.")
        return redirect(back)

    context = {
        "heading": "How you are thanked",
        "lead": "Those who helped are thanked beside the guidance, as each of them wishes. What you wrote is never "
        "shown beside your name.",
        "back": back,
        "button": "Keep this",
    }
    return answered(request, form, act, "form.html", {**context, "open_page": True})


def consult_take_back(request: HttpRequest, token: str, ref: str) -> HttpResponse:
    found: Contributor | HttpResponse = by_link(request, selectors.contributor_by_link, token)
    if isinstance(found, HttpResponse):
        return found
    hers = found.comments.filter(ref=ref, withdrawn_on__isnull=True).first()
    if hers is None:
        return render(request, "link_closed.html", status=404)
    consulting.take_back(comment=hers)
    messages.success(request, "That comment is gone, also from what is published.")
    return redirect("publishing:consult", token=token)


def consult_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    found: Contributor | HttpResponse = by_link(request, selectors.contributor_by_link, token)
    if isinstance(found, HttpResponse):
        return found
    if request.method == "POST":
        consulting.withdraw(contributor=found)
        messages.success(request, "Everything you wrote is gone, and you are not named anywhere.")
        return redirect("publishing:consult", token=token)
    return render(request, "publishing/consult_withdraw.html", {"token": token, "contributor": found})


def sign(request: HttpRequest, token: str) -> HttpResponse:
    found: SignOff | HttpResponse = by_link(request, selectors.sign_off_by_link, token)
    if isinstance(found, HttpResponse):
        return found
    form = SignForm(
        typed(request),
        initial={
            "answers": found.answers,
            "answer": found.answer,
            "note": found.note,
            "note_public": found.note_public,
        },
    )
    context = {
        "token": token,
        "sign_off": found,
        "version": found.version,
        "body": selectors.body_of(found.version),
        "answer": Answer(found.answer).label if found.answer else "",
        "words_language": _language(found.version.page),
    }
    status = 200
    if form.is_bound:
        status = 422
        if too_many(request, "apply"):
            status = slowed(form)
        elif form.is_valid():
            said = form.cleaned_data
            try:
                signing.sign(
                    sign_off=found,
                    answers=said["answers"],
                    answer=Answer(said["answer"]),
                    note=said["note"],
                    note_public=said["note_public"],
                )
            except IllegalMove as problem:
                status = 409
                form.add_error(None, str(problem))
                found.refresh_from_db()
                form.data = {**request.POST.dict(), "answers": str(found.answers)}
                context["answer"] = Answer(found.answer).label if found.answer else ""
            else:
                messages.success(
                    request, "Thank you. Your organisation’s answer is kept. You can change it by this link."
                )
                return redirect("publishing:sign", token=token)
    return render(request, "publishing/sign.html", {**context, "form": form}, status=status)


def you_said(request: HttpRequest, ref: str) -> HttpResponse:
    """What was said of a version and what became of it: open to everyone once the version is, or was, published."""
    found = selectors.public_version(ref)
    return render(request, "publishing/you_said.html", {"version": found, "said": found.you_said()})
