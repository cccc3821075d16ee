"""A sentence somebody writes about a claim."""

from django import forms

from lantern.pages.forms import NEVER


def sentence(label: str, most: int = 300, *, help_text: str = NEVER, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write a sentence."},
    )
