"""What a plan may say outside the programme: names only where a person allows it."""

from collections.abc import Mapping

from django.db import transaction

from lantern.accounts.public import User
from lantern.audit import public as audit
from lantern.matching.domain.model import Expertise
from lantern.matching.domain.programme.asking import split
from lantern.matching.domain.programme.model import Placing, Role
from lantern.matching.selectors.allocations import Planned
from lantern.matching.selectors.asked import answers_for, held
from lantern.register.public import Audience, Expert, shown_expertise


def names_told(planned: Planned) -> Mapping[Placing, str]:
    """The name of each person in the plan who may be named to a partnership; who is absent may not.

    As on a single proposal: her name's audience has to allow it, and everything that she meets a need with too, since
    a name beside a met need tells the need's expertise of her.
    """
    placings = planned.plan.placings if planned.plan else ()
    inputs = planned.inputs
    wishes = {wish.ref: wish for wish in inputs.programme.reviews}
    people = {person.ref: person for person in inputs.programme.people}
    answers = answers_for(sorted({split(need.tag) for wish in wishes.values() for need in wish.needs}))
    sits = {seat.placing for seat in inputs.programme.seated} - inputs.waiting
    experts = Expert.objects.filter(ref__in={p.person for p in placings}).prefetch_related("expertise")
    by_ref = {expert.ref: expert for expert in experts}
    found = {}
    for placing in placings:
        expert = by_ref.get(placing.person)
        if expert is None or placing.review not in wishes:
            continue
        standing = {"proposed": True, "seated": placing in sits}
        shown = shown_expertise(expert, viewer_is_programme=False, **standing)
        told = set(held([(known.facet, known.code, known.level) for known in shown], answers))
        here_for = set()
        if placing.role is Role.EXPERT:
            levels = people[placing.person].levels
            tags = [need.tag for need in wishes[placing.review].needs if need.tag in levels]
            here_for = {Expertise(*split(tag), levels[tag]) for tag in tags}
        if Audience(expert.name_audience).allows(**standing) and here_for <= told:
            found[placing] = expert.name
    return found


def taken_out(planned: Planned, by: User, form: str) -> Mapping[Placing, str]:
    """The same, for a file that leaves: recorded."""
    with transaction.atomic():
        audit.record("matching.allocation_exported", planned.allocation.ref, by, form=form)
        return names_told(planned)
