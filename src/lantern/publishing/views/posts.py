"""Contributions: their author's page by link, and the desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.pages.acting import answered, posted_version, pressed, typed
from lantern.pages.throttle import slowed, too_many
from lantern.publishing.domain.posts import PostState
from lantern.publishing.forms.posts import AskForPostForm, ChangeForm, DeclineForm, EditPostForm, PostForm
from lantern.publishing.models import Post
from lantern.publishing.selectors import posts as selectors
from lantern.publishing.services import posts as services
from lantern.publishing.views.asked import by_link

FORM = "form.html"


def _initial(post: Post) -> dict[str, Any]:
    return {
        "version": post.version,
        "title": post.title,
        "text": post.text,
        "byline": post.byline,
        "content_note": post.content_note,
        "embargo_until": post.embargo_until,
        "word": post.word_to_author,
    }


def _version(post: Post) -> Callable[[], int]:
    return lambda: Post.objects.get(pk=post.pk).version


def write(request: HttpRequest, token: str) -> HttpResponse:
    """Her own page: to write, to read the final text, to say yes or no, and to take it back."""
    post: Post | HttpResponse = by_link(request, selectors.post_by_link, token)
    if isinstance(post, HttpResponse):
        return post
    state = PostState(post.state)
    context: dict[str, Any] = {"token": token, "post": post, "state": state.value, "label": state.label}
    if state is not PostState.WRITING:
        if request.method == "POST":
            messages.error(request, "You have sent it already, so it was not changed. What you sent stands below.")
        context |= {"final": post.final, "mark": post.final.mark(), "form": ChangeForm()}
        return render(request, "publishing/write_after.html", context)
    form = PostForm(typed(request), initial=_initial(post))
    if form.is_bound and too_many(request, "apply"):
        return render(request, "publishing/write.html", {**context, "form": form}, status=slowed(form))

    def act() -> HttpResponse:
        said = form.cleaned_data
        kept = {"post": post, "version": said["version"], "final": form.final(), "embargo_until": said["embargo_until"]}
        if "send" in request.POST:
            services.send_post(**kept)
            messages.success(
                request, "Thank you. The editor has it now, and you will be asked before anything goes out."
            )
        else:
            services.keep_post(**kept)
            messages.success(request, "It is kept. Come back by the same link.")
        return redirect("publishing:write", token=token)

    return answered(request, form, act, "publishing/write.html", context, _version(post))


def _done(request: HttpRequest, token: str, act: Callable[[Post], object], said: str) -> HttpResponse:
    post: Post | HttpResponse = by_link(request, selectors.post_by_link, token)
    if isinstance(post, HttpResponse):
        return post
    try:
        act(post)
        messages.success(request, said)
    except (IllegalMove, OutOfDate) as problem:
        messages.error(request, str(problem))
    return redirect("publishing:write", token=token)


def approve(request: HttpRequest, token: str) -> HttpResponse:
    mark = request.POST.get("mark", "")
    said = "Thank you. These words, and no others, will be published."
    return _done(request, token, lambda post: services.approve_post(post=post, mark=mark), said)


def change(request: HttpRequest, token: str) -> HttpResponse:
    word = request.POST.get("word", "")[:2000]
    said = "The editor has your word, and will send you the text again."
    return _done(request, token, lambda post: services.ask_for_change(post=post, word=word), said)


def take_back(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        said = "It is gone, everywhere."
        return _done(request, token, lambda post: services.withdraw_post(post=post, by=None), said)
    post: Post | HttpResponse = by_link(request, selectors.post_by_link, token)
    if isinstance(post, HttpResponse):
        return post
    return render(request, "publishing/write_take_back.html", {"token": token, "post": post})


def posts(request: HttpRequest) -> HttpResponse:
    return render(request, "publishing/desk_posts.html", {"posts": selectors.posts_visible_to(actor(request))})


def post_ask(request: HttpRequest) -> HttpResponse:
    form = AskForPostForm(typed(request))

    def act() -> HttpResponse:
        services.ask_for_post(by=actor(request), **form.cleaned_data)
        messages.success(request, "She is asked, by a link of her own.")
        return redirect("publishing:posts")

    context = {
        "heading": "Ask somebody to write",
        "lead": "She needs no account. She chooses the name it stands under, approves the final text, and can take it "
        "back at any time.",
        "back": reverse("publishing:posts"),
        "button": "Send the link",
    }
    return answered(request, form, act, FORM, context)


def post(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.post_for(actor(request), ref)
    state = PostState(found.state)
    context = {
        "post": found,
        "label": state.label,
        "final": found.final,
        "author": found.author if found.author_sealed else "",
        "editable": state in {PostState.SUBMITTED, PostState.WITH_AUTHOR, PostState.APPROVED},
        "givable": state is PostState.SUBMITTED,
        "publishable": state is PostState.APPROVED,
        "standing": state not in {PostState.WITHDRAWN},
        "shown": state not in {PostState.WRITING, PostState.WITHDRAWN},
        "waiting": selectors.waiting_for_a_look(found) if state is not PostState.WRITING else [],
    }
    return render(request, "publishing/desk_post.html", context)


def post_edit(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.post_for(actor(request), ref)
    reasons = {(one.words, one.what): one.reason for one in found.looks}
    findings = selectors.found_in(found)
    initial = _initial(found) | {f"reason_{at}": reasons.get(one, "") for at, one in enumerate(findings)}
    form = EditPostForm(typed(request), found=findings, initial=initial)

    def act() -> HttpResponse:
        said = form.cleaned_data
        left = services.edit_post(
            post=found,
            version=said["version"],
            final=form.final(),
            embargo_until=said["embargo_until"],
            word=said["word"],
            reasons=form.reasons(),
            by=actor(request),
        )
        if left:
            messages.warning(request, f"{len(left)} of the words could still point to somebody. Look at them again.")
        return redirect("publishing:post", ref=ref)

    context = {"heading": "The text", "back": reverse("publishing:post", args=[ref]), "button": "Keep the text"}
    return answered(request, form, act, FORM, context, _version(found))


def post_give(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.post_for(actor(request), ref)
    return pressed(
        request,
        lambda version: services.give_to_author(post=found, version=version, by=actor(request)),
        "Its author is asked to approve it.",
        reverse("publishing:post", args=[ref]),
    )


def post_publish(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.post_for(actor(request), ref)
    return pressed(
        request,
        lambda version: services.publish_post(post=found, version=version, by=actor(request)),
        "It is published.",
        reverse("publishing:post", args=[ref]),
    )


def post_decline(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.post_for(actor(request), ref)
    form = DeclineForm(typed(request), initial={"version": found.version})

    def act() -> HttpResponse:
        services.decline_post(post=found, by=actor(request), **form.cleaned_data)
        return redirect("publishing:post", ref=ref)

    context = {"heading": "Not publish it", "back": reverse("publishing:post", args=[ref]), "button": "Tell her"}
    return answered(request, form, act, FORM, context, _version(found))


def post_take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """For whoever asks by telephone or letter."""
    found = selectors.post_for(actor(request), ref)
    if request.method == "POST":
        act = lambda _version: services.withdraw_post(post=found, by=actor(request))  # noqa: E731
        return pressed(request, act, "It is gone, everywhere.", reverse("publishing:posts"))
    context = {"post": found, "version": posted_version(request), "desk": True}
    return render(request, "publishing/write_take_back.html", context)
