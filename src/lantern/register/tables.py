"""The register as rows for the page components."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lantern.kit import money
from lantern.kit.vocabulary import Known
from lantern.register.domain import profiles
from lantern.register.domain.expertise import Audience, Grade, Level, SafeContact
from lantern.register.domain.sections import Section
from lantern.register.domain.vocabularies import REGIONS, Facet, label_of
from lantern.register.models import Agency, Expert, Expertise, Partnership, Specialism
from lantern.register.selectors.loads import Loads

Row = dict[str, Any]
NOT_KNOWN = "Not known yet"
PROGRAMME_SETS = {"Agency", "Signs in"}
NO_VALUE = {
    Known.UNKNOWN: NOT_KNOWN,
    Known.STATED: NOT_KNOWN,  # stated with nothing listed cannot be; if it is, nothing is known
    Known.NONE: "None",
    Known.DECLINED: "Preferred not to say",
}


def known_of(expert: Expert, facet: Facet) -> Known:
    """What is known of the facet. No query where `answers` is prefetched."""
    found = next((answer.known for answer in expert.answers.all() if answer.facet == facet.value), "unknown")
    return Known(found)


def listed_of(expert: Expert, facet: Facet) -> list[Expertise]:
    """What is listed of the facet, in the order its addresses count. No query where `expertise` is prefetched."""
    return [one for one in expert.expertise.all() if one.facet == facet.value]


def in_words(one: Expertise) -> str:
    """A thing she knows: what, how, and for a language which kind."""
    more = ", ".join(filter(None, [one.dialect, one.script]))
    what = label_of(one.facet, one.code, one.own_words)
    return f"{what}{f' ({more})' if more else ''} – {Level(one.level).label.lower()}"


def profile_rows(expert: Expert, *, programme: bool) -> list[Row]:
    """Everything on her profile but the safe address, for herself and for the programme, with the way to change it."""
    rows = []
    for section in Section:
        for row in section_rows(expert, section):
            if programme or row["key"] not in PROGRAMME_SETS:
                row["href"] = reverse("register:expert_edit", args=[expert.ref, section.value])
            rows.append(row)
    return rows


def section_rows(expert: Expert, section: Section) -> list[Row]:
    """One section as it is now."""
    if section.facet is not None:
        listed = [f"{in_words(one)} ({Audience(one.audience).short})" for one in listed_of(expert, section.facet)]
        if listed:
            return [{"key": section.label, "values_list": listed}]
        return [{"key": section.label, "no_value": NO_VALUE[known_of(expert, section.facet)]}]
    if section is Section.ABOUT:
        return [
            {"key": "Name", "value": expert.name},
            {"key": "Agency", **_said(expert.agency and expert.agency.name, "None: independent")},
            {"key": "Signs in", "value": "Yes, as herself" if expert.user_id else "Not yet"},
        ]
    if section is Section.WHERE:
        return [
            {"key": "Regions", **_listed([REGIONS.label(code) for code in expert.regions])},
            {"key": "Remote meetings", "value": "Yes" if expert.remote else "No"},
        ]
    if section is Section.CAPACITY:
        rate = expert.day_rate_pence
        return [
            {"key": "Accepting invitations", "value": "Yes" if expert.accepting else "Not at the moment"},
            {"key": "Most reviews at once", **_said(expert.max_reviews)},
            {"key": "Least day rate", **_said(None if rate is None else money.in_words(rate))},
        ]
    if section is Section.CONFLICTS:
        return [{"key": section.label, **_listed(conflict_words(expert), "None declared")}]
    if section is Section.CONTACT:
        return [{"key": section.label, "value": SafeContact(expert.safe_contact).label}]
    evidence = "may stand in evidence" if expert.name_in_evidence else "does not stand in evidence"
    return [{"key": section.label, "value": f"{Audience(expert.name_audience).label}\nThe name {evidence}"}]


def conflict_words(expert: Expert) -> list[str]:
    return [
        f"{one.partnership.name}: {Grade(one.grade).label.lower()}{' (settled)' if one.pinned else ''}"
        for one in expert.standing_conflicts.select_related("partnership").order_by("partnership__name")
    ]


def agency_view_rows(expert: Expert, loads: Loads | None) -> list[Row]:
    """What her agency's lead sees: name, load and limits, and what she tells every partnership that proposes her.

    A facet that is not shared reads the same whether it is unknown, none, declined or kept back (decision 0007).
    """
    shared = profiles.told_to_agency(expert.expertise.all())
    rows: list[Row] = [
        {"key": "Accepting invitations", "value": "Yes" if expert.accepting else "Not at the moment"},
        {"key": "Carries now", **_said(load_of(loads, expert.ref))},
        {"key": "Most reviews at once", **_said(expert.max_reviews)},
    ]
    for facet in Facet:
        listed = [in_words(one) for one in shared if one.facet == facet.value]
        rows.append({"key": Section(facet.value).label, **_listed(listed, "Nothing shared with the agency")})
    return rows


def tasks(expert: Expert) -> list[Row]:
    """Her profile as parts to do in any order, each with what is still open."""
    found = []
    for section in Section:
        status, kind = _status(expert, section)
        found.append(
            {
                "label": section.label,
                "href": reverse("register:expert_edit", args=[expert.ref, section.value]),
                "status": status,
                "kind": kind,
            }
        )
    return found


def _status(expert: Expert, section: Section) -> tuple[str, str]:
    if section.facet is not None:
        count = len(listed_of(expert, section.facet))
        known = known_of(expert, section.facet)
        if count:
            return f"{count} listed", "plain"
        return NO_VALUE[known], "attention" if known is Known.UNKNOWN else "plain"
    if section is Section.ABOUT:
        return expert.agency.name if expert.agency else "Independent", "plain"
    if section is Section.WHERE and not expert.regions:
        return "Regions not known yet", "attention"
    if section is Section.CAPACITY:
        if expert.max_reviews is None or expert.day_rate_pence is None:
            return "Part not known yet", "attention"
        return "Accepting" if expert.accepting else "Not accepting", "plain"
    if section is Section.CONFLICTS:
        count = expert.standing_conflicts.count()
        return f"{count} declared" if count else "None declared", "plain"
    if section is Section.CONTACT and expert.safe_contact == SafeContact.NONE.value:
        return "No contact", "plain"
    if section is Section.SHOWN:
        return Audience(expert.name_audience).short.capitalize(), "plain"
    return "Stated", "plain"


def load_of(loads: Loads | None, ref: str, *, agency: bool = False) -> int | None:
    return None if loads is None else loads[1 if agency else 0].get(ref, 0)


def expert_rows(experts: Iterable[Expert], loads: Loads | None, *, programme: bool) -> list[list[Row]]:
    """A list's table. What she knows is on it for the programme alone."""
    rows = []
    for expert in experts:
        row = [
            {
                "heading": "Name",
                "href": reverse("register:expert", args=[expert.ref]),
                "text": expert.name,
            }
        ]
        if programme:
            row.append({"heading": "Agency", **_cell(expert.agency and expert.agency.name, "Independent")})
            row.append({"heading": "Knows", **_cell(_gist(expert), NOT_KNOWN)})
        counted: list[dict[str, Any]] = [
            {"heading": "Accepting", "text": "Yes" if expert.accepting else "No"},
            {"heading": "Carries", "number": True, **_cell(load_of(loads, expert.ref), "Not known")},
            {"heading": "Most at once", "number": True, **_cell(expert.max_reviews, "Not said")},
        ]
        rows.append([*row, *counted])
    return rows


