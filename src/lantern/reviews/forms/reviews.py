"""Opening and changing a review. There is no field for a name or for what happened."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from lantern.accounts.public import User
from lantern.pages.forms import NearDateField, PoundsField, VersionedForm, number
from lantern.register.public import Partnership
from lantern.reviews.domain.lifecycle import Label, Stage


class _Facts(forms.Form):
    label = forms.ChoiceField(
        label="What is it called?", choices=[(x.value, x.label) for x in Label], widget=forms.RadioSelect
    )
    chair = forms.ChoiceField(label="Independent chair", required=False, help_text="Leave empty while there is none.")
    seats_wanted = number("Seats for community experts", 12, least=1, help_text="How many experts the panel wants.")
    remote_ok = forms.BooleanField(label="Experts may take part remotely", required=False)
    expert_half_days = number(
        "Work expected of each expert, in half days", 200, least=1, help_text="Meetings, reading and comments together."
    )
    rate_ceiling_pence = PoundsField(
        label="The most the partnership pays for a day",
        required=False,
        help_text="In pounds. Empty means not known yet.",
    )
    commissioned_on = NearDateField(label="Commissioned on", required=False)
    panel_wanted_by = NearDateField(label="Panel wanted by", required=False)

    def __init__(self, *args: Any, chairs: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._chairs = {chair.ref: chair for chair in chairs}
        chair = self.fields["chair"]
        assert isinstance(chair, forms.ChoiceField)  # noqa: S101 - for the type checker
        chair.choices = [("", "Not appointed yet"), *((ref, person.name) for ref, person in self._chairs.items())]

    def clean_chair(self) -> User | None:
        return self._chairs.get(self.cleaned_data["chair"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("commissioned_on"), data.get("panel_wanted_by")
        if start and end and end < start:
            self.add_error("panel_wanted_by", "The panel cannot be wanted before the review is commissioned.")
        return data


class OpenForm(_Facts):
    partnership = forms.ModelChoiceField(
        label="Partnership", queryset=Partnership.objects.none(), to_field_name="ref", empty_label="Choose one"
    )
    field_order = ("partnership",)

    def __init__(self, *args: Any, partnerships: QuerySet[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partnership"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = partnerships


class EditForm(_Facts, VersionedForm):
    pass


class StageForm(VersionedForm):
    to = forms.ChoiceField(choices=[(stage.value, stage.label) for stage in Stage])
