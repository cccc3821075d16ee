"""Time and access costs, as she logs them."""

from typing import Any

from django import forms

from lantern.pages.forms import NEVER, DayField, PoundsField, VersionedForm, number
from lantern.remuneration.domain.work import CostKind, Kind
from lantern.remuneration.models import Cost, Entry


class EntryForm(forms.Form):
    """Hours and minutes as typed; `values` has them as the services take them."""

    kind = forms.ChoiceField(label="What did you do?", choices=[(kind.value, kind.label) for kind in Kind])
    done_on = DayField(label="Which day?")
    hours = number("Hours", 24, help_text="0 if it was less than one.")
    minutes = number("Minutes", 59, initial=0)
    starts = forms.TimeField(
        label="When did it start?",
        required=False,
        help_text="Only if you want overlaps to be found for you.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Enter a time, such as 14:30."},
    )
    donated = forms.BooleanField(
        label="I choose not to be paid for this time",
        required=False,
        help_text="It still counts as time given, and what it was worth is shown in the ledger.",
    )
    words = forms.CharField(label="Anything the payer should know", max_length=200, required=False, help_text=NEVER)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("hours") == 0 and data.get("minutes") == 0:
            self.add_error("hours", "Enter how long it took.")
        return data

    @property
    def values(self) -> dict[str, Any]:
        """Of a form that is valid."""
        found = dict(self.cleaned_data)
        found.pop("version", None)
        found["minutes"] = found.pop("hours") * 60 + found["minutes"]
        found["kind"] = Kind(found["kind"])
        return found


class CorrectEntryForm(EntryForm, VersionedForm):
    @staticmethod
    def initial_of(entry: Entry) -> dict[str, Any]:
        hours, minutes = divmod(entry.minutes, 60)
        return {
            "kind": entry.kind,
            "done_on": entry.done_on,
            "hours": hours,
            "minutes": minutes,
            "starts": entry.starts,
            "donated": entry.donated,
            "words": entry.words,
            "version": entry.version,
        }


class CostForm(forms.Form):
    kind = forms.ChoiceField(label="What was it for?", choices=[(kind.value, kind.label) for kind in CostKind])
    spent_on = DayField(label="Which day?")
    pence = PoundsField(label="What did it cost?", help_text="In pounds, such as 12 or 12.50.")
    words = forms.CharField(label="Anything the payer should know", max_length=200, required=False, help_text=NEVER)

    @property
    def values(self) -> dict[str, Any]:
        """Of a form that is valid."""
        found = dict(self.cleaned_data)
        found.pop("version", None)
        return found | {"kind": CostKind(found["kind"])}


class CorrectCostForm(CostForm, VersionedForm):
    @staticmethod
    def initial_of(cost: Cost) -> dict[str, Any]:
        return {name: getattr(cost, name) for name in ("kind", "spent_on", "pence", "words", "version")}
