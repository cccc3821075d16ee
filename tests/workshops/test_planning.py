"""Planning a session: dates held against the calendars, a second thought before opening, and what is handed out."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lantern.kit.clock import LONDON
from lantern.kit.states import IllegalMove
from lantern.workshops import selectors, services
from lantern.workshops.domain.dates import check_date
from lantern.workshops.domain.materials import MOST_BYTES, ending_of
from lantern.workshops.forms.planning import EditSessionForm, SessionForm
from lantern.workshops.models import Material, Series, Session
from tests.workshops.rooms import drafted, opened, plan, signed

# Yom Kippur is on Monday 21 September 2026 and begins on Sunday evening.
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
YOM_KIPPUR = datetime(2026, 9, 21, 10, tzinfo=LONDON)
QUIET = datetime(2026, 9, 16, 10, tzinfo=LONDON)  # a Wednesday that no calendar here names


@pytest.fixture(autouse=True)
def then():
    with time_machine.travel(NOW, tick=False):
        yield


def said(**more):
    """What the form of a session holds when everything is said, as a browser sends it."""
    data = {
        "title": "What reviews are",
        "about": "",
        "topics": ["faith", "language"],
        "starts": "2026-09-16T10:00",
        "minutes": "180",
        "held": "both",
        "places_in_person": "12",
        "places_online": "20",
        "region": "london",
        "address_words": "4 Rowan Street",
        "online": "https://meet.example.org/x",
        "honorarium": "on",
        "sign_up_until": "",
        "offer_hours": "48",
        "facilitators": [],
        **more,
    }
    return {name: value for name, value in data.items() if value is not None}


def page(cast, who, name, *args):
    return cast.client(who).get(reverse(f"workshops:{name}", args=args), secure=True)


def send(cast, who, name, *args, **data):
    return cast.client(who).post(reverse(f"workshops:{name}", args=args), data, secure=True)


def test_a_coordinator_plans_a_series_and_a_session_and_opens_it(cast):
    made = send(cast, "coordinator", "series_add", title="Demystifying reviews", about="For agencies", listed="on")
    series = Series.objects.get()
    assert (made.status_code, made.url) == (302, reverse("workshops:series", args=[series.ref]))
    data = said(facilitators=[cast.facilitator.ref])
    made = send(cast, "coordinator", "session_add", series.ref, **data)
    session = Session.objects.get()
    assert (made.url, session.state) == (reverse("workshops:session", args=[session.ref]), "draft")
    assert (session.topics, session.online, session.sign_up_until) == (
        ["faith", "language"],
        "https://meet.example.org/x",
        QUIET,
    )
    assert page(cast, "nobody", "detail", session.ref).status_code == 404
    checked = page(cast, "coordinator", "session_publish", session.ref)
    assert "No day that is held here meets this session." in checked.content.decode()
    send(cast, "coordinator", "session_publish", session.ref, version=str(session.version))
    session.refresh_from_db()
    assert (session.state, session.published_by) == ("published", cast.coordinator)
    assert page(cast, "nobody", "detail", session.ref).status_code == 200


def test_opening_on_a_holy_day_takes_a_second_thought(cast):
    session = drafted(cast, starts=YOM_KIPPUR)
    checked = page(cast, "coordinator", "session_publish", session.ref).content.decode()
    assert "Yom Kippur (Jewish, a day of rest) is on 21 September." in checked
    assert "The Hebrew calendar, as kept outside Israel." in checked
    assert "No date here never means that a day is free for everyone." in checked
    refused = send(cast, "coordinator", "session_publish", session.ref, version=str(session.version))
    session.refresh_from_db()
    assert (refused.status_code, session.state) == (422, "draft")
    send(cast, "coordinator", "session_publish", session.ref, version=str(session.version), seen="on")
    session.refresh_from_db()
    assert session.state == "published"


def test_days_that_people_of_the_series_keep_come_first_without_a_count_or_a_name(cast):
    first = opened(cast, starts=QUIET, places_in_person=9)
    for name, observances in (("Miriam", ["jewish"]), ("Ayesha", ["muslim"]), ("Bela", []), ("Cora", [])):
        signed(first, f"{name} Example", observances=observances)
    assert selectors.stated_in(first.series) == frozenset()  # among four it would be plain who
    signed(first, "Dina Example")
    second = services.add_session(series=first.series, plan=plan(cast, starts=YOM_KIPPUR), by=cast.coordinator)
    elsewhere = drafted(cast, starts=YOM_KIPPUR)
    assert selectors.stated_in(first.series) == {"jewish", "muslim"}
    found = selectors.dates_of(second)
    assert ([one.observance.code for one in found.stated], found.others) == (["yom_kippur"], ())
    found = selectors.dates_of(elsewhere)
    assert (found.stated, [one.observance.code for one in found.others]) == ((), ["yom_kippur"])
    for who in ("coordinator", "facilitator"):
        text = page(cast, who, "session_dates", second.ref).content.decode()
        assert "People who come to this series keep these days" in text
        assert "Miriam" not in text
        assert "Ayesha" not in text
        assert "Muslim, " not in text  # nothing she keeps is met, so nothing says that she comes


def test_who_cancelled_is_no_longer_asked_after(cast):
    session = opened(cast, starts=QUIET, places_in_person=9)
    for name in ("One", "Two", "Three", "Four", "Five"):
        signed(session, f"{name} Person")
    hers = signed(session, "Miriam Example", observances=["jewish"])
    assert selectors.stated_in(session.series) == {"jewish"}
    services.cancel_place(sign_up=hers)
    assert selectors.stated_in(session.series) == frozenset()


def test_a_weekly_day_or_one_that_may_move_is_shown_and_asks_for_nothing_unless_someone_stated_it():
    friday = datetime(2026, 7, 17, 12, tzinfo=LONDON)
    found = check_date(friday, friday + timedelta(hours=1), [])
    assert ([one.observance.code for one in found.minor], found.warns) == (["friday_prayer"], False)
    found = check_date(friday, friday + timedelta(hours=1), ["muslim"])
    assert ([one.observance.code for one in found.stated], found.warns) == (["friday_prayer"], True)
    after_eid = datetime(2026, 5, 30, 10, tzinfo=LONDON)
    found = check_date(after_eid, after_eid + timedelta(hours=1), [])
    assert [one.observance.code for one in found.minor if not one.observance.weekly] == [
        "eid_al_adha",
        "vesak_singapore",
    ]


def test_a_bank_holiday_is_said_apart_and_what_is_not_held_is_said():
    christmas = datetime(2036, 12, 25, 10, tzinfo=LONDON)
    found = check_date(christmas, christmas + timedelta(hours=2), [])
    assert [one.observance.name for one in found.holidays] == ["Christmas Day"]
    assert [one for one in found.unknown if one.startswith("Hindu: no dates are held for 2036")] != []


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ("2027-03-28T01:30", "does not exist"),
        ("2026-10-25T01:30", "comes twice"),
        ("2026-08-31T10:00", "past"),
        ("31/02/2027 10:00", "Enter a day and a time"),
        ("", "Enter a day and a time"),
    ],
)
def test_a_moment_that_cannot_be_is_asked_again_in_a_sentence(cast, starts, words):
    session = drafted(cast, starts=QUIET)
    answer = send(cast, "coordinator", "session_add", session.series.ref, **said(starts=starts))
    assert (answer.status_code, Session.objects.count()) == (422, 1)
    assert words in str(answer.context["form"].errors["starts"])
    assert "4 Rowan Street" in answer.content.decode()


def test_a_day_typed_by_hand_is_read(cast):
    form = SessionForm(said(starts="16/09/2026 10:00"))
    assert (form.is_valid(), form.plan().starts) == (True, QUIET)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"held": "online"}, "places_in_person"),
        ({"held": "in_person"}, "places_online"),
        ({"places_online": ""}, "places_online"),
        ({"places_in_person": "0"}, "places_in_person"),
        ({"sign_up_until": "2026-09-17T10:00"}, "sign_up_until"),
        ({"minutes": "5"}, "minutes"),
        ({"topics": ["made_up"]}, "topics"),
        ({"facilitators": ["XXXXXXXX"]}, "facilitators"),
        ({"online": "javascript:alert(1)"}, "online"),
    ],
)
def test_a_plan_that_does_not_fit_says_where(cast, more, field):
    form = SessionForm(said(**more))
    assert (form.is_valid(), list(form.errors)) == (False, [field])


def test_changing_a_session_keeps_what_was_typed_when_somebody_was_first(cast):
    session = drafted(cast, starts=QUIET)
    data = said(version=str(session.version), title="Mine", facilitators=[cast.facilitator.ref])
    Session.objects.filter(pk=session.pk).update(title="Hers", version=session.version + 1)
    late = send(cast, "coordinator", "session_edit", session.ref, **data)
    assert (late.status_code, "Mine" in late.content.decode()) == (409, True)
    data["version"] = late.context["form"].data["version"]
    assert send(cast, "coordinator", "session_edit", session.ref, **data).status_code == 302
    session.refresh_from_db()
    assert (session.title, session.held) == ("Mine", "both")


def test_fewer_places_than_are_given_is_refused_in_a_sentence(cast):
    session = opened(cast, starts=QUIET, places_in_person=2)
    signed(session, "One Person")
    signed(session, "Two Person")
    data = said(
        version=str(session.version), held="in_person", places_in_person="1", places_online="",
        facilitators=[cast.facilitator.ref],
    )  # fmt: skip
    refused = send(cast, "coordinator", "session_edit", session.ref, **data)
    assert (refused.status_code, "2 places are given or kept already" in refused.content.decode()) == (409, True)


def test_the_edit_form_starts_at_what_is_kept(cast):
    session = drafted(cast, starts=QUIET)
    shown = page(cast, "coordinator", "session_edit", session.ref).context["form"]
    assert isinstance(shown, EditSessionForm)
    typed = {name: shown[name].value() for name in shown.fields}
    typed["starts"], typed["sign_up_until"] = QUIET, QUIET - timedelta(days=1)
    form = EditSessionForm({**typed, "places_online": ""})
    assert form.is_valid(), form.errors
    kept = form.plan()
    assert (kept.title, kept.starts, kept.places_in_person, kept.facilitators) == (
        session.title,
        QUIET,
        2,
        [cast.facilitator],
    )


def test_calling_it_off_says_how_many_hear_and_needs_a_press(cast):
    session = opened(cast, starts=QUIET)
    signed(session, "One Person")
    assert "1 person has a place" in page(cast, "coordinator", "session_cancel", session.ref).content.decode()
    session.refresh_from_db()
    assert session.state == "published"
    send(cast, "coordinator", "session_cancel", session.ref, version=str(session.version))
    session.refresh_from_db()
    assert session.state == "cancelled"


def test_a_facilitator_sees_her_own_sessions_and_no_button_of_the_programme(cast):
    mine, other = drafted(cast, starts=QUIET), drafted(cast, starts=QUIET, facilitators=[cast.coordinator])
    assert [row[0]["href"] for row in page(cast, "facilitator", "run").context["coming"]] == [
        reverse("workshops:session", args=[mine.ref])
    ]
    text = page(cast, "facilitator", "session", mine.ref).content.decode()
    assert (reverse("workshops:session_publish", args=[mine.ref]) in text) is False
    for name in ("session_publish", "session_edit", "session_cancel"):
        assert page(cast, "facilitator", name, mine.ref).status_code == 404
    assert page(cast, "facilitator", "session", other.ref).status_code == 404
    assert page(cast, "facilitator", "series", other.series.ref).status_code == 404


def test_someone_at_two_places_at_once_is_said(cast):
    session = drafted(cast, starts=QUIET)
    drafted(cast, starts=QUIET + timedelta(hours=3))
    assert selectors.run_elsewhere(session) == []
    drafted(cast, starts=QUIET + timedelta(hours=2))
    assert selectors.run_elsewhere(session) == [cast.facilitator.name]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_queries_however_long_it_is(cast, many, django_assert_num_queries):
    for _ in range(many):
        signed(opened(cast, starts=QUIET), "One Person")
    client = cast.client("coordinator")
    client.get(reverse("workshops:run"), secure=True)
    with django_assert_num_queries(QUERIES):
        assert len(client.get(reverse("workshops:run"), secure=True).context["coming"]) == many


QUERIES = 12


def office(heart: str, *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in ("[Content_Types].xml", heart, *more):
            parts.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (office("word/document.xml"), "docx"),
        (office("ppt/presentation.xml"), "pptx"),
    ],
    ids=["pdf", "docx", "pptx"],
)
def test_a_file_is_known_by_what_is_in_it(content, ending):
    assert ending_of(content) == ending


@pytest.mark.parametrize(
    "content",
    [
        b"<html>%PDF-",
        b"PK\x03\x04 broken",
        office("xl/workbook.xml"),
        office("word/document.xml", "word/vbaProject.bin"),
        b"%PDF-" + b"x" * MOST_BYTES,
        b"",
    ],
    ids=["page", "broken", "sheet", "macro", "huge", "empty"],
)
def test_a_file_that_is_something_else_is_refused(content):
    with pytest.raises(IllegalMove):
        ending_of(content)


def test_what_is_handed_out_reaches_those_who_run_it_and_those_with_a_place(cast):
    session = opened(cast, starts=QUIET)
    file = SimpleUploadedFile("My own name.exe", b"%PDF-1.7 slides", content_type="text/html")
    assert send(cast, "facilitator", "material_add", session.ref, title="Slides", url="", file=file).status_code == 302
    link = "https://example.org/page"
    assert send(cast, "facilitator", "material_add", session.ref, title="Reading", url=link).status_code == 302
    kept = Material.objects.get(title="Slides")
    taken = page(cast, "facilitator", "material", session.ref, kept.ref)
    assert (taken.content, taken["Content-Disposition"], taken["X-Content-Type-Options"]) == (
        b"%PDF-1.7 slides",
        'attachment; filename="handout.pdf"',
        "nosniff",
    )
    hers = cast.client("nobody").get(
        reverse("workshops:mine_material", args=[signed(session, "One Person").token, 1]), secure=True
    )
    assert hers.content == b"%PDF-1.7 slides"
    send(cast, "facilitator", "material_remove", session.ref, kept.ref)
    assert list(session.materials.values_list("title", flat=True)) == ["Reading"]


@pytest.mark.parametrize("data", [{"url": ""}, {"url": "https://example.org/", "file": "yes"}, {"file": "no"}])
def test_a_handout_is_one_link_or_one_fit_file(cast, data):
    session = opened(cast, starts=QUIET)
    if "file" in data:
        data = data | {"file": SimpleUploadedFile("x.pdf", b"%PDF-1" if data["file"] == "yes" else b"MZ")}
    answer = send(cast, "facilitator", "material_add", session.ref, title="Slides", **data)
    assert (answer.status_code, Material.objects.count()) == (422, 0)
