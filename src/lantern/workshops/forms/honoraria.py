"""Who is paid for someone who came."""

from typing import Any

from django import forms

from lantern.pages.forms import VersionedForm
from lantern.register.public import Agency, Expert
from lantern.workshops.domain.sessions import Honorarium


class HonorariumForm(VersionedForm):
    honorarium = forms.ChoiceField(
        label="Who is paid?",
        choices=[
            (Honorarium.AGENCY.value, "Her agency"),
            (Honorarium.PERSON.value, "She herself"),
            (Honorarium.NONE.value, "Nobody: she wants no payment"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Which agency?", to_field_name="ref", required=False, empty_label="None"
    )
    expert = forms.ModelChoiceField(
        Expert.objects.none(),
        label="Who is she in the register?",
        to_field_name="ref",
        required=False,
        empty_label="Nobody in the register",
        help_text="Needed where she herself is paid. Someone who is not there is added to the register first.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["expert"].queryset = Expert.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["expert"].label_from_instance = lambda expert: expert.name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("honorarium") == Honorarium.AGENCY and not data.get("agency") and "agency" not in self.errors:
            self.add_error("agency", "Choose the agency that is paid.")
        if data.get("honorarium") == Honorarium.PERSON and not data.get("expert") and "expert" not in self.errors:
            self.add_error("expert", "Choose the person in the register. Someone who is not there is added first.")
        return data

    @property
    def values(self) -> dict[str, Any]:
        """Of a form that is valid."""
        return dict(self.cleaned_data) | {"honorarium": Honorarium(self.cleaned_data["honorarium"])}
