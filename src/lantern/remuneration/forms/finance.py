"""A finance team's file, and which of its columns is which."""

from dataclasses import asdict
from typing import Any

from django import forms

from lantern.remuneration.domain.remittance import Column, Layout, Sheet

SHOWN = 40


class RemittanceForm(forms.Form):
    sheet = forms.FileField(
        label="What finance sent",
        help_text="A CSV file or an Excel workbook (.xlsx), up to 2 MB and 2,000 rows.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty.", "missing": "Choose a file."},
    )


class LayoutForm(forms.Form):
    """A choice of column for each thing needed; starts at what was chosen, or else at the likeliest."""

    minus = forms.BooleanField(label="What was paid is written with a minus", required=False)

    def __init__(self, *args: Any, sheet: Sheet, chosen: Layout | None = None, **kwargs: Any) -> None:
        likely = {column.value: place for column, place in sheet.likely.items()} | {"minus": sheet.minus}
        super().__init__(*args, **kwargs | {"initial": likely if chosen is None else asdict(chosen)})
        self.sheet = sheet
        choices = [("", "Choose a column")]
        choices += [
            (str(place), f"{place + 1}: {heading[:SHOWN] or 'no heading'}")
            for place, heading in enumerate(sheet.headings)
        ]
        places = {
            column.value: forms.ChoiceField(
                label=column.label, choices=choices, error_messages={"required": "Choose a column."}
            )
            for column in Column
        }
        self.fields = places | self.fields

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        chosen = [found[column.value] for column in Column if column.value in found]
        if len(set(chosen)) != len(chosen):
            self.add_error(None, "Each of the three stands in a column of its own.")
        return found

    @property
    def layout(self) -> Layout:
        """The layout chosen, of a form that is valid."""
        places = {column.value: int(self.cleaned_data[column.value]) for column in Column}
        return Layout(self.sheet.heading_row, minus=self.cleaned_data["minus"], **places)
