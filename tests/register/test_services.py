"""Changing the register: who may, what is written, what a race does, and what the chain is told."""

import pytest

from lantern.access.public import Hidden, Refused
from lantern.audit.models import Event
from lantern.kit import spreadsheets
from lantern.kit.states import IllegalMove, OutOfDate
from lantern.kit.vocabulary import Known
from lantern.register import selectors, services
from lantern.register.domain.expertise import Audience, Grade, Level, SafeContact
from lantern.register.domain.importing import HEADINGS
from lantern.register.domain.partners import partners
from lantern.register.domain.vocabularies import Facet
from lantern.register.models import Agency, Expert, Expertise, FacetAnswer, PendingImport, StandingConflict
from tests.cast import Cast


def events() -> list[tuple[str, str, dict[str, object]]]:
    return list(Event.objects.values_list("name", "subject", "detail"))


def add(expert: Expert, by: object, **more: object) -> None:
    services.add_expertise(
        **{
            "expert": expert,
            "version": Expert.objects.get(pk=expert.pk).version,
            "facet": Facet.FAITH,
            "code": "sikh",
            "own_words": "",
            "level": Level.LIVED,
            "dialect": "",
            "script": "",
            "audience": Audience.PROGRAMME,
            "by": by,
        }
        | more
    )


EDITS = {"coordinator": True, "expert": True, "expert_user_elsewhere": False, "agency_lead": False, "chair": False}


@pytest.mark.parametrize("who", EDITS)
def test_a_profile_is_changed_by_herself_and_the_programme_alone(cast: Cast, who: str) -> None:
    act = {"expert": cast.expert, "version": 1, "regions": ["wales"], "remote": False, "by": cast.user(who)}
    if EDITS[who]:
        services.edit_where(**act)
        assert events() == [("register.expert_edited", cast.expert.ref, {"section": "where"})]
    else:
        with pytest.raises(Refused):
            services.edit_where(**act)
        assert events() == []
    now = Expert.objects.get(pk=cast.expert.pk)
    assert (now.regions, now.version) == ((["wales"], 2) if EDITS[who] else (["london"], 1))


def test_the_second_of_two_at_once_is_out_of_date_and_overwrites_nothing(cast: Cast) -> None:
    services.edit_capacity(
        expert=cast.expert, version=1, accepting=False, max_reviews=1, day_rate_pence=None, by=cast.expert_user
    )
    with pytest.raises(OutOfDate):
        services.edit_capacity(
            expert=cast.expert, version=1, accepting=True, max_reviews=9, day_rate_pence=1, by=cast.coordinator
        )
    now = Expert.objects.get(pk=cast.expert.pk)
    assert (now.accepting, now.max_reviews, now.day_rate_pence, len(events())) == (False, 1, None, 1)


def test_a_late_addition_is_taken_back_whole(cast: Cast) -> None:
    with pytest.raises(OutOfDate):
        add(cast.expert, cast.expert_user, version=7)
    assert not cast.expert.expertise.filter(facet="faith").exists()


def test_unknown_none_and_declined_are_kept_apart(cast: Cast) -> None:
    for version, known in enumerate((Known.NONE, Known.DECLINED, Known.UNKNOWN), 1):
        services.answer_facet(expert=cast.expert, version=version, facet=Facet.FAITH, known=known, by=cast.expert_user)
        assert FacetAnswer.objects.get(expert=cast.expert, facet="faith").known == known.value


def test_a_facet_with_something_listed_is_not_none(cast: Cast) -> None:
    with pytest.raises(IllegalMove):
        services.answer_facet(
            expert=cast.expert, version=1, facet=Facet.COMMUNITY, known=Known.NONE, by=cast.expert_user
        )
    assert (Expert.objects.get(pk=cast.expert.pk).version, cast.expert.expertise.count()) == (1, 2)


def test_the_last_thing_removed_leaves_the_facet_unknown(cast: Cast) -> None:
    add(cast.expert, cast.expert_user)
    assert FacetAnswer.objects.get(facet="faith").known == "stated"
    services.remove_expertise(
        expert=cast.expert, version=2, expertise=cast.expert.expertise.get(facet="faith"), by=cast.expert_user
    )
    assert FacetAnswer.objects.get(facet="faith").known == "unknown"
    assert [event[2] for event in events()] == [{"section": "faith"}] * 2


@pytest.mark.parametrize(
    "wrong",
    [{"code": "martian"}, {"code": "self_described"}, {"facet": Facet.COMMUNITY, "code": "kurdish"}],
    ids=["unlisted", "no words", "twice"],
)
def test_expertise_that_cannot_be_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(IllegalMove):
        add(cast.expert, cast.expert_user, **wrong)
    assert (Expertise.objects.filter(expert=cast.expert).count(), events()) == (2, [])


