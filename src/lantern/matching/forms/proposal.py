"""A person's decision on a proposal."""

from typing import Any

from django import forms
from django.http import QueryDict

from lantern.kit.references import is_ref
from lantern.matching.selectors import Shown, open_to_choice

RESERVES = 3
PLACES = ("First reserve", "Second reserve", "Third reserve")


class TickedField(forms.MultipleChoiceField):
    """Nothing ticked is an answer too, but the group is not called optional: the form weighs it as a whole."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class DecideForm(forms.Form):
    """Who to ask, who to hold in reserve, or that nobody suits. Begins with the proposal as it stands."""

    chosen = TickedField(
        label="Who to ask",
        help_text="The people proposed are ticked.",
        error_messages={"invalid_choice": "Tick people from the list."},
    )
    others = forms.CharField(
        label="Someone else, by reference",
        required=False,
        max_length=200,
        help_text="References stand beside the names further down. Put a space between two.",
    )
    nobody = forms.BooleanField(
        label="Nobody suits: record the search, and ask no one",
        required=False,
        help_text="What could not be met is kept as carefully as a match.",
    )
    reason = forms.CharField(
        label="Why you choose otherwise",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed where your choice differs from the proposal. It stands in the evidence. "
        "Never write names here, or what happened.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    field_order = ("chosen", "others", "reserve_1", "reserve_2", "reserve_3", "nobody", "reason", "version", "digest")

    def __init__(self, data: QueryDict | None = None, *, shown: Shown) -> None:
        self.shown = shown
        self.labels = open_to_choice(shown)
        self.proposed = [m.ref for m in shown.new]
        ranked = sorted(shown.proposal.reserves, key=lambda r: r.rank) if shown.proposal else []
        ready = list(dict.fromkeys(r.ref for r in ranked))[:RESERVES]
        initial: dict[str, Any] = {
            "chosen": self.proposed,
            "nobody": not self.labels,
            "version": shown.review.version,
            "digest": shown.inputs.digest,
        } | {f"reserve_{rank}": ref for rank, ref in enumerate(ready, 1)}
        super().__init__(data, initial=initial)
        choices = list(self.labels.items())
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["chosen"]
        for rank, label in enumerate(PLACES, 1):
            if len(choices) >= rank:
                self.fields[f"reserve_{rank}"] = forms.ChoiceField(
                    label=label, required=False, choices=[("", "Nobody"), *choices]
                )
        self.order_fields(self.field_order)

    @classmethod
    def again(cls, data: QueryDict, shown: Shown, sentence: str) -> "DecideForm":
        """The form against the proposal as it is now, with what was ticked where that can still be ticked."""
        data = data.copy()
        data["version"], data["digest"] = str(shown.review.version), shown.inputs.digest
        open_now = open_to_choice(shown)
        ticked = [*data.getlist("chosen"), *(data.get(f"reserve_{n}", "") for n in range(1, RESERVES + 1))]
        data.setlist("chosen", [ref for ref in data.getlist("chosen") if ref in open_now])
        for n in range(1, RESERVES + 1):
            if data.get(f"reserve_{n}", "") not in open_now:
                data[f"reserve_{n}"] = ""
        gone = {shown.inputs.names[ref] for ref in ticked if ref not in open_now and ref in shown.inputs.names}
        if gone:
            sentence += f" No longer on the list: {', '.join(sorted(gone))}."
        form = cls(data, shown=shown)
        form.full_clean()
        form.add_error(None, sentence)
        return form

    def clean_others(self) -> list[str]:
        refs = self.cleaned_data["others"].upper().replace(",", " ").split()
        for ref in refs:
            if not is_ref(ref) or ref not in self.shown.inputs.names:
                raise forms.ValidationError("Enter references as they stand beside the names, such as K7M3P4QR.")
        return list(dict.fromkeys(refs))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = list(dict.fromkeys([*data.get("chosen", []), *data.get("others", [])]))
        reserves = [ref for n in range(1, RESERVES + 1) if (ref := data.get(f"reserve_{n}"))]
        if data.get("nobody") and chosen:
            self.add_error("nobody", "Tick either people to ask, or that nobody suits.")
        elif not chosen and not reserves and not data.get("nobody") and not self.errors:
            self.add_error("nobody", "Tick who to ask above, or tick that nobody suits.")
        if len(set(reserves)) != len(reserves):
            self._reserve_error("Each reserve can stand once.")
        elif set(reserves) & set(chosen):
            self._reserve_error("Someone you ask now cannot be a reserve too.")
        if set(chosen) != set(self.proposed) and not data.get("reason", "").strip() and not self.errors:
            self.add_error("reason", "Your choice differs from the proposal. Say why in a sentence.")
        data["picked"], data["reserves"] = chosen, [] if data.get("nobody") else reserves
        return data

    def _reserve_error(self, text: str) -> None:
        self.add_error("reserve_1", text)
