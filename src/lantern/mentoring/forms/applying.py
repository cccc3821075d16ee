"""What someone who applies fills in, a question a page."""

from typing import Any

from django import forms

from lantern.kit.states import IllegalMove
from lantern.mentoring.domain.calls import NAME, Question, check_length
from lantern.pages.forms import VersionedForm
from lantern.pages.free_text import FreeTextField


class BeginForm(forms.Form):
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="We send your own link there. Use an address that only you read.",
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an address such as name@example.org.",
        },
    )


class NameForm(VersionedForm):
    text = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="As you like to be called.",
        error_messages={"required": "Enter your name."},
    )


class AnswerForm(VersionedForm):
    text = FreeTextField(
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": "Write something, or go back to your list: nothing is lost."},
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["text"].label = question.words
        most = f"Up to {question.most_words} words."
        self.fields["text"].help_text = f"{question.hint} {most}" if question.hint else most

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        try:
            check_length(self.question, text)
        except IllegalMove as problem:
            raise forms.ValidationError(str(problem)) from problem
        return text


def form_for(code: str, questions: list[Question]) -> Any:
    """The form of one step, ready to be given data; None where nothing has that code."""
    if code == NAME:
        return NameForm
    question = next((one for one in questions if one.code == code), None)
    return None if question is None else lambda *args, **kwargs: AnswerForm(*args, question=question, **kwargs)
