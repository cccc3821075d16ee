"""A form that remembers which version of the record it was filled in from, and fields that several forms share."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from lantern.kit import money

NEVER = "Never write names here, or what happened."


class SeenForm(forms.Form):
    """Carries the version of the record that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def refuse(self, problem: Exception, version_now: int) -> None:
        """Says why it was not kept. The next press then stands against the record as it is now, with what was typed."""
        self.add_error(None, str(problem))
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = str(version_now)
        self.data = typed


class PenceField(forms.CharField):
    """Pounds as typed, pence as data. Empty is None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return money.from_text(text)
        except money.NotAnAmount as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        return money.in_words(value).replace("£", "").replace(",", "") if isinstance(value, int) else value


def day_field(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the day.", "invalid": "Enter a day, such as 31/03/2027."},
    )


def whole_number(label: str, most: int, *, least: int = 0, help_text: str = "", **more: Any) -> forms.IntegerField:
    """A whole number typed into a narrow box."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number.",
            "invalid": "Enter a whole number, such as 2.",
            "min_value": f"Enter {least} or more.",
            "max_value": f"Enter {most} or fewer.",
        },
        **more,
    )


def sentence(label: str, most: int = 300, *, help_text: str = NEVER, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write a sentence."},
    )
