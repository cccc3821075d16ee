"""An organisation's entry."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from lantern.pages.forms import VersionedForm

HTTPS = "Enter the whole address, beginning with https://, such as https://example.org"


class EntryForm(VersionedForm):
    """Plain words and one link. Empty means not known, and is shown as that."""

    short_name = forms.CharField(label="Short name", required=False, max_length=40)
    about = forms.CharField(
        label="What you do", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )
    communities = forms.CharField(label="Communities you are led by and for", required=False, max_length=300)
    faiths = forms.CharField(label="Faiths", required=False, max_length=300)
    practices = forms.CharField(label="Harmful practices you know about", required=False, max_length=300)
    area = forms.CharField(label="Where you work", required=False, max_length=120)
    link = forms.URLField(
        label="Your website",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": HTTPS},
        validators=[URLValidator(["https"], message=HTTPS)],
    )

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class EntryLinkForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address", help_text="Of whoever answers for the organisation. An earlier link then stops."
    )
