"""Asking for a plan, and confirming one."""

from typing import Any

from django import forms
from django.http import QueryDict

QUICK, USUAL, LONG = 5, 20, 120


class AskForm(forms.Form):
    """How long may be spent on a plan. A small programme is settled long before."""

    seconds = forms.TypedChoiceField(
        label="How long may it take?",
        choices=[
            (QUICK, "A few seconds: a first look"),
            (USUAL, "Up to 20 seconds: usually enough to be certain"),
            (LONG, "Up to two minutes: for hundreds of reviews"),
        ],
        coerce=int,
        initial=USUAL,
        widget=forms.RadioSelect,
        help_text="It stops as soon as it is certain that no plan is better.",
        error_messages={"required": "Choose how long it may take.", "invalid_choice": "Choose one of the three."},
    )


class ConfirmForm(forms.Form):
    """Which reviews of a plan are confirmed: `picked` is None for all of them."""

    scope = forms.ChoiceField(choices=[("ticked", "The ticked"), ("all", "All")], widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, open_to_confirm: list[str]) -> None:
        super().__init__(data)
        self.ticked = [ref for ref in data.getlist("review") if ref in open_to_confirm]
        self.gone = [ref for ref in data.getlist("review") if ref not in open_to_confirm]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.gone and cleaned.get("scope") == "ticked":
            raise forms.ValidationError(
                "A review you ticked changed since, so nothing was confirmed. Look at the ticks again."
            )
        if cleaned.get("scope") == "ticked" and not self.ticked:
            raise forms.ValidationError("Tick at least one review to confirm, or leave the page to confirm none.")
        cleaned["picked"] = None if cleaned.get("scope") == "all" else self.ticked
        return cleaned
