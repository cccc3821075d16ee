"""Asking for a place. Three things are needed; the rest is hers to say or to leave."""

from typing import Any

from django import forms

from lantern.kit.observances import TRADITIONS
from lantern.kit.vocabulary import SELF_DESCRIBED, Known
from lantern.pages.forms import VersionedForm
from lantern.register.public import FACETS, Agency
from lantern.workshops.domain.places import Room, Way
from lantern.workshops.domain.sessions import ACCESS_NEEDS, Held, Honorarium
from lantern.workshops.models import Session
from lantern.workshops.services import Asked

COMMUNITIES = [one for one in FACETS["community"].choices() if one[0] != SELF_DESCRIBED]
KINDS = [
    ("unknown", "Leave this out"),
    ("by_and_for", "An agency led by and for the people it serves"),
    ("second_tier", "An organisation that supports other organisations"),
    ("other", "Another organisation"),
    ("none", "No organisation"),
    ("declined", "I prefer not to say"),
]


class NeedsFields(forms.Form):
    """What she needs in order to take part, which she has a right to."""

    needs = forms.MultipleChoiceField(
        label="What do you need in order to take part?",
        help_text="You have a right to these. Tick all that apply; the programme arranges and pays for them.",
        choices=ACCESS_NEEDS.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needs_words = forms.CharField(
        label="Tell us more about what you need",
        help_text="For example the language and dialect, how many children, or what you eat.",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NeedsForm(NeedsFields, VersionedForm):
    pass


class SignUpForm(NeedsFields):
    field_order = ("name", "email", "way", "agency_words", "needs", "needs_words")
    name = forms.CharField(
        label="Your name",
        help_text="As you wish to be called on the day.",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter the name you wish to be called by."},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="An address that only you can read. We send your own link there, and nothing that says what it is.",
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter an e-mail address that is safe for you.",
            "invalid": "Enter an e-mail address, such as name@example.org.",
        },
    )
    way = forms.ChoiceField(
        label="How would you come?", widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )
    agency_words = forms.CharField(
        label="Your organisation",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    honorarium = forms.ChoiceField(
        label="You are paid for your time. Whom should we pay?",
        choices=[(one.value, one.label) for one in (Honorarium.AGENCY, Honorarium.PERSON, Honorarium.NONE)],
        widget=forms.RadioSelect,
        required=False,
    )
    observances = forms.MultipleChoiceField(
        label="Are there holy days you keep?",
        help_text="So that we do not plan the next session on one of them. Those who plan see the day, not your name.",
        choices=TRADITIONS.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agency_kind = forms.ChoiceField(
        label="What kind of organisation do you work for?", choices=KINDS, widget=forms.RadioSelect, required=False
    )
    communities = forms.MultipleChoiceField(
        label="Which communities do you belong to or work with?",
        help_text="Only counted, never shown with your name. It tells us whom we have not reached.",
        choices=[*COMMUNITIES, ("none", "None of these"), ("declined", "I prefer not to say")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    OPTIONAL = ("observances", "agency_kind", "communities")

    def __init__(self, *args: Any, session: Session, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        ways = [way for way in Way if session.places[way]]
        words = {way: "" if room.free(way) else " (full: you join the waiting list)" for way in ways}
        self.fields["way"].choices = [(way.value, way.label + words[way]) for way in ways]  # type: ignore[attr-defined]
        if session.held != Held.BOTH:
            self.fields["way"].initial = ways[0].value if ways else ""
            self.fields["way"].widget = forms.HiddenInput()
        if not session.honorarium:
            del self.fields["honorarium"]

    def main_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in self.OPTIONAL]

    def more_fields(self) -> list[Any]:
        return [self[name] for name in self.OPTIONAL]

    @property
    def more_open(self) -> bool:
        """Whether the part that is not needed must show: something is said there, or something is wrong there."""
        return self.is_bound and any(self.errors.get(name) or self.data.get(name) for name in self.OPTIONAL)

    def clean_communities(self) -> list[str]:
        found: list[str] = self.cleaned_data["communities"]
        if len(found) > 1 and {"none", "declined"} & set(found):
            raise forms.ValidationError("Tick communities, or one of the last two answers, but not both.")
        return found

    def clean_way(self) -> Way:
        return Way(self.cleaned_data["way"])

    def asked(self) -> Asked:
        """What she said, for the service. An organisation of exactly that name in the register is linked."""
        said = self.cleaned_data
        communities = [code for code in said["communities"] if code not in {"none", "declined"}]
        known = Known.STATED if communities else Known(next(iter(said["communities"]), Known.UNKNOWN))
        words = said["agency_words"].strip()
        return Asked(
            name=said["name"],
            email=said["email"],
            way=said["way"],
            agency=Agency.objects.filter(name__iexact=words).first() if words else None,
            agency_words=words,
            agency_kind=said["agency_kind"] or "unknown",
            communities=communities,
            communities_known=known,
            needs=said["needs"],
            needs_words=said["needs_words"],
            observances=said["observances"],
            honorarium=Honorarium(said.get("honorarium") or Honorarium.UNKNOWN),
        )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="The code shown in the room",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Type the six letters and figures shown in the room."},
    )


class CheckInForm(CodeForm):
    email = forms.EmailField(
        label="The e-mail address you signed up with",
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter the address you signed up with.",
            "invalid": "Enter an e-mail address, such as name@example.org.",
        },
    )
