"""Saying who came: a row of answers for each person; left alone, a person stays not known."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lantern.pages.forms import VersionedForm, number


class AttendanceForm(VersionedForm):
    """`people` are pairs of reference and name; `presences` the values and labels, of which `part` takes minutes."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        presences: Sequence[tuple[str, str]],
        part: str,
        longest: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.longest, self.part = [ref for ref, _name in people], longest, part
        self.part_label = dict(presences)[part]
        for ref, name in people:
            self.fields[ref] = forms.ChoiceField(
                label=name,
                required=False,
                choices=list(presences),
                widget=forms.RadioSelect(attrs={"class": "choices--short"}),
            )
            self.fields[f"{ref}_minutes"] = number(
                f"Minutes there, if in part ({name})", longest - 1, least=1, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for ref in self.people:
            minutes = data.get(f"{ref}_minutes")
            if data.get(ref) == self.part and minutes is None and f"{ref}_minutes" not in self.errors:
                self.add_error(f"{ref}_minutes", f"Enter how many of the {self.longest} minutes.")
            if data.get(ref) != self.part and minutes is not None:
                self.add_error(f"{ref}_minutes", f"Minutes are for “{self.part_label}” only.")
        return data

    def marks(self) -> dict[str, tuple[str, int | None]]:
        """What was said, by reference: a presence, and minutes where it is a part."""
        data = self.cleaned_data
        return {ref: (data[ref], data[f"{ref}_minutes"]) for ref in self.people if data[ref]}
