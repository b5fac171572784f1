"""Events: their times, what is past, and the calendars, read back by another program's parser."""

from __future__ import annotations

import datetime
import json
from zoneinfo import ZoneInfo

import icalendar
import pytest
from reading import hrefs, soup, words

from tests.conftest import SITE, Project

ZONE = ZoneInfo("Europe/London")


@pytest.fixture
def street(project: Project) -> Project:
    project.write("content/site.yaml", SITE + "form: join\ntimezone: Europe/London\n")
    return project.page("events/index.md", "Come.", title="Events", description="E.")


def event(project: Project, name: str, starts: str, **settings: object) -> Project:
    return project.page(f"events/{name}.md", "Bring a cup.", title=name.title(), description="D.",
                        starts=starts, **settings)  # fmt: skip


def read(project: Project, path: str) -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(project.out(path))
    assert isinstance(found, icalendar.Calendar)
    return found


def test_a_calendar_program_reads_time_place_and_text(street: Project) -> None:
    event(street, "soup", "2026-12-03 18:30", ends="2026-12-03 20:30", place="The Hall, upstairs",
          address="1 Harbour Street; Anytown").built()  # fmt: skip
    (found,) = read(street, "events/soup/event.ics").walk("VEVENT")
    assert datetime.datetime(2026, 12, 3, 18, 30, tzinfo=ZONE) == found.decoded("DTSTART")
    assert datetime.datetime(2026, 12, 3, 20, 30, tzinfo=ZONE) == found.decoded("DTEND")
    assert "The Hall, upstairs, 1 Harbour Street; Anytown" == str(found["LOCATION"])
    assert "D.\n\nhttps://test.example/events/soup/" == str(found["DESCRIPTION"])
    assert "events/soup@test.example" == str(found["UID"])
    assert ("CONFIRMED", 0) == (str(found["STATUS"]), found["SEQUENCE"])


def test_summer_and_an_events_own_zone_count(street: Project) -> None:
    event(street, "june", "2027-06-03 18:30")
    event(street, "far", "2027-06-03 18:30", timezone="Pacific/Auckland").built()
    starts = {str(found["SUMMARY"]): found.decoded("DTSTART")
              for found in read(street, "events/calendar.ics").walk("VEVENT")}  # fmt: skip
    assert datetime.datetime(2027, 6, 3, 17, 30, tzinfo=datetime.UTC) == starts["June"]
    assert datetime.datetime(2027, 6, 3, 6, 30, tzinfo=datetime.UTC) == starts["Far"]


def test_whole_days_end_on_the_first_free_one(street: Project) -> None:
    event(street, "fair", "2027-06-03", ends="2027-06-05").built()
    (found,) = read(street, "events/fair/event.ics").walk("VEVENT")
    assert datetime.date(2027, 6, 3) == found.decoded("DTSTART")
    assert datetime.date(2027, 6, 6) == found.decoded("DTEND")


@pytest.mark.parametrize(("settings", "status", "sequence"), [
    ({"state": "moved"}, "CONFIRMED", 1),
    ({"state": "cancelled"}, "CANCELLED", 2),
    ({"state": "moved", "revision": 4}, "CONFIRMED", 4),
])  # fmt: skip
def test_a_program_notices_what_was_moved_or_cancelled(
    street: Project, settings: dict[str, object], status: str, sequence: int
) -> None:
    event(street, "soup", "2026-12-03 18:30", **settings).built()
    (found,) = read(street, "events/calendar.ics").walk("VEVENT")
    assert (status, sequence) == (str(found["STATUS"]), found["SEQUENCE"])
    assert "events/soup@test.example" == str(found["UID"])


def test_a_renamed_file_can_keep_its_name_in_calendars(street: Project) -> None:
    event(street, "bread", "2026-12-03 18:30", uid="events/soup@test.example").built()
    (found,) = read(street, "events/bread/event.ics").walk("VEVENT")
    assert "events/soup@test.example" == str(found["UID"])


def test_rows_are_folded_between_signs(street: Project) -> None:
    street.page("events/soup.md", "Text.", title="ö" * 90, description="D.",
                starts="2026-12-03 18:30").built()  # fmt: skip
    data = (street.root / "output/events/soup/event.ics").read_bytes()
    assert [] == [row for row in data.split(b"\r\n") if len(row) > 75]
    (found,) = read(street, "events/soup/event.ics").walk("VEVENT")
    assert "ö" * 90 == str(found["SUMMARY"])


