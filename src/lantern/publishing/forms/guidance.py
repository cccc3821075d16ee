"""Forms of the desk, of those who are asked, and of organisations that sign."""

from datetime import timedelta
from typing import Any

from django import forms

from lantern.kit import clock
from lantern.pages.forms import DayField, VersionedForm
from lantern.publishing.domain.consulting import Answer, Credit, Decision
from lantern.publishing.forms.words import SecondLook
from lantern.publishing.models import Partner

WORDS = {"rows": 6}


class CutForm(forms.Form):
    major = forms.ChoiceField(
        label="What kind of version is it?",
        choices=[
            ("no", "A revision: the number after the dot goes up"),
            ("yes", "A new edition: the number before it goes up"),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )


class OpenForm(forms.Form):
    question = forms.CharField(
        label="What do you ask people in particular?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    closes_on = DayField(label="Last day to comment")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].initial = clock.today() + timedelta(days=28)


class AskForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120)
    organisation = forms.CharField(label="Organisation", max_length=160, required=False)
    email = forms.EmailField(
        label="E-mail address", help_text="Used for this alone. It is kept sealed, and nobody outside sees it."
    )


class DecideForm(VersionedForm):
    decision = forms.ChoiceField(
        label="What becomes of it?", choices=[(one.value, one.label) for one in Decision], widget=forms.RadioSelect
    )
    reply = forms.CharField(
        label="Your reply",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It is published beside what was said, without the name of whoever said it.",
    )


class CommentForm(SecondLook):
    looked_at = ("said", "proposed_words")
    said = forms.CharField(
        label="What do you think of it?",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs=WORDS),
        help_text="Leave out names, and anything that happened in a review. What you write is published with our "
        "reply, without your name.",
    )
    proposed_words = forms.CharField(
        label="The words you would put instead",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=WORDS),
        help_text="Change the words below, or leave them as they are.",
    )


class CreditForm(forms.Form):
    credit = forms.ChoiceField(
        label="How do you wish to be thanked?",
        choices=[(one.value, one.label) for one in Credit if one],
        widget=forms.RadioSelect,
    )
    credited_as = forms.CharField(label="The name to be thanked by", required=False, max_length=160)


class AskToSignForm(forms.Form):
    partner = forms.ModelChoiceField(
        label="Organisation", queryset=Partner.objects.all(), to_field_name="ref", empty_label="Choose one"
    )
    email = forms.EmailField(label="E-mail address", help_text="Of whoever answers for it. Used for this alone.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].label_from_instance = lambda partner: partner.name  # type: ignore[attr-defined]


class SignForm(forms.Form):
    answers = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)
    answer = forms.ChoiceField(
        label="Does your organisation agree with this version?",
        choices=[(one.value, one.label) for one in Answer],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Your note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    note_public = forms.BooleanField(
        label="Publish our note beside our answer",
        required=False,
        help_text="Without this the note is read by the editors alone. The answer itself is always published.",
    )
