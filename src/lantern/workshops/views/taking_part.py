"""The pages of those who come: no account, one link, on a phone."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.access.public import Hidden
from lantern.accounts.public import actor
from lantern.kit import clock
from lantern.kit.states import IllegalMove
from lantern.pages.acting import answered, typed
from lantern.pages.calendars import Meeting, calendar_file
from lantern.pages.files import attachment
from lantern.pages.throttle import slowed, too_many
from lantern.register.public import expert_of
from lantern.workshops import selectors, services
from lantern.workshops.domain.certificate import pdf
from lantern.workshops.domain.materials import TYPES
from lantern.workshops.domain.places import State, Way
from lantern.workshops.domain.sessions import Presence, SessionState
from lantern.workshops.forms.taking_part import CheckInForm, CodeForm, NeedsForm, SignUpForm
from lantern.workshops.models import Invitation, Session, SignUp, mark_of
from lantern.workshops.tables import sessions as tables

CANCEL_LABELS = {
    State.PLACED: "Cancel my place",
    State.OFFERED: "Let it go",
    State.WAITING: "Leave the waiting list",
}


def listing(request: HttpRequest) -> HttpResponse:
    found = [(series, [tables.listed(one) for one in sessions]) for series, sessions in selectors.listed_series()]
    return render(request, "workshops/list.html", {"series": found})


def detail(request: HttpRequest, ref: str) -> HttpResponse:
    session = selectors.public_session(ref)
    return render(request, "workshops/detail.html", shown(session))


def shown(session: Session) -> dict[str, Any]:
    """What anyone may know, and whether places can be asked for now."""
    try:
        services.check_still_open(session)
    except IllegalMove as problem:
        closed = str(problem)
    else:
        closed = ""
    room = selectors.room_of(session)
    full = not any(room.free(way) for way in Way if session.places[way])
    return {"session": session, "facts": tables.facts(session, room), "closed": closed, "full": full}


def sign_up(request: HttpRequest, ref: str) -> HttpResponse:
    session = selectors.public_session(ref)
    back = reverse("workshops:detail", kwargs={"ref": ref})
    return asking(request, session, None, back, reverse("workshops:signed_up", kwargs={"ref": ref}))


def signed_up(request: HttpRequest, ref: str) -> HttpResponse:
    selectors.public_session(ref)
    return render(request, "workshops/signed_up.html")


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "GET" and too_many(request, "link"):
        return render(request, "429.html", status=429)
    try:
        found = selectors.invitation_by_link(token)
    except Hidden:
        return render(request, "workshops/link_closed.html", status=404)
    return asking(request, found.session, found, "", "")


def asking(request: HttpRequest, session: Session, by: Invitation | None, back: str, done: str) -> HttpResponse:
    """The form for a place. It answers alike whether or not this address has asked before."""
    initial = {"email": by.email} if by else None
    form = SignUpForm(typed(request), session=session, room=selectors.room_of(session), initial=initial)
    context = {**shown(session), "form": form, "back": back, "invited": by is not None}
    if request.method != "POST":
        return render(request, "workshops/sign_up.html", context)
    if too_many(request, "sign_up"):
        return render(request, "workshops/sign_up.html", context, status=slowed(form))
    status = 422
    if form.is_valid():
        asked = form.asked()
        try:
            # The answer is the same where a mailbox has had enough of our messages for an hour.
            if not too_many(request, "mail_again", mark_of(session.ref, asked.email)):
                services.sign_up(session=session, asked=asked, invitation=by)
        except IllegalMove as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            return redirect(done) if done else render(request, "workshops/signed_up.html")
    return render(request, "workshops/sign_up.html", context, status=status)


def own(request: HttpRequest, token: str) -> SignUp | HttpResponse:
    """What her link opens, or the page that says it does not."""
    if too_many(request, "link"):
        return render(request, "429.html", status=429)
    try:
        return selectors.sign_up_by_link(token)
    except Hidden:
        return render(request, "workshops/link_closed.html", status=404)


def mine(request: HttpRequest, token: str) -> HttpResponse:
    found = own(request, token)
    if isinstance(found, HttpResponse):
        return found
    if found.state in {State.OFFERED, State.WAITING}:
        services.settle_now(session=found.session)  # what she reads is how it stands, not how it stood last night
        found.refresh_from_db(fields=["state", "offered_until", "version"])
    return page_of(request, token, found, CodeForm(), 200)


def page_of(request: HttpRequest, token: str, found: SignUp, form: CodeForm, status: int) -> HttpResponse:
    """Her own page: how she stands, what she may see because of it, and what she can do."""
    state, session, now = State(found.state), found.session, clock.now()
    called_off, begun, over = session.state == SessionState.CANCELLED, session.starts <= now, session.ends <= now
    placed = state is State.PLACED and not called_off
    live = not called_off and not begun
    change = reverse("workshops:mine_needs", kwargs={"token": token})
    needs = [tables.own_needs(found, change)] if state.live and live else []
    return render(
        request,
        "workshops/mine.html",
        {
            "token": token,
            "sign_up": found,
            "session": session,
            "state": tables.standing(found, now),
            "placed": placed,
            "over": over,
            "offered": state is State.OFFERED and live,
            "lapsed": state is State.LAPSED and live,
            "waiting": state is State.WAITING and live,
            "before": selectors.standing_in_line(found) if state is State.WAITING else 0,
            "can_cancel": state.live and live,
            "cancel_label": CANCEL_LABELS.get(state, ""),
            "until": tables.moment(found.offered_until) if found.offered_until else "",
            "facts": [*tables.own(found), *needs],
            "join": session.online if placed and not over and found.way == Way.ONLINE else "",
            "materials": list(session.materials.defer("file")) if placed else [],
            "can_check_in": placed and not found.presence and services.can_check_in(session),
            "here": came(found) and not over,
            "evaluate": selectors.evaluation_link(session) if placed else "",
            "told": [one.words for one in session.messages.all()] if came(found) else [],
            "certificate": came(found) and over,
            "form": form,
            "profile": profile_words(request, found),
        },
        status=status,
    )


def profile_words(request: HttpRequest, found: SignUp) -> str:
    """Whether the profile of whoever is signed in has this place: "join" where it can, "joined", or nothing."""
    hers = expert_of(request.user)
    if hers is None or State(found.state) is State.CANCELLED or found.session.state == SessionState.CANCELLED:
        return ""
    return "join" if found.expert_id is None else "joined" if found.expert_id == hers.pk else ""


def came(sign_up: SignUp) -> bool:
    return bool(sign_up.presence) and Presence(sign_up.presence).came


def mine_here(request: HttpRequest, token: str) -> HttpResponse:
    found = own(request, token)
    if isinstance(found, HttpResponse):
        return found
    form, status = CodeForm(request.POST), 422
    if too_many(request, "check_in"):
        status = slowed(form)
    elif form.is_valid():
        try:
            services.check_in(sign_up=found, code=form.cleaned_data["code"])
        except IllegalMove as problem:
            form.add_error("code", str(problem))
            status = 409
        else:
            messages.success(request, "Thank you. You are checked in.")
            return redirect("workshops:mine", token=token)
    return page_of(request, token, found, form, status)


def check_in(request: HttpRequest, ref: str) -> HttpResponse:
    """In the room, without one's own link at hand. Whether an address has a place is not said."""
    session = selectors.open_session(ref)
    form, status = CheckInForm(typed(request)), 200
    if request.method == "POST":
        status = 422
        if too_many(request, "check_in"):
            status = slowed(form)
        elif form.is_valid():
            try:
                services.check_in_by_address(session=session, **form.cleaned_data)
            except IllegalMove as problem:
                form.add_error("code", str(problem))
                status = 409
            else:
                return render(request, "workshops/check_in.html", {"session": session, "done": True})
    return render(request, "workshops/check_in.html", {"session": session, "form": form}, status=status)


