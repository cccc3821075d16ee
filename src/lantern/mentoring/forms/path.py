"""Forms of the path: the skills audit, a mentor's view, an agreement, leaving."""

from typing import Any

from django import forms

from lantern.mentoring.domain import framework
from lantern.mentoring.domain.framework import Competency
from lantern.mentoring.domain.words import Leaving, Stage
from lantern.pages.forms import DayField, VersionedForm


def level_choices(one: Competency) -> list[tuple[str, str]]:
    return [("0", "None of it yet"), *((str(n), f"{n}. {word}") for n, word in enumerate(one.words, start=1))]


class AuditForm(forms.Form):
    """A question a competency. What is left out stays not said."""

    def __init__(self, edition: str, held: dict[str, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {code: str(level) for code, level in held.items()}
        for code, one in framework.framework(edition).items():
            self.fields[code] = forms.ChoiceField(
                label=one.label,
                help_text=one.meaning + ".",
                choices=level_choices(one),
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose one of the levels."},
            )

    @property
    def levels(self) -> dict[str, int]:
        return {code: int(level) for code, level in self.cleaned_data.items() if level}


class LevelForm(forms.Form):
    """A mentor's view of one competency, chosen on the page before."""

    level = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose a level."})

    def __init__(self, one: Competency, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.label, level.choices, level.help_text = one.label, level_choices(one), one.meaning + "."


class AgreementForm(forms.Form):
    signed_on = DayField(label="Day on which it was signed")
    expires_on = DayField(label="Last day on which it holds", help_text="Two years after the signature at most.")


class MoveForm(forms.Form):
    to = forms.ChoiceField(choices=[(stage.value, stage.label) for stage in Stage])


class LeaveForm(VersionedForm):
    why = forms.ChoiceField(
        label="Why, if it may be said",
        help_text="It helps the programme to do better by others. It can be left out.",
        choices=[(one.value, one.label) for one in Leaving],
        initial=Leaving.UNKNOWN.value,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_why(self) -> Leaving:
        return Leaving(self.cleaned_data["why"] or Leaving.UNKNOWN)
