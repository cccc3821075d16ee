"""Forms of contributions: for their authors, and at the desk."""

from typing import Any

from django import forms

from lantern.pages.forms import DayField, VersionedForm
from lantern.publishing.domain.posts import Final

MOST = 12_000


class AskForPostForm(forms.Form):
    name = forms.CharField(label="Her name", max_length=120, help_text="Kept sealed. She chooses what it stands under.")
    email = forms.EmailField(label="E-mail address", help_text="Used for this alone. It is kept sealed.")
    word = forms.CharField(
        label="A word to her",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="She reads it on her page, not in the message.",
    )


class PostForm(VersionedForm):
    """What its author writes. All of it may be empty until she sends it."""

    title = forms.CharField(label="Title", required=False, max_length=160)
    text = forms.CharField(
        label="Your text",
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Part paragraphs by an empty line. Write nothing by which a review, a family or you could be found "
        "if you do not wish that: no names, no exact days, no places.",
    )
    byline = forms.CharField(
        label="The name it stands under",
        required=False,
        max_length=120,
        help_text="Your own, one you make up, or none.",
    )
    content_note = forms.CharField(
        label="What should readers know before they read?",
        required=False,
        max_length=300,
        help_text="For example: speaks of a death. It stands above the text and in lists; the beginning of the text is "
        "then shown nowhere else.",
    )
    embargo_until = DayField(label="Not before", required=False, help_text="Leave it empty for any day.")

    def final(self) -> Final:
        said = self.cleaned_data
        return Final(said["title"], said["text"].replace("\r\n", "\n"), said["byline"], said["content_note"])


class EditPostForm(PostForm):
    """The editor's wording, with a reason for each finding. Findings stand on the words as they were last kept."""

    word = forms.CharField(
        label="A word to its author", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for at, (words, what) in enumerate(found):
            self.fields[f"reason_{at}"] = forms.CharField(
                label=f"“{words}” {what}. Why is it harmless?",
                required=False,
                max_length=200,
                help_text="Leave it empty if you change the words instead.",
            )

    def reasons(self) -> dict[tuple[str, str], str]:
        return {one: self.cleaned_data.get(f"reason_{at}", "") for at, one in enumerate(self.found)}


class ChangeForm(forms.Form):
    word = forms.CharField(
        label="What would you like changed?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class DeclineForm(VersionedForm):
    word = forms.CharField(
        label="A word to its author",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="She reads it on her page: why it is not published.",
    )
