"""Planning a series and a session. No field for who the people are that a review is about."""

from datetime import datetime
from typing import Any

from django import forms

from lantern.access.public import Role
from lantern.accounts.public import User, people_with
from lantern.kit import clock
from lantern.kit.states import IllegalMove
from lantern.pages.forms import NEVER, MomentField, VersionedForm, number
from lantern.register.public import REGIONS
from lantern.workshops.domain.materials import ending_of
from lantern.workshops.domain.sessions import TOPICS, Held
from lantern.workshops.models import Series, Session
from lantern.workshops.services import Plan


class SeriesForm(forms.Form):
    title = forms.CharField(
        label="What is the series called?",
        max_length=120,
        error_messages={"required": "Enter what the series is called."},
    )
    about = forms.CharField(
        label="What is it for?",
        help_text="Everyone who may sign up reads this. " + NEVER,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    listed = forms.BooleanField(
        label="Show its sessions on the public page",
        help_text="If not, people come by invitation only.",
        required=False,
        initial=True,
    )


class EditSeriesForm(SeriesForm, VersionedForm):
    @staticmethod
    def initial_of(series: Series) -> dict[str, Any]:
        return {name: getattr(series, name) for name in ("title", "about", "listed", "version")}


class SessionForm(forms.Form):
    title = forms.CharField(
        label="What is the session called?",
        max_length=120,
        error_messages={"required": "Enter what the session is called."},
    )
    about = forms.CharField(
        label="What happens in it?",
        help_text=NEVER,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    topics = forms.MultipleChoiceField(
        label="What does it cover?",
        choices=TOPICS.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="People say how sure they feel of each of these, before and after.",
    )
    starts = MomentField(label="When does it begin?", help_text="UK time.")
    minutes = number("How long is it, in minutes?", 720, least=15, help_text="Half a day is 210.")
    held = forms.ChoiceField(
        label="How is it held?",
        choices=[(one.value, one.label) for one in Held],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    places_in_person = number("Places in person", 500, required=False, help_text="Leave empty if it is online.")
    places_online = number("Places online", 2000, required=False, help_text="Leave empty if it is in person.")
    region = forms.ChoiceField(label="Region", choices=[("", "No region"), *REGIONS.choices()], required=False)
    address_words = forms.CharField(
        label="Where is it?",
        max_length=300,
        required=False,
        help_text="Only people with a place see this. Say how to get in without steps.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    online = forms.URLField(
        label="Link to join online",
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text="Only people with a place see this.",
        error_messages={"invalid": "Enter a link, such as https://example.org/meeting."},
    )
    honorarium = forms.BooleanField(
        label="People are paid for coming",
        help_text="By the rate card, to their agency or to them.",
        required=False,
    )
    sign_up_until = MomentField(
        label="Until when can people sign up?", required=False, help_text="Leave empty for “until it begins”."
    )
    offer_hours = number(
        "How many hours is a free place kept for someone?",
        240,
        least=1,
        initial=48,
        help_text="After that the next in line is asked.",
    )
    facilitators = forms.MultipleChoiceField(
        label="Who runs it?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="They see who comes and what people need. A draft needs nobody yet.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {one.ref: one for role in (Role.FACILITATOR, Role.COORDINATOR) for one in people_with(role)}
        self.people: dict[str, User] = people
        choices = sorted((ref, one.name) for ref, one in people.items())
        self.fields["facilitators"].choices = sorted(choices, key=lambda one: one[1])  # type: ignore[attr-defined]

    def clean_starts(self) -> datetime:
        found: datetime = self.cleaned_data["starts"]
        if found <= clock.now():
            raise forms.ValidationError("This day and time are past. Choose one that is still to come.")
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, until = data.get("starts"), data.get("sign_up_until")
        if starts and until and until > starts:
            self.add_error("sign_up_until", "People cannot sign up after it has begun. Choose an earlier time.")
        held = data.get("held")
        for way, name, words in (
            (Held.IN_PERSON, "places_in_person", "in person"),
            (Held.ONLINE, "places_online", "online"),
        ):
            if name in self.errors or not held:
                continue
            if held in {way, Held.BOTH} and not data.get(name):
                self.add_error(name, f"Enter how many places there are {words}.")
            if held not in {way, Held.BOTH} and data.get(name):
                self.add_error(name, f"This session is not held {words}. Leave this empty.")
        return data

    def plan(self) -> Plan:
        """Of a form that is valid."""
        said = self.cleaned_data
        return Plan(
            title=said["title"],
            about=said["about"],
            topics=said["topics"],
            held=Held(said["held"]),
            starts=said["starts"],
            minutes=said["minutes"],
            region=said["region"],
            address_words=said["address_words"],
            online=said["online"],
            places_in_person=said["places_in_person"] or 0,
            places_online=said["places_online"] or 0,
            honorarium=said["honorarium"],
            sign_up_until=said["sign_up_until"] or said["starts"],
            offer_hours=said["offer_hours"],
            facilitators=[self.people[ref] for ref in said["facilitators"]],
        )


class EditSessionForm(SessionForm, VersionedForm):
    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        plain = (
            "title", "about", "topics", "starts", "minutes", "held", "region", "address_words", "online", "honorarium",
            "sign_up_until", "offer_hours", "version",
        )  # fmt: skip
        found = {name: getattr(session, name) for name in plain}
        found |= {name: getattr(session, name) or None for name in ("places_in_person", "places_online")}
        return found | {"facilitators": [one.ref for one in session.facilitators.all()]}


class PublishForm(VersionedForm):
    """Where a date meets days that matter to people, opening it takes a second thought."""

    seen = forms.BooleanField(
        label="I have looked at these dates, and this one stays",
        error_messages={"required": "Tick this if the date stays. Otherwise change the date first."},
    )

    def __init__(self, *args: Any, warned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["seen"]


class MaterialForm(forms.Form):
    title = forms.CharField(
        label="What is it?",
        max_length=120,
        help_text=NEVER,
        error_messages={"required": "Enter what it is."},
    )
    url = forms.URLField(
        label="A link to it",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a link, such as https://example.org/page."},
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="A PDF, a Word document (.docx) or slides (.pptx), up to 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.pptx"}),
        error_messages={"empty": "The file is empty.", "missing": "Choose a file."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        uploaded = data.get("file")
        if not self.errors and bool(data.get("url")) == bool(uploaded):
            self.add_error(None, "Give either a link or a file.")
        if uploaded:
            data["content"] = uploaded.read()
            try:
                data["ending"] = ending_of(data["content"])
            except IllegalMove as problem:
                self.add_error("file", str(problem))
        return data
