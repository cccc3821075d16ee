"""Inviting people, and writing to those who came."""

from django import forms


class InviteForm(forms.Form):
    emails = forms.CharField(
        label="E-mail addresses",
        help_text="One on each line. Each gets a private link, and no word of what it is for.",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter at least one address."},
    )

    def clean_emails(self) -> list[str]:
        check, found = forms.EmailField(), []
        for number, line in enumerate(self.cleaned_data["emails"].splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(check.clean(line.strip()))
            except forms.ValidationError as problem:
                raise forms.ValidationError(f"Line {number} is not an e-mail address.") from problem
        if len(found) > 100:
            raise forms.ValidationError("Invite at most 100 people at once.")
        return list(dict.fromkeys(found))


class WriteForm(forms.Form):
    words = forms.CharField(
        label="Your message",
        help_text="It stands on their own page; the mail only says that it is there. Never write about a review.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write the message first."},
    )
