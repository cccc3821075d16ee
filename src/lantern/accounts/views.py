"""People and their roles, for a coordinator; joining, for whoever holds an invitation's link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from lantern.accounts import selectors, services
from lantern.accounts.forms import AcceptForm, InviteForm, RoleForm
from lantern.accounts.rules import needs_fresh_sign_in
from lantern.accounts.selectors import actor
from lantern.kit.states import IllegalMove, OutOfDate


def people(request: HttpRequest) -> HttpResponse:
    shown = {"people": selectors.people_for(actor(request)), "waiting": selectors.waiting_invitations(actor(request))}
    return render(request, "accounts/people.html", shown)


@needs_fresh_sign_in
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.invite(by=actor(request), **form.cleaned_data)
            except IllegalMove as problem:
                form.add_error(None, str(problem))
                status = 409
            else:
                messages.success(request, "The invitation is sent. Its link works once, for seven days.")
                return redirect("accounts:people")
    return render(request, "accounts/invite.html", {"form": form}, status=status)


@needs_fresh_sign_in
def grant(request: HttpRequest, ref: str) -> HttpResponse:
    person = selectors.person_for(actor(request), ref)
    form = RoleForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.grant_role(user=person, by=actor(request), **form.cleaned_data)
            except IllegalMove as problem:
                form.add_error(None, str(problem))
                status = 409
            else:
                messages.success(request, f"{person.name} has the role from now on.")
                return redirect("accounts:people")
    return render(request, "accounts/grant.html", {"form": form, "person": person}, status=status)


@needs_fresh_sign_in
def end_membership(request: HttpRequest, ref: str) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    if "role" not in asked:
        selectors.person_for(actor(request), ref)
        return redirect("accounts:people")
    held = selectors.membership_for(actor(request), ref, asked.get("role", ""), asked.get("scope", ""))
    if request.method != "POST":
        return render(request, "accounts/end_membership.html", {"held": held})
    try:
        services.end_membership(membership=held, by=actor(request))
    except OutOfDate as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "The role is ended. Its pages are closed to them from now on.")
    return redirect("accounts:people")


@sensitive_post_parameters("password")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = selectors.open_invitation(token)
    if invitation is None:
        return render(request, "accounts/accept_closed.html", status=404)
    form = AcceptForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.accept_invitation(invitation=invitation, **form.cleaned_data)
            except (IllegalMove, OutOfDate) as problem:
                form.add_error(None, str(problem))
                status = 409
            else:
                messages.success(request, "Your account is ready. Sign in with your e-mail address and your password.")
                return redirect("account_login")
    return render(request, "accounts/accept.html", {"form": form}, status=status)
