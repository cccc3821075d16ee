"""Forms about agencies."""

from typing import Any

from django import forms

from lantern.kit.vocabulary import SELF_DESCRIBED
from lantern.pages.forms import VersionedForm
from lantern.register.domain.vocabularies import FACETS, Facet
from lantern.register.forms.fields import SHORT, CountField, RegionsField, YesNoField
from lantern.register.models import KIND_CHOICES, REGION_CHOICES


class AgencyForm(forms.Form):
    name = forms.CharField(label="Name", max_length=160, error_messages={"required": "Enter the name."})
    kind = forms.ChoiceField(
        label="Kind",
        choices=KIND_CHOICES,
        widget=forms.RadioSelect,
        help_text="By-and-for: a marginalised community made it and runs it for itself.",
        error_messages={"required": "Choose the kind."},
    )
    national = YesNoField(label="Does it work nationally?", error_messages={"required": "Choose yes or no."})
    regions = RegionsField(label="Regions", help_text="Leave empty if not known.")
    max_reviews = CountField(
        label="Most reviews at once, all its experts together", help_text="Empty: it has set none."
    )
    shared_email = forms.EmailField(
        label="Shared e-mail address",
        required=False,
        help_text="For experts who ask to be reached through their agency.",
        error_messages={"invalid": "Enter an e-mail address, such as office@example.org."},
    )


class PartnershipForm(forms.Form):
    name = forms.CharField(label="Name", max_length=160, error_messages={"required": "Enter the name."})
    region = forms.ChoiceField(
        label="Region", choices=[("", "Choose one"), *REGION_CHOICES], error_messages={"required": "Choose the region."}
    )


class EditAgencyForm(VersionedForm, AgencyForm):
    """The facts with the version that was seen."""


class AgencyCapacityForm(VersionedForm):
    max_reviews = CountField(
        label="Most reviews at once, all your experts together",
        help_text="The programme proposes nobody of yours beyond this. Leave empty to set none.",
    )


class SpecialismsForm(VersionedForm):
    """One box a term, by facet. What an agency said in its own words is shown beside, not here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for facet in Facet:
            self.fields[facet.value] = forms.MultipleChoiceField(
                label=facet.label,
                choices=[choice for choice in FACETS[facet].choices() if choice[0] != SELF_DESCRIBED],
                widget=forms.CheckboxSelectMultiple(attrs=SHORT),
                required=False,
            )

    @property
    def chosen(self) -> dict[str, list[str]]:
        return {facet.value: self.cleaned_data[facet.value] for facet in Facet}
