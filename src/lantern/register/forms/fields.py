"""Fields that several forms share."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from lantern.kit import money
from lantern.register.domain.importing import MOST_REVIEWS
from lantern.register.domain.vocabularies import REGIONS

FIGURE = {"inputmode": "numeric"}
SHORT = {"class": "choices--short"}


class PenceField(forms.CharField):
    """Pounds as typed, pence as data. Empty is None: not said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=FIGURE), required=False, max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{money.as_pounds(value):.2f}".removesuffix(".00") if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return money.from_text(text)
        except money.NotAnAmount as problem:
            raise forms.ValidationError(str(problem)) from problem


class CountField(forms.IntegerField):
    """How many reviews at once. Empty is None: not said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TextInput(attrs=FIGURE),
            required=False,
            min_value=0,
            max_value=MOST_REVIEWS,
            error_messages={
                "invalid": "Enter a whole number, such as 2.",
                "min_value": "Enter 0 or more.",
                "max_value": f"Enter {MOST_REVIEWS} or fewer.",
            },
            **kwargs,
        )


class RegionsField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=REGIONS.choices(), widget=forms.CheckboxSelectMultiple(attrs=SHORT), required=False, **kwargs
        )


class YesNoField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", "Yes"), ("no", "No")],
            coerce=lambda answer: answer == "yes",
            widget=forms.RadioSelect(attrs=SHORT),
            **kwargs,
        )


class VersionForm(forms.Form):
    """Carries the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def take_version(self, version_now: int) -> None:
        """What was typed stays; saving it again is then a choice made knowing of the other's change."""
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = str(version_now)
        self.data = typed
