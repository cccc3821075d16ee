"""Forms of pairing and of what a pair shares."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from lantern.mentoring.domain import framework
from lantern.mentoring.domain.pairs import MOST_SESSION_MINUTES, SessionWay
from lantern.mentoring.models import Mentee, Mentor
from lantern.pages.forms import DayField, MomentField, VersionedForm, number
from lantern.pages.free_text import FreeTextField
from lantern.register.public import Expert


def words(label: str, hint: str = "", rows: int = 4) -> FreeTextField:
    return FreeTextField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Write a few words."},
    )


def strengths_field() -> forms.MultipleChoiceField:
    labels = [(one.code, one.label) for one in framework.framework(framework.LATEST).values()]
    return forms.MultipleChoiceField(
        label="Can help with",
        choices=labels,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )


class PairForm(forms.Form):
    """Who is asked: a mentee chooses her mentor; the programme chooses both."""

    mentee = forms.ChoiceField(label="Mentee", error_messages={"required": "Choose a mentee."})
    mentor = forms.ChoiceField(
        label="Mentor", widget=forms.RadioSelect, error_messages={"required": "Choose a mentor."}
    )

    def __init__(
        self, mentees: Iterable[Mentee], mentors: Iterable[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mentees = {one.ref: one for one in mentees}
        self._set("mentor", mentors)
        if len(self.mentees) == 1:
            del self.fields["mentee"]
        else:
            self._set("mentee", [(ref, one.expert.name) for ref, one in self.mentees.items()])

    def _set(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    @property
    def mentee_chosen(self) -> Mentee:
        return self.mentees.get(self.cleaned_data.get("mentee", ""), next(iter(self.mentees.values())))


class MentorAddForm(forms.Form):
    expert = forms.ChoiceField(label="Who", error_messages={"required": "Choose someone of the register."})
    most_mentees = number("How many mentees can she take on at once?", 6, least=1)
    strengths = strengths_field()

    def __init__(self, experts: Iterable[Expert], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["expert"]).choices = [
            ("", "Choose"),
            *((one.ref, one.name) for one in experts),
        ]


class MentorForm(VersionedForm):
    most_mentees = number("How many mentees can be taken on at once?", 6, least=1)
    strengths = strengths_field()
    accepting = forms.BooleanField(label="Can be asked to take on another mentee", required=False)

    @classmethod
    def initial_of(cls, mentor: Mentor) -> dict[str, Any]:
        return {
            "version": mentor.version,
            "most_mentees": mentor.most_mentees,
            "strengths": mentor.strengths,
            "accepting": mentor.accepting,
        }


class GoalForm(forms.Form):
    words = words("What do you want to be able to do?")
    competency = forms.ChoiceField(label="Which part of the framework is it about?", required=False)

    def __init__(self, edition: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["competency"]).choices = [
            ("", "None of them"),
            *((one.code, one.label) for one in framework.framework(edition).values()),
        ]


class ActionForm(forms.Form):
    words = words("What will be done?", rows=2)
    whose = forms.ChoiceField(
        label="Who will do it?",
        choices=[("mentee", "The mentee"), ("mentor", "The mentor")],
        widget=forms.RadioSelect(attrs={"class": "choices--short"}),
        error_messages={"required": "Choose who will do it."},
    )
    due_on = DayField(label="By when?", required=False)


class NoteForm(forms.Form):
    words = words("Note", "Both of you can read it.", rows=8)


class SessionForm(forms.Form):
    starts = MomentField(label="When?")
    minutes = number("How many minutes?", MOST_SESSION_MINUTES, least=5)
    way = forms.ChoiceField(
        label="How do you meet?",
        choices=[(way.value, way.label) for way in SessionWay],
        widget=forms.RadioSelect(attrs={"class": "choices--short"}),
        error_messages={"required": "Choose how you meet."},
    )

    def clean_way(self) -> SessionWay:
        return SessionWay(self.cleaned_data["way"])

    @staticmethod
    def first() -> dict[str, Any]:
        return {"minutes": 60, "way": SessionWay.ONLINE.value}


class HeldForm(VersionedForm):
    minutes = number("How many minutes did it take?", MOST_SESSION_MINUTES, least=5)
    hard_material = forms.BooleanField(
        label="We spoke about hard material",
        required=False,
        help_text="Both of you are then told where to find supervision. Do not write what it was.",
    )


class ReflectionForm(VersionedForm):
    words = words(
        "What do you want to remember?", "Sealed for you. Nobody else can read it, whatever their role.", rows=10
    )
