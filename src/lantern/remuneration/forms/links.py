"""A payer's answer to one claim, by link."""

from typing import Any

from django import forms


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="Your answer",
        choices=[("approve", "I agree that this will be paid"), ("query", "I have a question first")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer."},
    )
    words = forms.CharField(
        label="Your question",
        help_text="Only if you have one. Ask about days, hours or costs; leave out what the work was about.",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Keep the question to 300 characters."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "query" and not cleaned.get("words"):
            self.add_error("words", "Say what you need to know.")
        return cleaned
