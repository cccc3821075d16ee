"""Meetings, who came, and papers. Kinds come from fixed lists, so that no title can tell what a review is about."""

from datetime import datetime

from django import forms

from lantern.pages.forms import NearDateField, number
from lantern.reviews.domain.meetings import MeetingKind, PaperKind, Way


class MeetingForm(forms.Form):
    kind = forms.ChoiceField(
        label="What kind of meeting?",
        choices=[(k.value, k.label) for k in MeetingKind],
        widget=forms.RadioSelect,
    )
    way = forms.ChoiceField(
        label="How do people come?",
        choices=[(w.value, w.label) for w in Way],
        widget=forms.RadioSelect(attrs={"class": "choices--short"}),
    )
    starts = forms.DateTimeField(
        label="When does it begin?",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Enter a date and a time."},
    )
    minutes = number("How long is it, in minutes?", 600, least=15, help_text="A half day is 210.")

    def clean_starts(self) -> datetime:
        found: datetime = self.cleaned_data["starts"]
        if not 2020 <= found.year <= 2100:
            raise forms.ValidationError("Enter a date between 2020 and 2100.")
        return found

    def clean_kind(self) -> MeetingKind:
        return MeetingKind(self.cleaned_data["kind"])

    def clean_way(self) -> Way:
        return Way(self.cleaned_data["way"])


class PapersForm(forms.Form):
    kind = forms.ChoiceField(
        label="What was sent?",
        choices=[(k.value, k.label) for k in PaperKind],
        widget=forms.RadioSelect,
        help_text="Only the kind is kept, never a title.",
    )
    sent_on = NearDateField(label="Sent on")
    reading_hours = number(
        "Hours of reading expected of each member",
        16,
        least=1,
        help_text="It goes into each member’s log, which takes 16 hours a day at most.",
    )

    def clean_kind(self) -> PaperKind:
        return PaperKind(self.cleaned_data["kind"])
