"""Forms of evidence: adding it, asking another chair, countersigning."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lantern.accounts.public import User
from lantern.mentoring.domain import framework
from lantern.mentoring.domain.words import EvidenceKind, PlacementKind
from lantern.mentoring.forms.pairs import words
from lantern.mentoring.forms.path import level_choices
from lantern.mentoring.models import Evidence, Mentee, Placement
from lantern.pages.forms import NEVER, DayField, VersionedForm

NO_CHAIR = "Choose the chair whom you ask."


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(kind.value, kind.label) for kind in EvidenceKind if kind is not EvidenceKind.WORKSHOP],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is."},
    )
    done_on = DayField(label="When?", help_text="The last day, if it took several.")
    placement = forms.ChoiceField(label="From which seat?", required=False)
    words = words(
        "What did you do, and what did you learn?",
        f"About your own work, in general words. {NEVER} No dates and no places of a review either.",
        8,
    )
    competencies = forms.MultipleChoiceField(
        label="What does it show?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )
    asked = forms.ChoiceField(
        label="Which chair do you ask to countersign?",
        help_text="She sees this page of evidence and nothing else of yours. Nobody countersigns her own.",
        error_messages={"required": NO_CHAIR, "invalid_choice": NO_CHAIR},
    )

    def __init__(
        self, mentee: Mentee, placements: Iterable[Placement], chairs: list[User], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self._placements = {one.ref: one for one in placements}
        self._chairs = {one.ref: one for one in chairs}
        if self._placements:
            fields["placement"].choices = [("", "None of them"), *map(_seat, self._placements.values())]
        else:
            del fields["placement"]
        shown = framework.framework(mentee.cohort.edition).values()
        fields["competencies"].choices = [(one.code, one.label) for one in shown]
        fields["asked"].choices = [("", "Choose"), *((one.ref, one.name) for one in chairs)]

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "kind": EvidenceKind(data["kind"]),
            "done_on": data["done_on"],
            "words": data["words"],
            "competencies": data["competencies"],
            "placement": self._placements.get(data.get("placement") or ""),
            "asked": self._chairs[data["asked"]],
        }


def _seat(one: Placement) -> tuple[str, str]:
    return one.ref, f"{PlacementKind(one.kind).label}, begun {one.began_on:%-d %B %Y}"


class AskForm(VersionedForm):
    asked = forms.ChoiceField(
        label="Which chair do you ask now?", error_messages={"required": NO_CHAIR, "invalid_choice": NO_CHAIR}
    )

    def __init__(self, chairs: list[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["asked"]
        self._chairs = {one.ref: one for one in chairs}
        asked.choices = [("", "Choose"), *((one.ref, one.name) for one in chairs)]

    def clean_asked(self) -> User:
        return self._chairs[self.cleaned_data["asked"]]


class CountersignForm(VersionedForm):
    """A level for each competency that the evidence is about, or none."""

    def __init__(self, evidence: Evidence, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = framework.framework(evidence.mentee.cohort.edition)
        self.codes = [code for code in evidence.competencies if code in found]
        for code in self.codes:
            self.fields[code] = forms.ChoiceField(
                label=f"{found[code].label}: which level does it show?",
                help_text=f"{found[code].meaning}.",
                choices=[("", "No level from this"), *level_choices(found[code])[1:]],
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def levels(self) -> dict[str, int]:
        return {code: int(self.cleaned_data[code]) for code in self.codes if self.cleaned_data[code]}
