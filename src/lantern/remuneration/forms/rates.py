"""A version of the rates, who pays, and who is paid."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms

from lantern.pages.forms import DayField, PoundsField, VersionedForm, number
from lantern.register.public import Agency, Partnership
from lantern.remuneration.domain.claims import TERM_DAYS
from lantern.remuneration.domain.rates import DAY_MINUTES, PayeeKind, Rate, Unit
from lantern.remuneration.domain.work import Kind
from lantern.remuneration.models import Payer, RateCard

NOT_A_NUMBER = "Enter a number of hours, such as 7 or 7.5."


class NamedField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class CardForm(forms.Form):
    """A rate and its unit for each kind of work; a kind left empty has no rate on this card."""

    name = forms.CharField(label="What the card is called", max_length=80)
    valid_from = DayField(label="From which day?", help_text="It ends the version before it on that day.")
    hours = forms.DecimalField(
        label="Hours in a working day",
        min_value=4,
        max_value=12,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": NOT_A_NUMBER, "max_decimal_places": NOT_A_NUMBER},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(unit.value, unit.label) for unit in Unit]
        for kind in Kind:
            self.fields[f"{kind}_pence"] = PoundsField(label=f"{kind.label}: rate in pounds", required=False)
            self.fields[f"{kind}_unit"] = forms.ChoiceField(label=f"{kind.label}: for", choices=units)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(f"{kind}_pence") for kind in Kind):
            self.add_error(f"{Kind.PANEL_MEETING}_pence", "Give at least one rate.")
        return data

    @property
    def values(self) -> dict[str, Any]:
        """Of a form that is valid, as the services take them."""
        found = self.cleaned_data
        rates = {
            kind: Rate(Unit(found[f"{kind}_unit"]), found[f"{kind}_pence"])
            for kind in Kind
            if found[f"{kind}_pence"] is not None
        }
        minutes = int(found["hours"] * 60)
        return {"name": found["name"], "valid_from": found["valid_from"], "day_minutes": minutes, "rates": rates}

    @staticmethod
    def initial_of(card: RateCard | None) -> dict[str, Any]:
        """Starts from a card; of none, with the usual day."""
        if card is None:
            return {"hours": DAY_MINUTES // 60}
        hours = f"{card.day_minutes / 60:g}"
        found: dict[str, Any] = {"name": card.name, "hours": hours}
        for kind, rate in card.table.items():
            found |= {f"{kind}_pence": rate.pence, f"{kind}_unit": rate.unit.value}
        return found


class ProposeForm(CardForm):
    partnership = NamedField(
        Partnership.objects.none(),
        to_field_name="ref",
        required=False,
        label="Only where this partnership pays",
        empty_label="Every partnership",
    )
    agency = NamedField(
        Agency.objects.none(),
        to_field_name="ref",
        required=False,
        label="Only for this agency’s people",
        empty_label="Every agency",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("partnership", Partnership), ("agency", Agency)):
            field = self.fields[name]
            assert isinstance(field, NamedField)  # noqa: S101 - declared above
            field.queryset = model._default_manager.order_by("name")

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {name: self.cleaned_data[name] for name in ("partnership", "agency")}


class ChangeCardForm(CardForm, VersionedForm):
    pass


class PayerForm(VersionedForm):
    name = forms.CharField(label="Name", max_length=160, help_text="As it stands on an invoice.")
    email = forms.EmailField(
        label="Where to write",
        required=False,
        help_text="For a link to answer claims by, without an account, and for reminders. Set by the programme.",
    )
    term_days = number(
        "Days within which it promises to pay", 120, least=1, help_text=f"Counted from the claim. Usually {TERM_DAYS}."
    )
    purchase_order = forms.CharField(label="Purchase order number", max_length=40, required=False)


class AddPayerForm(PayerForm):
    version = None  # type: ignore[assignment]
    programme = forms.BooleanField(
        label="This is the programme itself",
        required=False,
        help_text="Then its coordinators answer for it. Any other body answers by link.",
    )


class PayeeForm(VersionedForm):
    name = forms.CharField(label="Name on the invoice", max_length=160, required=False)
    address = forms.CharField(
        label="Address on the invoice",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only if the payer needs one. It need not be where you live.",
    )
    bank = forms.CharField(
        label="Bank details",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="Account name, sort code and account number, a line each. Kept sealed; only the invoice shows it.",
    )
    vat_number = forms.CharField(label="VAT number", max_length=20, required=False)
    vat_basis_points = forms.TypedChoiceField(
        label="VAT you charge",
        coerce=int,
        choices=[(0, "None"), (500, "5 per cent"), (2000, "20 per cent")],
    )


class ChoosePayeeForm(VersionedForm):
    kind = forms.ChoiceField(
        label="Who is paid?",
        choices=[(PayeeKind.AGENCY.value, "The agency"), (PayeeKind.PERSON.value, "The expert herself")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )

    def clean_kind(self) -> PayeeKind:
        return PayeeKind(self.cleaned_data["kind"])


class SharesForm(VersionedForm):
    """Who pays how much: up to three payers, the first one's approval counting for all."""

    PLACES = (1, 2, 3)

    def __init__(self, *args: Any, payers: Iterable[Payer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payers = {payer.ref: payer for payer in payers}
        choices = [("", "Nobody"), *((ref, payer.name) for ref, payer in self.payers.items())]
        for place in self.PLACES:
            who = "The first payer, who answers claims" if place == 1 else f"Payer {place}"
            self.fields[f"payer_{place}"] = forms.ChoiceField(label=who, choices=choices, required=place == 1)
            self.fields[f"parts_{place}"] = number(f"Payer {place}: per cent", 100, required=False)
            self.fields[f"fixed_{place}"] = PoundsField(
                label=f"Payer {place}: or a fixed amount of each claim", required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in self.PLACES:
            if data.get(f"payer_{place}") and bool(data.get(f"parts_{place}")) == bool(data.get(f"fixed_{place}")):
                self.add_error(f"parts_{place}", "Give a share in per cent, or a fixed amount: one of the two.")
        return data

    @property
    def shares(self) -> list[tuple[Payer, int, int | None]]:
        """Of a form that is valid, as the services take them."""
        return list(self._shares())

    def _shares(self) -> Iterator[tuple[Payer, int, int | None]]:
        for place in self.PLACES:
            if ref := self.cleaned_data[f"payer_{place}"]:
                parts, fixed = self.cleaned_data[f"parts_{place}"], self.cleaned_data[f"fixed_{place}"]
                yield self.payers[ref], parts or 0, fixed
