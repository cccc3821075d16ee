"""The forms for inviting people, joining, and giving roles."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lantern.access.public import ROLES, Role
from lantern.accounts.models import ROLE_CHOICES, User
from lantern.accounts.selectors import scopes_offered

KINDS = {"partnership": "Partnerships", "agency": "Agencies"}


class RoleForm(forms.Form):
    """A role, and what it is over."""

    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *ROLE_CHOICES],
        error_messages={"required": "Choose a role"},
    )
    scope = forms.ChoiceField(
        label="Over which partnership or agency",
        required=False,
        help_text="Only for a commissioner (a partnership) or an agency lead (an agency).",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = scopes_offered()
        groups = [(KINDS[kind], pairs) for kind, pairs in self.offered.items() if pairs]
        self.fields["scope"].choices = [("", "None"), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        role, scope = said.get("role"), said.get("scope") or ""
        if role and "scope" in said:
            kind = ROLES[Role(role)].scope
            suits = scope in {ref for ref, _name in self.offered.get(kind, [])} if kind else not scope
            if not suits:
                label = ROLES[Role(role)].label.lower()
                self.add_error(
                    "scope", f"Choose the {kind} for this {label}" if kind else f"Choose None for this role: {label}"
                )
        return said


class InviteForm(RoleForm):
    email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter their e-mail address"},
    )
    name = forms.CharField(
        label="Their name", max_length=120, help_text="As they like to be called. They can change it when they join."
    )

    field_order = ("name", "email", "role", "scope")


class AcceptForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        max_length=500,
        help_text="At least 12 characters. Four words that mean nothing together are easy to keep and hard to guess.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if password := said.get("password"):
            try:
                validate_password(password, User(email=self.email, name=said.get("name", "")))
            except ValidationError as problem:
                self.add_error("password", problem)
        return said