def test_only_she_widens_what_is_told_of_her(cast: Cast) -> None:
    shown = {"expert": cast.expert, "name_in_evidence": False}
    with pytest.raises(IllegalMove):
        add(cast.expert, cast.coordinator, audience=Audience.SEATED)
    with pytest.raises(IllegalMove):
        services.edit_shown(**shown, version=1, name_audience=Audience.PROPOSED, by=cast.coordinator)
    with pytest.raises(IllegalMove):
        services.edit_shown(
            expert=cast.expert,
            version=1,
            name_audience=Audience.PROGRAMME,
            name_in_evidence=True,
            by=cast.coordinator,
        )
    services.edit_shown(**shown, version=1, name_audience=Audience.PROPOSED, by=cast.expert_user)
    cast.expert.refresh_from_db()
    services.edit_shown(**shown, version=2, name_audience=Audience.SEATED, by=cast.coordinator)
    cast.expert.refresh_from_db()
    assert cast.expert.name_audience == "seated"


def test_for_someone_who_cannot_sign_in_the_programme_writes_down_what_she_said(cast: Cast) -> None:
    without = services.add_expert(name="Ola Spoken", agency=None, by=cast.coordinator)
    services.edit_shown(
        expert=without, version=1, name_audience=Audience.PROPOSED, name_in_evidence=True, by=cast.coordinator
    )
    assert Expert.objects.get(pk=without.pk).name_audience == "proposed"


