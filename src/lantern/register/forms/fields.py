"""Fields that several forms share."""

from typing import Any

from django import forms

from lantern.pages.forms import FIGURE
from lantern.register.domain.importing import MOST_REVIEWS
from lantern.register.domain.vocabularies import REGIONS

SHORT = {"class": "choices--short"}


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
