"""What was done about a barrier."""

from django import forms

from lantern.insight.domain.barriers import DECLINED, Audience
from lantern.pages.forms import DayField, VersionedForm
from lantern.register.public import ENGAGEMENT_BARRIERS


class AnswerForm(VersionedForm):
    barrier = forms.ChoiceField(
        label="Which barrier?",
        choices=[("", "Choose one"), *(pair for pair in ENGAGEMENT_BARRIERS.choices() if pair[0] != DECLINED)],
    )
    done = forms.CharField(
        label="What was done?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Two sentences at most. Never a name, nor anything by which someone could tell who had said it.",
    )
    done_on = DayField(label="When?")
    done_by = forms.CharField(label="Who did it?", max_length=120, help_text="An organisation or a group.")
    audience = forms.ChoiceField(
        label="Who may read this?",
        choices=[(a.value, a.label) for a in Audience],
        widget=forms.RadioSelect,
    )
    withdrawn = forms.BooleanField(label="Take it off the pages", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
