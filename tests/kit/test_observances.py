"""Faith days and public holidays against published dates, and what a time of day meets."""

from datetime import date, datetime, timedelta

import holidays
import pytest

from lantern.kit.clock import LONDON
from lantern.kit.observances import PUBLIC_HOLIDAY, TRADITIONS, How, not_held, observances, touching
from lantern.kit.observances.calendars import easter, julian_easter
from lantern.kit.observances.daylight import sunset

# The first daylight day of each, as its own community or government published it.
PUBLISHED = {
    # The Umm al-Qura calendar as kept in Saudi Arabia.
    "eid_al_fitr": ["2024-04-10", "2025-03-30", "2026-03-20"],
    "eid_al_adha": ["2024-06-16", "2025-06-06", "2026-05-27"],
    "ramadan": ["2024-03-11", "2025-03-01", "2026-02-18"],
    # Hebrew calendars.
    "rosh_hashanah": ["2024-10-03", "2025-09-23", "2026-09-12"],
    "yom_kippur": ["2024-10-12", "2025-10-02", "2026-09-21"],
    "pesach": ["2024-04-23", "2025-04-13", "2026-04-02"],
    "shavuot": ["2024-06-12", "2025-06-02", "2026-05-22"],
    # Western and Orthodox churches.
    "ash_wednesday": ["2024-02-14", "2025-03-05", "2026-02-18"],
    "easter": ["2024-03-31", "2025-04-20", "2026-04-05"],
    "pentecost": ["2024-05-19", "2025-06-08", "2026-05-24"],
    "orthodox_easter": ["2024-05-05", "2025-04-20", "2026-04-12"],
    # The Government of India's list.
    "diwali": ["2024-10-31", "2025-10-20", "2026-11-08"],
    "holi": ["2024-03-25", "2025-03-14", "2026-03-04"],
    "guru_nanak": ["2024-11-15", "2025-11-05", "2026-11-24"],
    "vaisakhi": ["2024-04-14", "2025-04-14", "2026-04-14"],
    "mahavir_jayanti": ["2024-04-21", "2025-04-10", "2026-03-31"],
    # The Bahá’í, Iranian, Chinese and Ethiopian calendars.
    "naw_ruz": ["2024-03-20", "2025-03-20", "2026-03-21"],
    "ridvan_first": ["2024-04-20", "2025-04-20", "2026-04-21"],
    "nowruz": ["2024-03-20", "2025-03-21", "2026-03-21"],
    "lunar_new_year": ["2024-02-10", "2025-01-29", "2026-02-17"],
    "enkutatash": ["2023-09-12", "2024-09-11", "2025-09-11"],
}
MOON = {"Muslim", "Shia Muslim"}


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LONDON)


def met(day: str, begins: str, ends: str, *traditions: str) -> list[tuple[str, How]]:
    return [
        (touch.observance.code, touch.how) for touch in touching(at(day, begins), at(day, ends), traditions or None)
    ]


@pytest.mark.parametrize("code", PUBLISHED)
def test_dates_are_those_published(code):
    firsts = []
    for day in PUBLISHED[code]:
        year = date.fromisoformat(day).year
        found = [one.day for one in observances(date(year, 1, 1), date(year, 12, 31)) if one.code == code]
        firsts.append(min(found).isoformat())
    assert firsts == PUBLISHED[code]


def test_both_easters_agree_with_a_second_source_for_a_century():
    years = range(2000, 2100)
    english = {
        day + timedelta(days=2)
        for day, name in holidays.country_holidays("GB", subdiv="ENG", years=years).items()
        if name == "Good Friday"
    }
    greek = {
        day - timedelta(days=1)
        for day, name in holidays.country_holidays("GR", years=years, language="en_US").items()
        if "Easter Monday" in name.split("; ")
    }
    assert ({easter(year) for year in years}, {julian_easter(year) for year in years}) == (english, greek)


def test_public_holidays_are_those_of_england_and_wales():
    found = [one for one in observances(date(2026, 1, 1), date(2026, 12, 31), []) if one.tradition == PUBLIC_HOLIDAY]
    assert [one.day.isoformat()[5:] for one in found] == [
        "01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-26", "12-28",
    ]  # fmt: skip
    assert {(one.certain, one.evening_before, one.whose) for one in found} == {(True, False, "Public holiday")}


