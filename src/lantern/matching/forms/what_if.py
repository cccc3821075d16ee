"""One change to try beside a plan. Each form makes one change; nothing is changed by it."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from lantern.matching.domain.model import Level
from lantern.matching.domain.programme.asking import split
from lantern.matching.domain.programme.changes import IMAGINED
from lantern.matching.domain.programme.model import Person
from lantern.matching.domain.programme.what_if import (
    AddPerson,
    AllowRemote,
    Change,
    MoreForAgency,
    MoreReviews,
    MoreSeats,
    RaiseCeiling,
)
from lantern.matching.selectors import MOST_NEW, Planned
from lantern.register.public import FACET_LABELS, REGIONS, Facet


class WhatIf(forms.Form):
    """`slug` names it in an address, `title` and `words` on the page."""

    slug: ClassVar[str]
    title: ClassVar[str]
    words: ClassVar[str]

    def __init__(self, data: Any = None, *, planned: Planned) -> None:
        super().__init__(data)
        self.planned = planned
        self.fill()

    def fill(self) -> None:
        """Puts the programme's own choices in."""

    def change(self) -> Change:
        raise NotImplementedError

    def _reviews(self) -> list[tuple[str, str]]:
        rows = self.planned.inputs.reviews
        return [
            (wish.ref, f"{wish.ref}, {rows[wish.ref].partnership.name}")
            for wish in self.planned.inputs.programme.reviews
            if wish.needs
        ]


def pounds(**more: Any) -> forms.DecimalField:
    """A day rate, to the penny."""
    return forms.DecimalField(min_value=1, max_value=10_000, decimal_places=2, required=False, **more)


def pence(amount: Decimal | None) -> int | None:
    return None if amount is None else int(100 * amount)


class OneMoreExpert(WhatIf):
    slug, title = "expert", "One more expert"
    words = "Somebody with the expertise you choose joins the register. What would the plan be then?"

    brings = forms.MultipleChoiceField(
        label="What she would bring",
        help_text="Only expertise that some open review asks for is listed. Choose one or more.",
        widget=forms.SelectMultiple(attrs={"size": 8}),
        error_messages={"required": "Choose at least one kind of expertise."},
    )
    level = forms.ChoiceField(
        label="How she would know it",
        choices=[(Level.LIVED.value, "Lived experience"), (Level.PROFESSIONAL.value, "Professional knowledge")],
        initial=Level.LIVED.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    region = forms.ChoiceField(label="Where she could work", required=False)
    rate = pounds(label="Her day rate in pounds", help_text="Leave empty where it is not known.")

    def fill(self) -> None:
        tags = {
            (need.tag, self.planned.inputs.labels[wish.ref, need.tag])
            for wish in self.planned.inputs.programme.reviews
            for need in wish.needs
            if not split(need.tag)[1].startswith("self_described")
        }
        self.fields["brings"].choices = [  # type: ignore[attr-defined]
            (FACET_LABELS[facet], found)
            for facet in Facet
            if (found := sorted((t for t in tags if split(t[0])[0] == facet.value), key=lambda t: t[1]))
        ]
        self.fields["region"].choices = [("", "Anywhere"), *REGIONS.choices()]  # type: ignore[attr-defined]

    def change(self) -> Change:
        data = self.cleaned_data
        level = Level(data["level"])
        return AddPerson(
            Person(
                IMAGINED,
                by_and_for=True,
                levels=dict.fromkeys(data["brings"], level),
                regions=frozenset({data["region"]}) if data["region"] else None,
                remote=True,
                rate_pence=pence(data["rate"]),
            )
        )


class HigherFee(WhatIf):
    slug, title = "fee", "A higher fee"
    words = "One review could pay more for a day. Who could then be asked?"

    review = forms.ChoiceField(label="For which review?")
    rate = pounds(
        label="The most it could pay for a day, in pounds",
        help_text="Leave empty to see the plan without a ceiling.",
    )

    def fill(self) -> None:
        self.fields["review"].choices = self._reviews()  # type: ignore[attr-defined]

    def change(self) -> Change:
        return RaiseCeiling(self.cleaned_data["review"], pence(self.cleaned_data["rate"]))


class FromADistance(WhatIf):
    slug, title = "distance", "Attending from a distance"
    words = "One review allows members to join from somewhere else."

    review = forms.ChoiceField(label="Which review?")

    def fill(self) -> None:
        self.fields["review"].choices = self._reviews()  # type: ignore[attr-defined]

    def change(self) -> Change:
        return AllowRemote(self.cleaned_data["review"])


class OneMoreSeat(WhatIf):
    slug, title = "seat", "One more seat"
    words = "One review pays for one more community expert."

    review = forms.ChoiceField(label="On which review?")

    def fill(self) -> None:
        # A plan fills up to three seats of a review at a time, so a fourth empty one would change nothing.
        full = {w.ref for w in self.planned.inputs.programme.reviews if w.seats - self._taken(w.ref) >= MOST_NEW}
        self.fields["review"].choices = [c for c in self._reviews() if c[0] not in full]  # type: ignore[attr-defined]

    def _taken(self, review: str) -> int:
        standing = self.planned.inputs.standing[review]
        return len(standing.seated | standing.waiting)

    def change(self) -> Change:
        return MoreSeats(self.cleaned_data["review"])


class OneMoreReview(WhatIf):
    slug, title = "review", "One person with room for one more review"
    words = "Somebody who has said how much she can carry finds time for one more, for example because it is paid."

    person = forms.ChoiceField(label="Who?")

    def fill(self) -> None:
        names = self.planned.inputs.names
        limited = [p.ref for p in self.planned.inputs.programme.people if p.max_reviews is not None]
        self.fields["person"].choices = sorted(  # type: ignore[attr-defined]
            ((ref, names[ref]) for ref in limited), key=lambda c: (c[1].casefold(), c[0])
        )

    def change(self) -> Change:
        return MoreReviews(self.cleaned_data["person"])


class OneMoreForAgency(WhatIf):
    slug, title = "agency", "One agency with room for one more seat"
    words = "An agency that has said how much it can carry finds room for one more, for example because cover is paid."

    agency = forms.ChoiceField(label="Which agency?")

    def fill(self) -> None:
        names = self.planned.inputs.agencies
        limited = [a.ref for a in self.planned.inputs.programme.agencies if a.max_reviews is not None]
        self.fields["agency"].choices = sorted(  # type: ignore[attr-defined]
            ((ref, names[ref]) for ref in limited), key=lambda c: (c[1].casefold(), c[0])
        )

    def change(self) -> Change:
        return MoreForAgency(self.cleaned_data["agency"])


FORMS: dict[str, type[WhatIf]] = {
    form.slug: form for form in (OneMoreExpert, HigherFee, FromADistance, OneMoreSeat, OneMoreReview, OneMoreForAgency)
}
