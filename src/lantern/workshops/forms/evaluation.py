"""How sure somebody feels of each topic, and what she wishes to say. Nothing here asks who she is."""

from typing import Any

from django import forms

from lantern.kit.states import IllegalMove
from lantern.register.public import ENGAGEMENT_BARRIERS
from lantern.workshops.domain import codes
from lantern.workshops.domain.confidence import SCALE
from lantern.workshops.domain.sessions import TOPICS, Moment

RECIPE = (
    "Make it from things you will remember, in this order: the first two letters of the street you grew up in, "
    "the day of the month you were born (two figures), and the last two letters of your first school. "
    f"For example {codes.EXAMPLE}. We do not keep it."
)


class EvaluationForm(forms.Form):
    code = forms.CharField(
        label="Your own code",
        help_text=RECIPE,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Make a code, so that before and after can be put together."},
    )
    words = forms.CharField(
        label="What keeps you, or your agency, away from reviews? What should change?",
        help_text="Name nobody, and write nothing about a review. It is read only if five people or more write.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    may_quote = forms.BooleanField(
        label="The programme may quote these words, without saying who wrote them",
        required=False,
    )

    def __init__(self, *args: Any, topics: list[str], moment: Moment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        for topic in topics:
            self.fields[topic] = forms.ChoiceField(
                label=TOPICS.label(topic),
                choices=[(str(number), words) for number, words in SCALE.items()],
                widget=forms.RadioSelect(attrs={"class": "choices--short"}),
                required=False,
            )
        if moment is Moment.BEFORE:
            del self.fields["words"], self.fields["may_quote"]
        last = [name for name in ("words", "may_quote") if name in self.fields]
        self.order_fields(["code", *topics, *last])

    def clean_code(self) -> str:
        try:
            codes.plain(self.cleaned_data["code"])
        except IllegalMove as problem:
            raise forms.ValidationError(str(problem)) from problem
        return str(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(topic) for topic in self.topics) and not data.get("words"):
            self.add_error(None, "Answer at least one question before you send this.")
        return data

    def scores(self) -> dict[str, int]:
        return {topic: int(self.cleaned_data[topic]) for topic in self.topics if self.cleaned_data[topic]}


class ThemesForm(forms.Form):
    themes = forms.MultipleChoiceField(
        label="Which barriers does this speak of?",
        choices=ENGAGEMENT_BARRIERS.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
