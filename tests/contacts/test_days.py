"""A page of the diary: what it shows of each day, and that the database judges who is booked twice as the rule does."""

from datetime import timedelta
from random import Random

import pytest

from careplan.clients.models import Episode
from careplan.contacts.queries.days import Wanted, counts, shown
from careplan.contacts.queries.diary import SIZE
from careplan.contacts.rules.diary import week_of
from careplan.ground.clock import moment_of, today
from careplan.ground.db import db
from tests.factories.clients import AppointmentFactory


@pytest.fixture
def booked(house):
    """Appointments of this week of the episode: minutes after 8am of its Monday, and what else they hold."""

    def made(*rows, day=0):
        one, start = db.session.get_one(Episode, house.episode), moment_of(week_of(today())[day], "08:00")
        for after, more in rows:
            values = {"worker_id": house.keyworker, "minutes": 30, "outcome": None} | more
            AppointmentFactory(episode=one, starts_at=start + timedelta(minutes=after), **values)
        db.session.commit()

    return made


def test_the_database_judges_who_is_booked_twice_as_the_rule_does(app, house, booked):
    chance = Random(9)
    values = {
        "minutes": (None, 10, 45),
        "worker_id": (None, house.keyworker, house.manager),
        "place": (None, None, "Room 1", "Room 2"),
        "clinic": (None, None, "Friday"),
        "purpose": ("keywork", "prescribing", "group"),
        "outcome": (None, "attended", "did_not_attend", "cancelled_by_client", "cancelled_by_service"),
    }
    with app.app_context():
        for day in range(7):
            rows = [
                (10 * chance.randrange(60), {name: chance.choice(of) for name, of in values.items()})
                for _ in range(30)
            ]
            booked(*rows, day=day)
        slots = shown(Wanted(house.services, week_of(today())), 0, 99)
    assert len(slots) == 7 * 30
    stand = [one for one in slots if one.stands]
    double = {one.id for one in stand if any(one.meets(other) for other in stand)}
    assert {one.id for one in slots if one.twice} == double
    assert 20 < len(double) < len(stand)


def test_days_are_counted_by_service_and_room_and_shown_in_pages_of_the_clock(app, house, booked):
    with app.app_context():
        booked((60, {"place": "Room 1"}), (0, {}), (30, {"worker_id": house.manager}))
        booked((0, {"place": "Room 1"}), day=6)
        week = week_of(today())
        every, mine = Wanted(house.services, week), Wanted(house.services, week, house.keyworker)
        assert counts(every) == [
            (0, house.service, "", 2),
            (0, house.service, "Room 1", 1),
            (6, house.service, "Room 1", 1),
        ]
        assert counts(mine)[0] == (0, house.service, "", 1)
        first, rest = shown(every, 0, 2), shown(every, 2, 4)
        assert [(one.starts_at.date(), f"{one.starts_at:%H:%M}") for one in (*first, *rest)] == [
            (week[0], "08:00"),
            (week[0], "08:30"),
            (week[6], "08:00"),
            (week[0], "09:00"),
        ]
        in_room = shown(Wanted(house.services, week, place="Room 1"), 0, 9)
        assert [one.place for one in in_room] == ["Room 1", "Room 1"]
        assert shown(Wanted(frozenset({house.other_service}), week), 0, 9) == []


def test_who_is_booked_twice_is_told_on_the_own_page_of_each(app, house, as_keyworker, booked):
    monday, colleague = week_of(today())[0], {"worker_id": house.manager}
    with app.app_context():
        booked(
            (0, {"minutes": 400}),
            *((1 + number, colleague | {"minutes": 1}) for number in range(SIZE)),
            (300, {}),
        )
        booked((500, {"place": "Room 1"}), (510, colleague | {"place": "Room 1"}))
    first, second = (as_keyworker.get(f"/diary?whose=all&day={monday}&page={page}").text for page in (1, 2))
    assert (first.count("Booked twice"), second.count("Booked twice")) == (1, 3)
    assert as_keyworker.get(f"/diary?day={monday}").text.count("Booked twice") == 3
    assert as_keyworker.get(f"/diary?view=week&day={monday}").text.count("Booked twice") == 3


def test_the_same_day_asks_for_no_appointment_again_until_something_is_written(
    app, house, as_keyworker, as_manager, booked, statements
):
    monday = week_of(today())[0]
    with app.app_context():
        booked((0, {"clinic": "First"}))
    for address in (f"/diary?whose=all&day={monday}", f"/diary?whose=all&view=week&day={monday}"):
        as_keyworker.get(address)
        statements.clear()
        assert as_keyworker.get(address).text.count("First") == 1
        assert len(statements) == 3, "who asks, colleagues, and whether anything was written"
    with app.app_context():
        booked((60, {"clinic": "Second"}))
    for worker in (as_keyworker, as_manager):
        assert worker.get(f"/diary?whose=all&day={monday}").text.count("Second") == 1
        assert worker.get(f"/diary?whose=all&view=week&day={monday}").text.count("Second") == 1
