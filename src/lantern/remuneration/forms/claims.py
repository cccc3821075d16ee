"""Questions, answers, and what became of a payment."""

from typing import Any

from django import forms

from lantern.pages.forms import DayField, VersionedForm
from lantern.remuneration.forms.words import sentence


class WordsForm(VersionedForm):
    """A sentence that goes to the other side."""

    words = sentence("Your question")

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


class ClaimForm(forms.Form):
    """`seen` says what the page showed, so that nothing is claimed that she did not see."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class PaidForm(forms.Form):
    on = DayField(label="On which day was it paid?", help_text="The day that the bank gives.")


class FailedForm(forms.Form):
    reason = sentence(
        "What went wrong?", 200, help_text="As the bank says it, such as “account closed”. Never an account number."
    )
