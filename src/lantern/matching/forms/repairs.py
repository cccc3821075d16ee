"""Which way to go on after a no."""

from typing import Any

from django import forms

from lantern.matching.selectors import Repairing, Way


class RepairForm(forms.Form):
    """Begins with the least change. `digest` is what the ways were worked out from."""

    way = forms.TypedChoiceField(
        label="How do you want to go on?",
        coerce=Way,
        initial=Way.MINIMAL.value,
        widget=forms.RadioSelect,
        help_text="It drafts the offers that follow. Nobody is asked by this.",
        error_messages={"required": "Choose one of the ways.", "invalid_choice": "Choose one of the ways."},
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, repairing: Repairing) -> None:
        super().__init__(data, initial={"digest": repairing.inputs.digest})
        open_to_choice = [way for way in Way if (one := repairing.alternatives.get(way)) and one.can_be_chosen]
        self.fields["way"].choices = [(way.value, way.words) for way in open_to_choice]  # type: ignore[attr-defined]
