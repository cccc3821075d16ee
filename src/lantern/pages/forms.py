"""A form that remembers which version of the record it was filled in from, and fields that many forms share."""

from datetime import UTC, date, datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict

from lantern.kit import clock, money

NEVER = "Never write names here, or what happened."
FIGURE = {"inputmode": "numeric"}


class VersionedForm(forms.Form):
    """Carries the version of the record that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def take_version(self, version_now: int) -> None:
        """What was typed stays; the next press then stands against the record as it is now, knowing of the change."""
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = str(version_now)
        self.data = typed

    def refuse(self, problem: Exception, version_now: int) -> None:
        """Says why it was not kept, and takes the version there is now."""
        self.add_error(None, str(problem))
        self.take_version(version_now)


class PoundsField(forms.CharField):
    """Pounds as typed, whole pence inside. Empty is None: not said."""

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


class DayField(forms.DateField):
    """A day, typed or picked."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        said = {"required": "Enter the day.", "invalid": "Enter a date, such as 31/03/2027."}
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], error_messages=said, **kwargs)


class NearDateField(DayField):
    """A day that an open review could have: from 2011, when these reviews began, to 2100."""

    def clean(self, value: Any) -> date | None:
        found = super().clean(value)
        if found is not None and not date(2011, 4, 13) <= found <= date(2100, 12, 31):
            raise forms.ValidationError("Enter a date between April 2011 and 2100.")
        return found


class MomentField(forms.DateTimeField):
    """A day and a time by our clocks; one that a change of the clocks leaves out or doubles is asked again."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        said = {"required": "Enter a day and a time.", "invalid": "Enter a day and a time, such as 31/03/2027 14:30."}
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
        super().__init__(input_formats=formats, error_messages=said, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        try:
            found: datetime | None = super().to_python(value)
        except forms.ValidationError as problem:
            if problem.code != "ambiguous_timezone":
                raise
            typed: datetime = (problem.params or {})["datetime"]
            there = typed.replace(tzinfo=clock.LONDON).astimezone(UTC).astimezone(clock.LONDON)
            if there.replace(tzinfo=None) != typed:
                words = "The clocks go forward that night, so this time does not exist. Choose one from 2 o’clock on."
            else:
                words = "The clocks go back that night, so this time comes twice. Choose one from 2 o’clock on."
            raise forms.ValidationError(words) from problem
        if found is not None and not 2020 <= found.year <= 2100:
            raise forms.ValidationError("Enter a date between 2020 and 2100.")
        return found


def number(label: str, most: int, *, least: int = 0, **more: Any) -> forms.IntegerField:
    """A whole number typed into a narrow box."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs=FIGURE),
        error_messages={
            "required": "Enter a number.",
            "invalid": "Enter a whole number, such as 2.",
            "min_value": f"Enter {least} or more.",
            "max_value": f"Enter {most} or fewer.",
        },
        **more,
    )
