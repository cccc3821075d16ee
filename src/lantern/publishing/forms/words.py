"""Words from outside: a second look, where they hold what could point to a review or a family."""

from typing import Any

from django import forms

from lantern.pages.free_text import detail_in, listed

LOOK_AGAIN = (
    "This could point to a review or a family: {found}. Change it, or tick the box below if it is harmless. "
    "Nothing is kept until then."
)


class SecondLook(forms.Form):
    """Shows once what was found in the fields of `looked_at`; whoever wrote it mends it, or says it is harmless.

    Guidance speaks of laws, places and days, so nothing is refused outright.
    """

    looked_at: tuple[str, ...] = ()
    harmless = forms.BooleanField(
        required=False, label="I have looked: this is about no review, no family and nobody who could be found"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "harmless" not in self.data:
            self.fields["harmless"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("harmless"):
            for name in self.looked_at:
                found = detail_in(cleaned.get(name) or "")
                if found:
                    self.add_error(name, LOOK_AGAIN.format(found=listed(found)))
                    self.fields["harmless"].widget = forms.CheckboxInput()
        return cleaned