def mine_certificate(request: HttpRequest, token: str) -> HttpResponse:
    found = own(request, token)
    if isinstance(found, HttpResponse):
        return found
    if not came(found) or found.session.ends > clock.now():
        return render(request, "workshops/link_closed.html", status=404)
    return attachment(pdf(tables.certificate(found)), "certificate.pdf", "application/pdf")


def pressed(request: HttpRequest, token: str, act: Any, done: str) -> HttpResponse:
    found = own(request, token)
    if isinstance(found, HttpResponse):
        return found
    try:
        act(sign_up=found)
    except IllegalMove as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("workshops:mine", token=token)


def mine_take(request: HttpRequest, token: str) -> HttpResponse:
    return pressed(request, token, services.take_place, "The place is yours.")


def mine_cancel(request: HttpRequest, token: str) -> HttpResponse:
    return pressed(request, token, services.cancel_place, "Cancelled. Nobody will ask you why.")


def mine_needs(request: HttpRequest, token: str) -> HttpResponse:
    """Saying anew what she needs."""
    found = own(request, token)
    if isinstance(found, HttpResponse):
        return found
    said = {"needs": found.needs, "needs_words": found.needs_words, "version": found.version}
    form = NeedsForm(typed(request), initial=said)

    def act() -> HttpResponse:
        services.change_needs(sign_up=found, **form.cleaned_data)
        messages.success(request, "Kept. Those who arrange the session see it now.")
        return redirect("workshops:mine", token=token)

    def version_now() -> int:
        return SignUp.objects.values_list("version", flat=True).get(pk=found.pk)

    back = reverse("workshops:mine", kwargs={"token": token})
    context = {"session": found.session, "back": back}
    return answered(request, form, act, "workshops/mine_needs.html", context, version_now)


def mine_profile(request: HttpRequest, token: str) -> HttpResponse:
    act = partial(services.join_to_profile, by=actor(request))
    return pressed(request, token, act, "Joined. Having come counts in your profile.")


def mine_again(request: HttpRequest, token: str) -> HttpResponse:
    return pressed(request, token, services.ask_again, "You have asked again.")


def mine_calendar(request: HttpRequest, token: str) -> HttpResponse:
    found = own(request, token)
    if isinstance(found, HttpResponse):
        return found
    if found.state != State.PLACED:
        return render(request, "workshops/link_closed.html", status=404)
    session = found.session
    said_at = session.published_at or session.added_at
    cancelled = session.state == SessionState.CANCELLED
    return calendar_file([Meeting(session.ref, session.starts, session.ends, said_at, cancelled)])


def mine_material(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """The file at one place of the list of what is handed out."""
    found = own(request, token)
    if isinstance(found, HttpResponse):
        return found
    handed = list(found.session.materials.all())
    content = handed[place - 1].file if 1 <= place <= len(handed) else None
    if found.state != State.PLACED or content is None:
        return render(request, "workshops/link_closed.html", status=404)
    ending = handed[place - 1].ending
    return attachment(bytes(content), f"handout.{ending}", TYPES[ending])
