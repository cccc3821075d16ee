"""Her reflection after a seat, on a phone: three questions, what stood in the way, and words of her own."""

from typing import Any

from django import forms

from lantern.kit.vocabulary import Known
from lantern.pages.forms import NEVER, VersionedForm
from lantern.register.public import ENGAGEMENT_BARRIERS
from lantern.reviews.domain.reflections import DECLINED, Reply

ANSWERS = [(reply.value, reply.label) for reply in Reply if reply is not Reply.UNKNOWN]
WAYS = [
    (Known.STATED.value, "Something stood in the way"),
    (Known.NONE.value, "Nothing stood in the way"),
    (Known.DECLINED.value, "I would rather not say"),
]


def _question(label: str, help_text: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=ANSWERS,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices--short"}),
    )


class ReflectionForm(VersionedForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    paid = _question("Were you paid?", "For all of it: meetings, reading and travel, in good time.")
    heard = _question("Were you heard?", "What you said was taken up, or you were told why not.")
    safe = _question("Were you safe?", "In the room, in your community and in your work.")
    barriers_known = forms.ChoiceField(
        label="Did anything stand in the way?",
        choices=WAYS,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices--short"}),
    )
    barriers = forms.MultipleChoiceField(
        label="What was it?",
        choices=[pair for pair in ENGAGEMENT_BARRIERS.choices() if pair[0] != DECLINED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="As many as are true.",
    )
    words = forms.CharField(
        label="Anything you want the coordinator to know",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Kept sealed. Only the programme’s coordinators can read it. {NEVER}",
    )
    may_quote = forms.BooleanField(
        label="The coordinator may quote these words to others, without my name",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("paid", "heard", "safe"):
            if name in data:
                data[name] = Reply(data[name] or Reply.UNKNOWN)
        if "barriers_known" in data:
            data["barriers_known"] = Known(data["barriers_known"] or Known.UNKNOWN)
        chosen, known = data.get("barriers") or [], data.get("barriers_known")
        if known is Known.UNKNOWN and chosen:
            data["barriers_known"] = Known.STATED
        elif known in {Known.NONE, Known.DECLINED} and chosen:
            self.add_error("barriers", "You ticked something below as well. Take the ticks out, or change this answer.")
        elif known is Known.STATED and not chosen and not self.errors:
            self.add_error("barriers", "Tick what stood in the way. “Something else” is there too.")
        if data.get("may_quote") and not data.get("words", "").strip():
            self.add_error("may_quote", "There are no words to quote yet.")
        said = any(data.get(name) is not Reply.UNKNOWN for name in ("paid", "heard", "safe"))
        if not self.errors and not said and data["barriers_known"] is Known.UNKNOWN and not data["words"].strip():
            self.add_error(None, "Answer at least one question. Each can be left out.")
        return data
