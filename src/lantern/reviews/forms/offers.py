"""An offer's terms, the talk about them, and her answer."""

from typing import Any

from django import forms

from lantern.kit import money
from lantern.pages.forms import NEVER, PoundsField, VersionedForm, number
from lantern.register.public import ENGAGEMENT_BARRIERS, GRADES, Grade
from lantern.reviews.domain.terms import FeeAnswer, is_below


class TermsForm(VersionedForm):
    day_rate_pence = PoundsField(label="Fee for a day", help_text="In pounds, such as 350 or 350.50.")
    payer = forms.CharField(label="Who pays it", max_length=160, help_text="The organisation that she invoices.")
    preparation_hours = number(
        "Paid hours of preparation", 500, help_text="Reading before meetings. 0 says that none are paid."
    )
    meetings = number("Meetings to expect", 50, least=1)
    access_costs = forms.CharField(
        label="Access costs that are paid",
        max_length=300,
        help_text="Carer, interpreter, travel, equipment. Write “None” if none are.",
    )
    support = forms.CharField(
        label="Support",
        max_length=300,
        help_text="Debrief, paid supervision, content warnings. Write “None” if there is none.",
    )
    answer_days = number("Days she has to answer", 60, least=2, help_text="Counted from the day it is sent.")
    first_meeting_at = forms.DateTimeField(
        label="First meeting",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Enter a date and a time."},
    )

    below_rate_reason = forms.CharField(
        label="Why the fee is below her own day rate",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only where it is. She reads this beside the fee, and the offer is counted as below her rate.",
    )
    field_order = ("day_rate_pence", "below_rate_reason")

    def __init__(self, *args: Any, least: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least = least
        if least is None:
            del self.fields["below_rate_reason"]
        else:
            self.fields["day_rate_pence"].help_text += f" Her own day rate is {money.in_words(least)}."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if is_below(data.get("day_rate_pence"), self.least) and not data.get("below_rate_reason", "").strip():
            self.add_error("below_rate_reason", "The fee is below her day rate. Give the reason in a sentence.")
        return data

    def clean_first_meeting_at(self) -> Any:
        found = self.cleaned_data["first_meeting_at"]
        if found is not None and not 2020 <= found.year <= 2100:
            raise forms.ValidationError("Enter a date between 2020 and 2100.")
        return found


class ReplyForm(VersionedForm):
    text = forms.CharField(
        label="Your answer",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"About the terms only. {NEVER}",
    )


class AskForm(VersionedForm):
    text = forms.CharField(
        label="What would you like to know?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"About the fee, the work, access or support. {NEVER}",
    )


class DeclareForm(VersionedForm):
    grade = forms.ChoiceField(
        label="How close do you stand to anyone involved?",
        choices=[(grade.value, f"{GRADES[grade].label}: {GRADES[grade].means}") for grade in Grade],
        widget=forms.RadioSelect,
        help_text="Choose the closest that is true. You never say who it is.",
        error_messages={"required": "Choose the closest that is true."},
    )

    def clean_grade(self) -> Grade:
        return Grade(self.cleaned_data["grade"])


class SettleForm(DeclareForm):
    """A coordinator's decision on how close an expert stands."""

    grade = forms.ChoiceField(
        label="How close does she stand?",
        choices=[(grade.value, f"{GRADES[grade].label}: {GRADES[grade].safeguard}") for grade in Grade],
        widget=forms.RadioSelect,
        help_text="Only the grade is kept, never who it is. What you settle stands, whatever she answers later.",
        error_messages={"required": "Choose one."},
    )


class DeclineForm(VersionedForm):
    barrier = forms.ChoiceField(
        label="What stands in the way?",
        choices=ENGAGEMENT_BARRIERS.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one. “I would rather not say” is an answer too."},
    )
    words = forms.CharField(label="Anything to add", max_length=200, required=False, help_text=NEVER)


class FeeForm(VersionedForm):
    """The partnership's answer to a fee."""

    answer = forms.ChoiceField(
        label="Does your partnership agree this fee?",
        choices=[(FeeAnswer.AGREED.value, "Yes, we agree it"), (FeeAnswer.NOT_AGREED.value, "No, not as it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    words = forms.CharField(
        label="If not: why, or what you could agree to",
        max_length=300,
        required=False,
        help_text=f"One sentence, for the programme. {NEVER}",
    )

    def clean_answer(self) -> FeeAnswer:
        return FeeAnswer(self.cleaned_data["answer"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") is FeeAnswer.NOT_AGREED and not data.get("words", "").strip():
            self.add_error("words", "Say in a sentence why not, or what you could agree to.")
        return data
