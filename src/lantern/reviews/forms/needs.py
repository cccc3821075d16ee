"""Stating needs through questions, the nine characteristics, and the rules on who the panel is made of."""

from typing import Any

from django import forms

from lantern.kit.vocabulary import SELF_DESCRIBED
from lantern.pages.forms import NEVER, VersionedForm, number
from lantern.register.public import FACET_LABELS, FACETS, Agency, Facet, label_of
from lantern.reviews.domain.composition import PanelRule, RuleKind
from lantern.reviews.domain.questions import Answer, Question
from lantern.reviews.domain.terms import Characteristic, Relevance, Weight

WEIGHTS = [(weight.value, weight.label) for weight in Weight]
PLACES = ("value_1", "value_2", "value_3")


class _NeedFields(VersionedForm):
    weight = forms.ChoiceField(
        label="How much does it matter?", choices=WEIGHTS, widget=forms.RadioSelect(attrs={"class": "choices--short"})
    )
    lived = forms.BooleanField(label="Only lived experience will do", required=False)
    reason = forms.CharField(label="Why, in one sentence", max_length=200, help_text=NEVER)


def _own_words() -> forms.CharField:
    return forms.CharField(
        label="In your own words",
        max_length=80,
        required=False,
        help_text=f"Only where you chose “described in her own words” or another value. {NEVER}",
    )


