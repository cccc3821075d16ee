"""The whole register at once, for matching and for counting. For the programme's eyes: who calls has authorised."""

from lantern.register.domain.profiles import ExpertProfile
from lantern.register.models import Expert, Expertise, Specialism


def profiles() -> list[ExpertProfile]:
    """Every expert, in two queries, by name."""
    found = Expert.objects.select_related("agency").prefetch_related("expertise")
    return [_profile(expert) for expert in found]


def _profile(expert: Expert) -> ExpertProfile:
    agency = expert.agency
    return ExpertProfile(
        ref=expert.ref,
        name=expert.name,
        agency_ref=agency.ref if agency else "",
        agency_name=agency.name if agency else "",
        by_and_for=agency is not None and agency.kind == "by_and_for",
        expertise=tuple((known.facet, known.code, known.level) for known in expert.expertise.all()),
        regions=tuple(expert.regions),
        remote=expert.remote,
        accepting=expert.accepting,
        max_reviews=expert.max_reviews,
        agency_max=agency.max_reviews if agency else None,
        day_rate_pence=expert.day_rate_pence,
    )


def held_expertise(*, partners_only: bool = False) -> set[tuple[str, str, str | None]]:
    """(facet, code, region) of what the register holds; region None reaches everywhere (national, or remote).

    Counts agencies' public specialisms and experts' expertise; with `partners_only`, the named partners' public
    specialisms alone. A holder whose area is unknown is counted nowhere. Codes are as held: a broader code covers its
    narrower ones (`FACETS[facet].covers`).
    """
    specialisms = Specialism.objects.select_related("agency")
    if partners_only:
        specialisms = specialisms.filter(agency__is_partner=True)
    held: set[tuple[str, str, str | None]] = set()
    for one in specialisms:
        held |= {(one.facet, one.code, region) for region in _reach(one.agency.regions, one.agency.national)}
    if not partners_only:
        for known in Expertise.objects.select_related("expert"):
            held |= {(known.facet, known.code, region) for region in _reach(known.expert.regions, known.expert.remote)}
    return held


def _reach(regions: list[str], everywhere: bool) -> list[str | None]:
    return [*regions, None] if everywhere else [*regions]