def _gist(expert: Expert) -> str:
    words = [
        label_of(one.facet, one.code, one.own_words)
        for facet in (Facet.COMMUNITY, Facet.LANGUAGE, Facet.PRACTICE)
        for one in listed_of(expert, facet)
    ]
    words = list(dict.fromkeys(words))  # Polish is a community and a language
    more = f" and {len(words) - 4} more" if len(words) > 4 else ""
    return ", ".join(words[:4]) + more


def agency_rows(agencies: Iterable[Agency], loads: Loads | None) -> list[list[Row]]:
    return [
        [
            {"heading": "Agency", "href": reverse("register:agency", args=[agency.ref]), "text": agency.name},
            {"heading": "Kind", "text": agency.get_kind_display()},
            {"heading": "Area", **_cell(area_of(agency), "Not known")},
            {"heading": "Experts", "number": True, "text": str(len(agency.experts.all()))},
            {"heading": "Carries", "number": True, **_cell(load_of(loads, agency.ref, agency=True), "Not known")},
            {"heading": "Most at once", "number": True, **_cell(agency.max_reviews, "None set")},
        ]
        for agency in agencies
    ]


def area_of(agency: Agency) -> str:
    """Where it works, in words; empty where nobody knows."""
    places = [REGIONS.label(code) for code in agency.regions]
    if agency.national:
        return f"National, from {', '.join(places)}" if places else "National"
    return ", ".join(places)


def agency_facts(agency: Agency, loads: Loads | None) -> list[Row]:
    """An agency's page. Specialisms are public facts, or what it told us."""
    rows: list[Row] = [
        {"key": "Kind", "value": agency.get_kind_display()},
        {"key": "Area", **_said(area_of(agency) or None)},
        {"key": "Most reviews at once", **_said(agency.max_reviews, "None set")},
        {"key": "Carries now", **_said(load_of(loads, agency.ref, agency=True))},
        {"key": "Shared e-mail address", **_said(agency.shared_email or None, "None given")},
        {"key": "Specialisms", **_listed([specialism_words(one) for one in agency.specialisms.all()])},
    ]
    if agency.basis:
        rows.append({"key": "Where these facts come from", "value": agency.basis})
    return rows


def specialism_words(one: Specialism) -> str:
    return f"{Facet(one.facet).label}: {label_of(one.facet, one.code, one.own_words)}"


def _said(value: object, otherwise: str = NOT_KNOWN) -> Row:
    return {"no_value": otherwise} if value is None else {"value": str(value)}


def _listed(values: list[str], otherwise: str = NOT_KNOWN) -> Row:
    return {"values_list": values} if values else {"no_value": otherwise}


def _cell(value: object, otherwise: str) -> Row:
    return {"no_value": otherwise} if value in (None, "") else {"text": str(value)}


def partnership_rows(partnerships: Iterable[Partnership]) -> list[list[Row]]:
    return [
        [
            {"heading": "Partnership", "text": one.name},
            {"heading": "Region", "text": one.get_region_display()},
        ]
        for one in partnerships
    ]