class QuestionForm(_NeedFields):
    """One question: yes with what it leads to, no, or not known yet. The three stay apart."""

    answer = forms.ChoiceField(
        choices=[(x.value, x.label) for x in Answer], widget=forms.RadioSelect(attrs={"class": "choices--short"})
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["answer"].label = question.question
        self.fields["answer"].help_text = question.help
        self.fields["weight"].required = self.fields["reason"].required = False
        order = ["answer"]
        if question.open_facet:
            facet = question.open_facet
            choices = [("", "Choose one"), *((f"{facet}:{code}", label) for code, label in FACETS[facet].choices())]
            for place, name in enumerate(PLACES):
                which = ("Which?", "And another?", "And another?")[place]
                self.fields[name] = forms.ChoiceField(label=which, choices=choices, required=False)
            self.fields["own_words"] = _own_words()
            order += [*PLACES, "own_words"]
        if question.values:
            self.fields["values"] = forms.MultipleChoiceField(
                label="Which of these matter?" if not question.open_facet else "Does any of these matter too?",
                choices=[(f"{facet}:{code}", label_of(facet, code)) for facet, code in question.values],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            order.append("values")
        self.order_fields([*order, "weight", "lived", "reason", "version"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        answer = Answer(data["answer"])
        if answer is not Answer.YES:
            return {**data, "answer": answer, "chosen": []}
        named = [data.get(name, "") for name in PLACES] + list(data.get("values", []))
        pairs = [pair.split(":") for pair in dict.fromkeys(filter(None, named))]
        if not pairs:
            self.add_error("value_1" if self.question.open_facet else "values", "Choose what a yes leads to.")
        if any(code == SELF_DESCRIBED for _facet, code in pairs) and not data.get("own_words", "").strip():
            self.add_error("own_words", "Say it in a few words of your own.")
        if not data["weight"]:
            self.add_error("weight", "Choose how much it matters.")
        if not data["reason"].strip():
            self.add_error("reason", "Give the reason in one sentence.")
        words = data.get("own_words", "").strip()
        chosen = [(facet, code, words if code == SELF_DESCRIBED else "") for facet, code in pairs]
        return {**data, "answer": answer, "chosen": chosen}


class NeedForm(_NeedFields):
    """A need without a question."""

    expertise = forms.ChoiceField(label="What expertise?")
    own_words = _own_words()
    field_order = ("expertise", "own_words", "weight", "lived", "reason", "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["expertise"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "Choose one"), *expertise_choices()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        facet, _, code = data.get("expertise", "").partition(":")
        words = data.get("own_words", "").strip()
        if code == SELF_DESCRIBED and not words:
            self.add_error("own_words", "Say it in a few words of your own.")
        return {**data, "chosen": [(facet, code, words if code == SELF_DESCRIBED else "")]}


def expertise_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every value of every facet, grouped."""
    return [
        (FACET_LABELS[facet], [(f"{facet.value}:{code}", label) for code, label in FACETS[facet].choices()])
        for facet in Facet
    ]


class CharacteristicsForm(VersionedForm):
    """All nine, each by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in Characteristic:
            self.fields[one.value] = forms.ChoiceField(
                label=one.label,
                choices=[(r.value, r.label) for r in Relevance],
                widget=forms.RadioSelect(attrs={"class": "choices--short"}),
                error_messages={
                    "required": f"Say whether {one.label.lower()} matters here, or that it is not known yet."
                },
            )
            self.fields[f"{one.value}_reason"] = forms.CharField(
                label=f"Why ({one.label.lower()})", max_length=200, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in Characteristic:
            reason = data.get(f"{one.value}_reason", "").strip()
            if data.get(one.value) == Relevance.NOT_RELEVANT and not reason:
                self.add_error(f"{one.value}_reason", "Say in one sentence why it is not relevant.")
        return data

    def answers(self) -> dict[Characteristic, tuple[Relevance, str]]:
        data = self.cleaned_data
        return {one: (Relevance(data[one.value]), data[f"{one.value}_reason"]) for one in Characteristic}


KEPT = [("", "Do not ask for it"), ("soft", "Keep it where that costs nothing"), ("hard", "Never break it")]
ROWS = (1, 2)


class RulesForm(VersionedForm):
    """The composition rules as data."""

    by_and_for = forms.ChoiceField(
        label=RuleKind.BY_AND_FOR.label, choices=KEPT, widget=forms.RadioSelect, required=False
    )
    no_lone_member = forms.ChoiceField(
        label=RuleKind.NO_LONE_MEMBER.label, choices=KEPT, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label, choices in (
            ("expertise", "Members with this expertise", expertise_choices()),
            ("agency", "Members from this agency", [(agency.ref, agency.name) for agency in agencies]),
        ):
            for row in ROWS:
                name = f"{kind}_{row}"
                self.fields[name] = forms.ChoiceField(label=label, choices=[("", "None"), *choices], required=False)
                self.fields[f"{name}_least"] = number("At least", 12, required=False)
                self.fields[f"{name}_most"] = number("At most", 12, required=False)
                self.fields[f"{name}_hard"] = forms.BooleanField(label="Never break it", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in (f"{kind}_{row}" for kind in ("expertise", "agency") for row in ROWS):
            least, most = data.get(f"{name}_least"), data.get(f"{name}_most")
            if data.get(name) and least is None and most is None:
                self.add_error(f"{name}_least", "Say the fewest, the most, or both.")
            if least is not None and most is not None and least > most:
                self.add_error(f"{name}_most", "The most cannot be fewer than the fewest.")
        return data

    def panel_rules(self) -> list[PanelRule]:
        data = self.cleaned_data
        found = [
            PanelRule(kind, hard=data[name] == "hard")
            for name, kind in (("by_and_for", RuleKind.BY_AND_FOR), ("no_lone_member", RuleKind.NO_LONE_MEMBER))
            if data[name]
        ]
        for name in (f"{kind}_{row}" for kind in ("expertise", "agency") for row in ROWS):
            if not data[name]:
                continue
            bounds = {
                "hard": data[f"{name}_hard"],
                "least": data[f"{name}_least"],
                "most": data[f"{name}_most"],
            }
            if name.startswith("agency"):
                found.append(PanelRule(RuleKind.FROM_AGENCY, agency_ref=data[name], **bounds))
            else:
                facet, _, code = data[name].partition(":")
                found.append(PanelRule(RuleKind.WITH_EXPERTISE, facet=facet, code=code, **bounds))
        return found

    @staticmethod
    def initial_of(panel_rules: list[Any]) -> dict[str, Any]:
        """What the form shows for the rules that stand."""
        initial: dict[str, Any] = {}
        seen = {"expertise": 0, "agency": 0}
        for rule in panel_rules:
            if rule.kind in {RuleKind.BY_AND_FOR, RuleKind.NO_LONE_MEMBER}:
                name = "by_and_for" if rule.kind == RuleKind.BY_AND_FOR else "no_lone_member"
                initial[name] = "hard" if rule.hard else "soft"
                continue
            kind = "agency" if rule.kind == RuleKind.FROM_AGENCY else "expertise"
            seen[kind] += 1
            name = f"{kind}_{seen[kind]}"
            initial[name] = rule.agency_ref if kind == "agency" else f"{rule.facet}:{rule.code}"
            initial |= {f"{name}_least": rule.least, f"{name}_most": rule.most, f"{name}_hard": rule.hard}
        return initial
