"""Proposing a seat to learn in, saying whether the family knows, and ending it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lantern.mentoring.public import Mentee, PlacementKind
from lantern.pages.forms import VersionedForm
from lantern.reviews.domain.learning import FamilyTold


class LearningForm(forms.Form):
    mentee = forms.ChoiceField(label="Who would learn here?", error_messages={"required": "Choose somebody."})
    kind = forms.ChoiceField(
        label="What for?",
        choices=[(one.value, one.label) for one in PlacementKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what she would do."},
    )

    def __init__(self, *args: Any, mentees: Sequence[Mentee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mentees = {one.ref: one for one in mentees}
        self.fields["mentee"].choices = [(one.ref, one.expert.name) for one in mentees]  # type: ignore[attr-defined]

    def clean_mentee(self) -> Mentee:
        return self.mentees[self.cleaned_data["mentee"]]

    def clean_kind(self) -> PlacementKind:
        return PlacementKind(self.cleaned_data["kind"])


class FamilyForm(VersionedForm):
    family = forms.ChoiceField(
        label="Does the family know that somebody learns here?",
        help_text="Write no names. That it is not known yet is not enough for her to begin.",
        choices=[(one.value, one.label) for one in FamilyTold],
        widget=forms.RadioSelect,
    )

    def clean_family(self) -> FamilyTold:
        return FamilyTold(self.cleaned_data["family"])


class EndForm(VersionedForm):
    finished = forms.ChoiceField(
        label="How does it end?",
        choices=[("yes", "It is done"), ("no", "It ends early. Nobody asks why")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )

    def clean_finished(self) -> bool:
        return bool(self.cleaned_data["finished"] == "yes")