def test_every_tradition_has_days_or_says_that_none_are_held():
    year = observances(date(2026, 1, 1), date(2026, 12, 31))
    with_days = {one.tradition for one in year} - {PUBLIC_HOLIDAY}
    assert set(TRADITIONS) - with_days == {"other"}
    assert [said for said in not_held([2026], ["other"]) if "please ask" in said] != []


def test_every_day_says_where_its_date_comes_from():
    assert {one.basis for one in observances(date(2026, 1, 1), date(2026, 12, 31)) if not one.basis.strip()} == set()


def test_days_that_wait_for_the_moon_are_never_certain():
    year = observances(date(2026, 1, 1), date(2026, 12, 31))
    assert {(one.certain, one.may_move) for one in year if one.whose in MOON and not one.weekly} == {(False, 1)}
    assert {(one.certain, one.evening_before) for one in year if one.whose == "Jewish"} == {(True, True)}


def test_a_day_that_begins_at_sunset_is_met_by_the_evening_before_only_when_it_has_begun():
    # Yom Kippur is on Monday 21 September 2026; the sun sets on Sunday about seven.
    assert met("2026-09-20", "10:00", "16:00", "jewish") == []
    assert met("2026-09-20", "15:00", "18:30", "jewish") == [("yom_kippur", How.EVENING)]
    assert met("2026-09-21", "10:00", "12:00", "jewish") == [("yom_kippur", How.ON)]
    assert met("2026-09-21", "20:30", "21:30", "jewish") == []


def test_a_day_that_may_move_is_met_by_the_days_beside_it():
    # Eid al-Adha is expected on 27 to 29 May 2026, after Arafah on the 26th.
    assert met("2026-05-30", "10:00", "12:00", "muslim") == [("eid_al_adha", How.MAY)]
    assert met("2026-05-31", "10:00", "12:00", "muslim") == []
    assert met("2026-05-27", "10:00", "12:00", "muslim") == [("eid_al_adha", How.ON), ("arafah", How.MAY)]


def test_friday_prayer_is_met_by_midday_only():
    assert met("2026-06-05", "09:30", "11:30", "muslim") == []
    assert met("2026-06-05", "11:00", "13:00", "muslim") == [("friday_prayer", How.ON)]


def test_a_narrower_tradition_keeps_the_days_of_the_wider():
    assert ("eid_al_fitr", How.ON) in met("2026-03-20", "10:00", "12:00", "muslim_shia")
    assert ("tasua", How.ON) not in met("2026-06-24", "10:00", "12:00", "muslim")


def test_nobodys_days_leave_the_public_holidays():
    touches = touching(at("2026-12-25", "10:00"), at("2026-12-25", "12:00"), [])
    assert [touch.observance.tradition for touch in touches] == [PUBLIC_HOLIDAY]


def test_a_touch_is_one_sentence_with_what_may_change():
    said = touching(at("2026-03-20", "15:00"), at("2026-03-20", "16:00"), ["muslim"])[0].words
    assert said == (
        "Eid al-Fitr (Muslim, a festival) is on 20 March. Its date may move by a day with the sighting of the moon."
    )
    said = touching(at("2026-09-20", "15:00"), at("2026-09-20", "18:30"), ["jewish"])[0].words
    assert said == "Yom Kippur (Jewish, a day of rest) is on 21 September and begins at sunset the evening before."


def test_years_past_a_calendar_are_said_and_warn_nobody():
    said = not_held([2036], ["hindu", "muslim"])
    assert [sentence.split(":")[0] for sentence in said] == ["Hindu"]
    assert "Diwali" in said[0]
    assert [sentence.split(" of ")[0] for sentence in not_held([2078], ["muslim"])] == [
        "Muslim: no dates are held for 2078"
    ]


def test_a_year_before_daylight_saving_changes_keeps_its_hours():
    """The clocks go forward in the night of 28 March 2027: the day's end is still midnight by London's clock."""
    easter_day = next(one for one in observances(date(2027, 3, 28), date(2027, 3, 28), ["christian"]))
    assert (easter_day.begins, easter_day.ends) == (at("2027-03-28", "00:00"), at("2027-03-29", "00:00"))


# Birmingham's sunsets as almanacs give them, by the clock on the wall.
@pytest.mark.parametrize(
    ("day", "clock"),
    [("2026-06-21", "21:34"), ("2026-12-21", "15:54"), ("2026-03-20", "18:20"), ("2026-09-23", "19:05")],
)
def test_sunset_is_right_within_five_minutes(day, clock):
    assert abs(sunset(date.fromisoformat(day)) - at(day, clock)) <= timedelta(minutes=5)
