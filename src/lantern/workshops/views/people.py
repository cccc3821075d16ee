"""The people of one session, for those who run it: the list, the room's code, who came, and a word to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantern.accounts.public import actor, needs_fresh_sign_in
from lantern.kit import clock
from lantern.pages.acting import answered
from lantern.pages.attendance import AttendanceForm
from lantern.pages.files import sheet
from lantern.workshops import rules, selectors, services
from lantern.workshops.domain.places import State
from lantern.workshops.domain.sessions import Presence, SessionState
from lantern.workshops.forms.people import InviteForm, WriteForm
from lantern.workshops.forms.taking_part import SignUpForm
from lantern.workshops.models import Session
from lantern.workshops.tables import people as tables
from lantern.workshops.tables.sessions import moment, when


def back_to(session: Session) -> str:
    return reverse("workshops:people", kwargs={"ref": session.ref})


def people(request: HttpRequest, ref: str) -> HttpResponse:
    session = selectors.session_for(actor(request), ref)
    found = list(selectors.sign_ups_of(session))
    return render(
        request,
        "workshops/people.html",
        {
            "session": session,
            "when": when(session),
            "rows": tables.rows(found),
            "needs": tables.needs(found),
            "counts": tables.counts(found),
            "can_invite": rules.is_programme(actor(request)) and session.state == SessionState.PUBLISHED,
        },
    )


@needs_fresh_sign_in
def people_csv(request: HttpRequest, ref: str) -> HttpResponse:
    return copy_of(request, ref, as_csv=True)


@needs_fresh_sign_in
def people_xlsx(request: HttpRequest, ref: str) -> HttpResponse:
    return copy_of(request, ref, as_csv=False)


def copy_of(request: HttpRequest, ref: str, *, as_csv: bool) -> HttpResponse:
    """The list that leaves, or what has to be arranged without anybody's name, as the address asks."""
    session = selectors.session_for(actor(request), ref)
    named = request.GET.get("what") != "needs"
    found = services.copy_of_people(session=session, named=named, by=actor(request))
    rows = tables.sheet(found) if named else tables.needs_sheet(found)
    return sheet(rows, "places" if named else "to-arrange", as_csv=as_csv)


def invite(request: HttpRequest, ref: str) -> HttpResponse:
    session = selectors.session_for(actor(request), ref)
    form = InviteForm(request.POST or None)

    def act() -> HttpResponse:
        services.invite_all(session=session, emails=form.cleaned_data["emails"], by=actor(request))
        count = len(form.cleaned_data["emails"])
        messages.success(request, f"{count} {'invitation is' if count == 1 else 'invitations are'} on the way.")
        return redirect(back_to(session))

    context = {"session": session, "back": back_to(session), "heading": "Invite people", "button": "Send"}
    return answered(request, form, act, "workshops/form.html", context)


def sign_up_for(request: HttpRequest, ref: str) -> HttpResponse:
    """For somebody who phones: she gets her own link by mail as if she had asked herself."""
    session = selectors.session_for(actor(request), ref)
    form = SignUpForm(request.POST or None, session=session, room=selectors.room_of(session))

    def act() -> HttpResponse:
        services.sign_up(session=session, asked=form.asked(), by=actor(request))
        messages.success(request, "Asked for. Her own link is on its way to her.")
        return redirect(back_to(session))

    context = {
        "session": session,
        "back": back_to(session),
        "heading": "Ask for somebody",
        "lead": "For somebody who phones. Say only what she tells you.",
        "button": "Ask for a place",
    }
    return answered(request, form, act, "workshops/form.html", context)


def room_code(request: HttpRequest, ref: str) -> HttpResponse:
    session = selectors.session_for(actor(request), ref)
    return render(
        request,
        "workshops/room_code.html",
        {
            "session": session,
            "code": services.room_code_of(session),
            "where": request.build_absolute_uri(reverse("workshops:check_in", kwargs={"ref": session.ref})),
            "from": moment(session.starts),
        },
    )


def attendance(request: HttpRequest, ref: str) -> HttpResponse:
    session = selectors.session_for(actor(request), ref)
    placed = [one for one in selectors.sign_ups_of(session) if one.state == State.PLACED]
    people = sorted(((one.ref, one.name) for one in placed), key=lambda pair: pair[1].casefold())
    said = {one.ref: one.presence for one in placed} | {f"{one.ref}_minutes": one.minutes_there for one in placed}
    form = AttendanceForm(
        request.POST or None,
        people=people,
        presences=[(one.value, one.label) for one in Presence],
        part=Presence.PART,
        longest=session.minutes,
        initial={**said, "version": session.version},
    )

    def act() -> HttpResponse:
        marks = {who: (Presence(how), minutes) for who, (how, minutes) in form.marks().items()}
        version = form.cleaned_data["version"]
        services.mark_attendance(session=session, version=version, marks=marks, by=actor(request))
        messages.success(request, "Kept. You can correct it at any time.")
        return redirect(back_to(session))

    context = {
        "session": session,
        "back": back_to(session),
        "heading": "Who came",
        "lead": f"{when(session)}. Leave out whom you do not know about.",
        "nobody": not people,
        "button": "Save",
    }
    now = Session.objects.values_list("version", flat=True)
    return answered(request, form, act, "workshops/form.html", context, lambda: now.get(pk=session.pk))


def write(request: HttpRequest, ref: str) -> HttpResponse:
    session = selectors.session_for(actor(request), ref)
    form = WriteForm(request.POST or None)

    def act() -> HttpResponse:
        words = form.cleaned_data["words"]
        count = services.write_to_those_who_came(session=session, words=words, by=actor(request))
        messages.success(request, f"It stands on the page of the {count} who came, and they are told.")
        return redirect(back_to(session))

    context = {
        "session": session,
        "back": back_to(session),
        "heading": "Write to those who came",
        "button": "Send",
        "over": session.starts < clock.now(),
    }
    return answered(request, form, act, "workshops/form.html", context)
