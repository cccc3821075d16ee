"""The list's filters, and the upload."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from lantern.kit.vocabulary import SELF_DESCRIBED
from lantern.register.domain.vocabularies import FACETS, REGIONS, Facet
from lantern.register.models import Agency, Expert


class FilterForm(forms.Form):
    """Filters of the coordinator's list. There is none by name: a name would stand in the address."""

    knows = forms.ChoiceField(label="Knows", required=False)
    region = forms.ChoiceField(label="Region", choices=[("", "Anywhere"), *REGIONS.choices()], required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.all(), label="Agency", to_field_name="ref", required=False, empty_label="Any"
    )
    accepting = forms.ChoiceField(
        label="Accepting", choices=[("", "Either"), ("yes", "Yes"), ("no", "No")], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["knows"].choices = [  # type: ignore[attr-defined]
            ("", "Anything"),
            *((facet.label, _terms(facet)) for facet in Facet),
        ]

    def narrow(self, experts: QuerySet[Expert]) -> QuerySet[Expert]:
        """The experts that the filters leave; a filter that cannot be read filters nothing, and the form says so."""
        self.is_valid()
        chosen = self.cleaned_data
        if knows := chosen.get("knows"):
            facet, _, code = knows.partition(":")
            held = FACETS[facet].covers(code)
            experts = experts.filter(
                pk__in=Expert.objects.filter(expertise__facet=facet, expertise__code__in=held).values("pk")
            )
        if region := chosen.get("region"):
            # A JSON list cannot be asked for an element in the same words on SQLite and PostgreSQL.
            there = [pk for pk, regions in experts.values_list("pk", "regions") if region in regions]
            experts = experts.filter(pk__in=there)
        if agency := chosen.get("agency"):
            experts = experts.filter(agency=agency)
        if accepting := chosen.get("accepting"):
            experts = experts.filter(accepting=accepting == "yes")
        return experts


def _terms(facet: Facet) -> list[tuple[str, str]]:
    return [
        (f"{facet.value}:{term.code}", term.label) for term in FACETS[facet].values() if term.code != SELF_DESCRIBED
    ]


class UploadForm(forms.Form):
    sheet = forms.FileField(
        label="Spreadsheet",
        help_text="A CSV file or an Excel workbook (.xlsx), up to 2 MB and 2,000 rows.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty.", "missing": "Choose a file."},
    )