def test_pages_offer_their_calendars(street: Project) -> None:
    event(street, "soup", "2026-12-03 18:30").built()
    assert ["Subscribe to this calendar"] == words(
        soup(street, "events/index.html"), ".downloads a"
    )
    page = soup(street, "events/soup/index.html")
    assert ["../../events/soup/event.ics"] == hrefs(page, ".downloads a")
    assert ["3 December 2026, 18:30"] == words(page, ".fact-starts dd")


def test_what_is_over_is_folded_away_from_the_instant_on(street: Project) -> None:
    event(street, "soup", "2026-11-03 18:30", ends="2026-11-03 20:30")
    event(street, "fair", "2026-11-03")
    event(street, "later", "2026-12-01 18:30").built(now="2026-11-03T20:29:00+00:00")
    page = soup(street, "events/index.html")
    assert ["Fair", "Soup", "Later"] == words(page, ".card-title")
    assert [] == page.select(".past")
    street.built(now="2026-11-03T20:30:00+00:00")
    page = soup(street, "events/index.html")
    assert ["Soup"] == words(page, ".past .card-title")
    street.built(now="2026-11-04T00:00:00+00:00")
    page = soup(street, "events/index.html")
    assert ["Fair", "Soup"] == words(page, ".past .card-title")
    assert ["Past (2)"] == words(page, ".past summary")
    assert 0 == street.build(now="2026-11-05T00:00:00+00:00").rendered


def test_an_address_can_be_kept_for_those_who_sign_up(street: Project) -> None:
    event(street, "soup", "2026-12-03 18:30", place="Northside", address="7 Secret Lane",
          online="https://room.test-street.org/abc", hidden="yes").built()  # fmt: skip
    assert ["Northside", "We tell you when you have signed up"] == words(
        soup(street, "events/soup/index.html"), ".fact-place dd, .fact-address dd")  # fmt: skip
    for path, data in street.outputs().items():
        assert b"Secret Lane" not in data, path
        assert b"room.test-street" not in data, path


def test_search_engines_are_told_of_the_event(street: Project) -> None:
    event(street, "soup", "2026-12-03 18:30", place="The Hall", state="moved").built()
    (data,) = soup(street, "events/soup/index.html").select('script[type="application/ld+json"]')
    found = json.loads(data.get_text())
    assert ("Event", "2026-12-03T18:30:00+00:00", "https://schema.org/EventRescheduled") == (
        found["@type"], found["startDate"], found["eventStatus"])  # fmt: skip


@pytest.mark.parametrize(("starts", "settings", "code", "line"), [
    ("2026-12-03 18:30", {"ends": "2026-12-03 17:30"}, "event-ends-first", 5),
    ("2026-12-03 18:30", {"timezone": "Europe/Lodon"}, "timezone-unknown", 5),
    ("3 o'clock", {}, "date-unreadable", 4),
    ("2026-12-03 18:30", {"state": "canceled"}, "value-kind", 5),
])  # fmt: skip
def test_a_wrong_time_is_told_with_its_line(
    street: Project, starts: str, settings: dict[str, object], code: str, line: int
) -> None:
    event(street, "soup", starts, **settings).build()
    found = [problem for problem in street.result.problems if problem.span
             and problem.span.path == "content/events/soup.md"]  # fmt: skip
    assert [(code, line)] == [(problem.code, problem.span.line if problem.span else 0)
                              for problem in found]  # fmt: skip


def test_an_event_without_a_time_zone_is_asked_for_one(project: Project) -> None:
    event(project, "soup", "2026-12-03 18:30").build()
    assert (
        "Add a line to content/site.yaml: timezone: Europe/London"
        == project.problem("event-no-zone").hint
    )


def test_two_events_of_one_name_are_an_error_that_names_both_files(street: Project) -> None:
    event(street, "bread", "2026-12-03 18:30", uid="events/soup@test.example")
    event(street, "soup", "2026-12-10 18:30").build()
    found = street.problem("event-name-twice")
    assert "error" == found.level
    assert found.span is not None
    assert "content/events/bread.md" == found.span.path
    assert 1 < found.span.line
    assert '"content/events/soup.md"' in found.message
    assert "uid" in found.hint
