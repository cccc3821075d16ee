"""A cohort, its readers, a reading, a decision and joining, as a coordinator and a reader fill them in."""

from typing import Any

from django import forms

from lantern.mentoring.domain.applications import State
from lantern.mentoring.domain.calls import from_lines
from lantern.mentoring.domain.readings import SCORES
from lantern.mentoring.models import Cohort
from lantern.mentoring.selectors.cohorts import possible_readers
from lantern.pages.forms import DayField, VersionedForm, number
from lantern.pages.free_text import FreeTextField
from lantern.register.public import Agency, Expert


class CohortForm(VersionedForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    name = forms.CharField(
        label="Name",
        max_length=80,
        help_text="What people call it, such as “Spring 2027”.",
        error_messages={"required": "Enter a name."},
    )
    call = forms.CharField(
        label="The call",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What it is, what it asks of someone, and what is paid. The public reads this.",
        error_messages={"required": "Write the call."},
    )
    questions = forms.CharField(
        label="Questions",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One a line. A hint may follow after a bar: Why now? | A few sentences are enough.",
        error_messages={"required": "Write at least one question."},
    )
    most_words = number("Most words in an answer", 1000, least=20)
    opens_on = DayField(label="First day for applications")
    closes_on = DayField(label="Last day for applications")
    places = number("Places", 50, least=1)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lines, most = data.get("questions"), data.pop("most_words", None)
        if lines and most:
            try:
                data["questions"] = from_lines(lines, most)
            except ValueError as problem:
                self.add_error("questions", str(problem))
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "The last day comes before the first. Change one of them.")
        return data


class ReadersForm(VersionedForm):
    readers = forms.MultipleChoiceField(
        label="Who reads the applications?",
        widget=forms.CheckboxSelectMultiple,
        help_text="At least two. Name a third, in case one of them knows someone who applied.",
        error_messages={"required": "Choose at least two readers."},
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.ref: user for user in possible_readers()}
        self.fields["readers"].choices = [(ref, user.name) for ref, user in self.people.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("readers", [user.ref for user in cohort.readers.all()])

    def clean_readers(self) -> list[Any]:
        chosen = [self.people[ref] for ref in self.cleaned_data["readers"]]
        if len(chosen) < 2:
            raise forms.ValidationError("Choose at least two readers.")
        return chosen


class ReadingForm(VersionedForm):
    """One score a question, below the answer it is for; or a conflict, which excuses from all of them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    conflict = forms.BooleanField(
        label="I know this person or have another conflict, so I do not read it",
        required=False,
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = cohort.asked
        for place, one in enumerate(self.asked, start=1):
            self.fields[f"score_{one.code}"] = forms.TypedChoiceField(
                label=f"Question {place}: {one.words}",
                choices=list(SCORES.items()),
                coerce=int,
                empty_value=None,
                error_messages={"required": "Give a score, or say that you have a conflict."},
                widget=forms.RadioSelect(attrs={"class": "choices--short"}),
            )
        self.fields["words"] = FreeTextField(
            label="Why, in a few words",
            required=False,
            max_length=2000,
            help_text="The other reader sees this once both of you are done, and the coordinator decides by it.",
        )
        self.order_fields(["conflict", *(f"score_{one.code}" for one in self.asked), "words"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        scores = {one.code: data.pop(f"score_{one.code}", None) for one in self.asked}
        if data.get("conflict"):
            for code in scores:  # whoever is excused scores nothing
                self.errors.pop(f"score_{code}", None)
        data["scores"] = {code: score for code, score in scores.items() if score is not None}
        return data


class DecisionForm(VersionedForm):
    to = forms.ChoiceField(
        label="What do you decide?",
        choices=[(State.OFFERED.value, "Offer a place"), (State.NOT_NOW.value, "Not this time")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide."},
    )
    feedback = FreeTextField(
        label="Words for her",
        help_text="What was strong, and what would help next time. She reads them by her own link.",
        error_messages={"required": "Everyone who applied gets words that help her. Write them."},
    )

    def clean_to(self) -> State:
        return State(self.cleaned_data["to"])


class JoinForm(VersionedForm):
    expert = forms.ModelChoiceField(
        label="Her record in the register",
        queryset=Expert.objects.none(),
        required=False,
        to_field_name="ref",
        empty_label="Make a new one",
        help_text="Choose it where she is there already, or she would stand there twice.",
    )
    agency = forms.ModelChoiceField(
        label="Her agency, for a new record",
        queryset=Agency.objects.none(),
        required=False,
        to_field_name="ref",
        empty_label="No agency, or not known yet",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record: Any = self.fields["expert"]
        record.queryset = Expert.objects.filter(mentee=None).order_by("name")
        record.label_from_instance = lambda expert: expert.name
        agency: Any = self.fields["agency"]
        agency.queryset = Agency.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("expert") and data.get("agency"):
            self.add_error("agency", "The record you chose has its own agency. Leave this one out.")
        return data
