"""A profile's sections, one form each."""

from typing import Any

from django import forms

from lantern.access.public import Role
from lantern.accounts.public import User, people_with
from lantern.kit.vocabulary import SELF_DESCRIBED, Known
from lantern.pages.forms import PoundsField, VersionedForm
from lantern.register import rules
from lantern.register.domain.expertise import GRADES, Audience, Grade, Level, SafeContact
from lantern.register.domain.vocabularies import FACETS, Facet
from lantern.register.forms.fields import CountField, RegionsField, YesNoField
from lantern.register.models import Agency, Expert, Partnership

NO_NAMES = "Never the name of a victim, a family or anyone in a review."
ASK_HER = "Choose only what she has told you."


class SectionForm(VersionedForm):
    """One section of one expert's profile, for herself or for a coordinator."""

    def __init__(self, *args: Any, expert: Expert, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expert, self.actor = expert, actor
        self.own = expert.user_id is not None and expert.user_id == actor.pk


class AddExpertForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Enter the name."},
        help_text="Only the programme sees it until she says otherwise.",
    )
    agency = forms.ModelChoiceField(
        Agency.objects.all(),
        label="Agency",
        to_field_name="ref",
        required=False,
        empty_label="No agency: independent",
    )


class AboutForm(SectionForm):
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter the name."})
    agency = forms.ModelChoiceField(
        Agency.objects.all(), label="Agency", to_field_name="ref", required=False, empty_label="No agency: independent"
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Signs in as",
        to_field_name="ref",
        required=False,
        empty_label="Does not sign in yet",
        help_text="People who have accepted an invitation as an expert. The profile becomes theirs to change.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rules.is_programme(self.actor):
            del self.fields["agency"], self.fields["user"]
            return
        able = [one.pk for one in people_with(Role.EXPERT)] + [self.expert.user_id]
        users = self.fields["user"]
        users.queryset = User.objects.filter(pk__in=able).order_by("name")  # type: ignore[attr-defined]
        users.label_from_instance = lambda one: f"{one.name} ({one.email})"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return {"agency": self.expert.agency, "user": self.expert.user} | self.cleaned_data


class KnownForm(SectionForm):
    known = forms.TypedChoiceField(
        label="What is the answer?",
        choices=[
            (Known.UNKNOWN.value, "Not known yet"),
            (Known.NONE.value, "None"),
            (Known.DECLINED.value, "Prefers not to say"),
        ],
        coerce=Known,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )


class ExpertiseForm(SectionForm):
    """One thing she knows. `facet` decides the list, and whether dialect and script are asked."""

    code = forms.ChoiceField(label="Which", error_messages={"required": "Choose one of the list."})
    own_words = forms.CharField(
        label="In your own words",
        max_length=80,
        required=False,
        help_text=f"Where the list has no word for it. {NO_NAMES}",
    )
    dialect = forms.CharField(label="Dialect", max_length=60, required=False, help_text="Such as Darija, or Badini.")
    script = forms.CharField(label="Script", max_length=60, required=False, help_text="Such as Gurmukhi or Shahmukhi.")
    level = forms.TypedChoiceField(
        label="How is it known?",
        choices=[
            (Level.LIVED.value, "Lived: I belong to it, or have lived it"),
            (Level.PROFESSIONAL.value, "Professional: I know it from my work"),
        ],
        coerce=Level,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose lived or professional."},
    )
    audience = forms.TypedChoiceField(
        label="Who may be told this?",
        choices=[(audience.value, audience.label) for audience in Audience],
        coerce=Audience,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may be told."},
    )

    def __init__(self, *args: Any, facet: Facet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "Choose"), *FACETS[facet].choices()]  # type: ignore[attr-defined]
        self.fields["code"].label = {
            Facet.COMMUNITY: "Community",
            Facet.FAITH: "Faith",
            Facet.LANGUAGE: "Language",
            Facet.PRACTICE: "Harmful practice",
            Facet.ISSUE: "Issue",
        }[facet]
        if facet is not Facet.LANGUAGE:
            del self.fields["dialect"], self.fields["script"]
        if not self.own:
            self.fields["own_words"].label = "In her own words"
            self.fields["audience"].help_text = ASK_HER

    def clean(self) -> dict[str, Any]:
        data = {"dialect": "", "script": ""} | self.cleaned_data
        if data.get("code") == SELF_DESCRIBED and not data.get("own_words") and "own_words" not in self.errors:
            self.add_error("own_words", "Describe it in your own words.")
        return data


class WhereForm(SectionForm):
    regions = RegionsField(
        label="Which regions?", help_text="Where it is possible to go to a meeting. Leave empty if not known."
    )
    remote = YesNoField(label="Can meetings be joined remotely?", error_messages={"required": "Choose yes or no."})


class CapacityForm(SectionForm):
    accepting = YesNoField(
        label="Accepting invitations at the moment?",
        help_text="No means: not asked for anything until this changes.",
        error_messages={"required": "Choose yes or no."},
    )
    max_reviews = CountField(label="Most reviews at once", help_text="Leave empty if not decided.")
    day_rate_pence = PoundsField(
        required=False,
        label="Least day rate, in pounds",
        help_text="An offer below this needs a written reason, which you read. Leave empty if not decided.",
    )


class ConflictForm(SectionForm):
    partnership = forms.ModelChoiceField(
        Partnership.objects.all(),
        label="Partnership",
        to_field_name="ref",
        empty_label="Choose",
        error_messages={"required": "Choose the partnership."},
    )
    grade = forms.TypedChoiceField(
        label="How close?",
        choices=[(grade.value, f"{words.label}: {words.means}") for grade, words in GRADES.items()],
        coerce=Grade,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how close."},
        help_text="A grade only. Never write or say who it is.",
    )
    pinned = forms.BooleanField(label="Settled: a later change by the expert does not undo it", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.own or not rules.is_programme(self.actor):
            del self.fields["pinned"]

    def clean(self) -> dict[str, Any]:
        return {"pinned": False} | self.cleaned_data


class ContactForm(SectionForm):
    safe_contact = forms.TypedChoiceField(
        label="Which way is safe?",
        choices=[(way.value, way.label) for way in SafeContact],
        coerce=SafeContact,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a way."},
    )
    contact = forms.CharField(
        label="Address or number",
        max_length=200,
        required=False,
        help_text="For e-mail or a call only. It is kept sealed, and used for nothing else.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        way, contact = data.get("safe_contact"), data.get("contact", "")
        if way is SafeContact.EMAIL:
            try:
                forms.EmailField().clean(contact)
            except forms.ValidationError:
                self.add_error("contact", "Enter an e-mail address, such as name@example.org.")
        if way is SafeContact.PHONE and sum(letter.isdigit() for letter in contact) < 7:
            self.add_error("contact", "Enter a telephone number.")
        return data


class ShownForm(SectionForm):
    name_audience = forms.TypedChoiceField(
        label="Who may see the name?",
        choices=[(audience.value, audience.label) for audience in Audience],
        coerce=Audience,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may see it."},
    )
    name_in_evidence = forms.BooleanField(
        label="The name may stand in a review's evidence, which the partnership files",
        required=False,
        help_text="Without this the evidence says that an expert sat, and not who.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.own:
            self.fields["name_audience"].help_text = ASK_HER