def test_she_cannot_move_herself_to_another_agency(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.edit_about(
            expert=cast.expert,
            version=1,
            name="Esra Expert",
            agency=cast.agency_elsewhere,
            user=cast.expert_user,
            by=cast.expert_user,
        )
    assert Expert.objects.get(pk=cast.expert.pk).agency == cast.agency


def test_the_same_person_is_not_registered_twice(cast: Cast) -> None:
    with pytest.raises(IllegalMove):
        services.add_expert(name="ESRA expert", agency=cast.agency, by=cast.coordinator)


def test_a_settled_conflict_is_not_undone_by_the_expert(cast: Cast) -> None:
    act = {"expert": cast.expert, "partnership": cast.partnership}
    services.declare_conflict(**act, version=1, grade=Grade.COMMUNITY, pinned=True, by=cast.expert_user)
    assert not StandingConflict.objects.get().pinned  # an expert settles nothing
    services.declare_conflict(**act, version=2, grade=Grade.DIRECT, pinned=True, by=cast.coordinator)
    with pytest.raises(IllegalMove):
        services.declare_conflict(**act, version=3, grade=Grade.NONE, pinned=False, by=cast.expert_user)
    kept = StandingConflict.objects.get()
    assert (kept.grade, kept.pinned, Expert.objects.get(pk=cast.expert.pk).version) == ("direct_involvement", True, 3)
    assert [detail for _n, _s, detail in events()] == [{"section": "conflicts"}] * 2


def test_a_safe_address_is_sealed_and_goes_when_it_is_not_used(cast: Cast) -> None:
    act = {"expert": cast.expert, "by": cast.expert_user}
    services.edit_contact(**act, version=1, safe_contact=SafeContact.EMAIL, contact="canary@example.org")
    kept = Expert.objects.get(pk=cast.expert.pk)
    assert (kept.contact, "canary" in kept.contact_sealed) == ("canary@example.org", False)
    services.edit_contact(**act, version=2, safe_contact=SafeContact.NONE, contact="canary@example.org")
    assert Expert.objects.get(pk=cast.expert.pk).contact_sealed == ""
    for way in (SafeContact.EMAIL, SafeContact.PHONE, SafeContact.AGENCY):  # her agency has no shared address
        with pytest.raises(IllegalMove):
            services.edit_contact(**act, version=3, safe_contact=way, contact="")


@pytest.mark.parametrize(("who", "may"), [("coordinator", True), ("agency_lead", True), ("expert", False)])
def test_an_agencys_ceiling_is_its_leads_and_the_programmes(cast: Cast, who: str, may: bool) -> None:
    act = {"agency": cast.agency, "version": 1, "max_reviews": 9, "by": cast.user(who)}
    if may:
        services.set_agency_capacity(**act)
        with pytest.raises(OutOfDate):
            services.set_agency_capacity(**act)
    else:
        with pytest.raises(Refused):
            services.set_agency_capacity(**act)
    assert Agency.objects.get(pk=cast.agency.pk).max_reviews == (9 if may else 4)


def test_a_lead_changes_nothing_of_another_agency_and_no_facts_of_her_own(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.set_agency_capacity(agency=cast.agency_elsewhere, version=1, max_reviews=1, by=cast.agency_lead)
    with pytest.raises(Refused):
        services.set_specialisms(agency=cast.agency, version=1, chosen={}, by=cast.agency_lead)


def test_specialisms_are_set_as_ticked_and_own_words_stay(cast: Cast) -> None:
    cast.agency.specialisms.create(facet="community", code="self_described", own_words="Ezidi")
    cast.agency.specialisms.create(facet="community", code="arab")
    chosen = {"community": ["kurdish", "martian"], "faith": ["sikh"]}
    services.set_specialisms(agency=cast.agency, version=1, chosen=chosen, by=cast.coordinator)
    assert set(cast.agency.specialisms.values_list("facet", "code", "own_words")) == {
        ("community", "self_described", "Ezidi"),
        ("community", "kurdish", ""),
        ("faith", "sikh", ""),
    }


def upload(cast: Cast, *rows: list[str]) -> PendingImport:
    return services.preview_import(content=spreadsheets.to_csv([HEADINGS[:3], *rows]), by=cast.coordinator)


def test_an_import_takes_what_was_shown_and_a_second_one_nothing(cast: Cast) -> None:
    rows = [
        ["Ola Canary", "rowan house (INVENTED)", "Kurdish: lived"],
        ["Esra Expert", cast.agency.name, ""],
        ["Nobody's", "No such agency", ""],
        ["", cast.agency.name, ""],
    ]
    pending = upload(cast, *rows)
    assert "Canary" not in pending.content_sealed
    preview = selectors.pending_import(cast.coordinator, pending.ref)
    assert [(number, row.name) for number, row in preview.accepted] == [(2, "Ola Canary")]
    assert [(number, row.name) for number, row in preview.there] == [(3, "Esra Expert")]
    assert [(one.row, one.column, one.sentence) for one in preview.refused] == [
        (4, "Agency", "There is no agency “No such agency” in the register. Add it first."),
        (5, "Name", "Give a name."),
    ]
    assert Expert.objects.count() == 2
    assert services.confirm_import(ref=pending.ref, expected=1, by=cast.coordinator) == 1
    made = Expert.objects.get(name="Ola Canary")
    assert (made.agency, made.name_audience, made.safe_contact) == (cast.agency, "programme", "none")
    assert list(made.expertise.values_list("facet", "code", "level", "audience")) == [
        ("community", "kurdish", "lived", "programme")
    ]
    with pytest.raises(Hidden):  # a second click
        services.confirm_import(ref=pending.ref, expected=1, by=cast.coordinator)
    again = selectors.pending_import(cast.coordinator, upload(cast, *rows).ref)
    assert (again.accepted, len(again.there), Expert.objects.count()) == ([], 2, 3)
    assert "Canary" not in str(events())


def test_an_import_is_not_taken_when_the_register_has_changed(cast: Cast) -> None:
    pending = upload(cast, ["Ola New", "", ""], ["Ona New", "", ""])
    Expert.objects.create(name="ola new")
    with pytest.raises(OutOfDate):
        services.confirm_import(ref=pending.ref, expected=2, by=cast.coordinator)
    assert (Expert.objects.count(), PendingImport.objects.count()) == (3, 1)


def test_an_upload_is_its_owners_alone_and_is_forgotten(cast: Cast) -> None:
    pending = upload(cast, ["Ola New", "", ""])
    with pytest.raises(Hidden):
        selectors.pending_import(cast.agency_lead, pending.ref)
    with pytest.raises(Refused):
        services.confirm_import(ref=pending.ref, expected=1, by=cast.agency_lead)
    PendingImport.objects.update(uploaded_at="2020-01-01T00:00:00Z")
    with pytest.raises(Hidden):
        services.confirm_import(ref=pending.ref, expected=1, by=cast.coordinator)
    assert Expert.objects.count() == 2


@pytest.mark.django_db
def test_partners_are_loaded_once_and_unknown_stays_unknown() -> None:
    assert (services.load_partners(), services.load_partners()) == (13, 0)
    held = {agency.name: agency for agency in Agency.objects.filter(is_partner=True)}
    assert set(held) == {partner.name for partner in partners()}
    unknown = {name for name, agency in held.items() if not agency.specialisms.exists()}
    assert unknown == {"The Lioness Circle", "Pilas Resettlement", "Standing Together Against Domestic Abuse"}
    assert [name for name, agency in held.items() if agency.kind != "by_and_for"] == [
        "Standing Together Against Domestic Abuse"
    ]
    assert set(held["Sikh Women's Aid"].specialisms.values_list("facet", "code")) == {
        ("community", "sikh_panjabi"),
        ("faith", "sikh"),
        ("practice", "hba"),
        ("practice", "spiritual_abuse"),
    }
    assert [event[2] for event in events()] == [{"agencies": 13}]


def test_a_partner_that_someone_has_changed_is_left_alone(cast: Cast) -> None:
    Agency.objects.create(name="forward", kind="other")
    assert services.load_partners() == 12
    assert Agency.objects.get(name__iexact="forward").kind == "other"
