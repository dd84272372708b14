"""The history: every record row with who and when, the newest first, from the rows themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from careplan.clients.actions import add_intervention, correct_intervention, record_triage
from careplan.clients.models import Episode
from careplan.clients.queries import episode as load
from careplan.clients.rules.waits import Days
from careplan.ground.db import db
from careplan.record.pages.history import lines, parts
from careplan.record.queries import history
from careplan.record.queries.history import acts
from careplan.rooms import ROOMS
from tests.factories.assessment import AssessmentFactory
from tests.factories.clients import TaskFactory
from tests.factories.prescribing import CourseFactory
from tests.furniture import furnish


def entries(house, page=1, part=""):
    return history(load(house.services, house.episode), page, parts()[part][1])


def test_every_kind_of_row_has_words(application):
    kinds = [branch.selected_columns[0].element.value for branch in acts(ROOMS).element.selects]
    with application.app_context():
        assert sorted(kinds) == sorted(lines())


def test_who_and_when_stand_beside_each_act_newest_first(house, session):
    row = load(house.services, house.episode)
    record_triage(by=house.actors.keyworker, episode=row, triaged_on=date(2025, 1, 8))
    session.flush()
    found = entries(house).entries
    assert [(one.kind, one.by) for one in found] == [
        ("triaged", "Kay Keyworker"),
        ("episode", "factory"),
        ("client", "factory"),
    ]
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)


def test_the_end_of_a_course_and_of_an_assessment_name_who_recorded_them(house, session):
    row = session.get_one(Episode, house.episode)
    day, at, kay = date(2025, 3, 5), datetime(2025, 3, 6, tzinfo=UTC), house.keyworker
    CourseFactory(episode=row, first_dose_on=date(2025, 2, 3), ended_on=day, ended_at=at, ended_by=kay)
    AssessmentFactory(episode=row, started_on=day, completed_on=day, completed_at=at, completed_by=kay)
    found = {one.kind: one for one in entries(house).entries}
    for kind in ("course_ended", "completed"):
        assert (found[kind].by, found[kind].at, found[kind].on) == ("Kay Keyworker", at, day)


def test_a_corrected_row_stays_with_its_correction(house, session):
    row = load(house.services, house.episode)
    by = house.actors.keyworker
    wrong = add_intervention(by=by, episode=row, kind="harm_reduction", days=Days(date(2025, 1, 7)))
    correct_intervention(
        by=by,
        episode=row,
        row=wrong,
        days=Days(date(2025, 1, 8)),
        ending=None,
        kind="harm_reduction",
        reason="Wrong day",
    )
    right, old = [one for one in entries(house).entries if one.kind == "treatment"]
    assert (right.reason, right.corrected_at) == ("Wrong day", None)
    assert old.corrected_at is not None


def test_the_history_comes_in_pages_of_fifty(house, session):
    row = session.get_one(Episode, house.episode)
    moment = datetime(2025, 3, 1, tzinfo=UTC)
    for number in range(60):
        TaskFactory(episode=row, words=f"Task {number}", recorded_at=moment + timedelta(minutes=number))
    session.flush()
    first, last = entries(house), entries(house, 99)
    assert (first.total, first.pages, len(first.entries)) == (62, 2, 50)
    assert (last.number, len(last.entries)) == (2, 12)
    assert {one.id for one in first.entries}.isdisjoint(one.id for one in last.entries)


def test_every_kind_of_row_belongs_to_one_part(application):
    with application.app_context():
        kinds = [kind for key, (_, kinds) in parts().items() if key for kind in kinds]
        assert sorted(kinds) == sorted(lines())


def test_the_history_can_be_narrowed_to_a_part(house, full, as_keyworker):
    page = as_keyworker.get(f"/record/{full.episode_id}/history?part=plan").text
    assert "Care plan agreed" in page
    assert "Dose order" not in page
    empty = as_keyworker.get(f"/record/{house.episode}/history?part=dose").text
    assert "Nothing of this kind" in empty


@pytest.fixture
def full(house, session):
    ids = furnish(house.service, house.keyworker, "Plainly", "9990000034")
    db.session.commit()
    return ids


def test_a_full_record_is_told_in_words(house, full, as_keyworker):
    pages = [as_keyworker.get(f"/record/{full.episode_id}/history?page={number}") for number in (1, 2)]
    assert [page.status_code for page in pages] == [200, 200]
    for words in ("Care plan agreed", "Dose order", "Risk level", "Client registered", "Course"):
        assert words in "".join(page.text for page in pages)


def test_the_history_takes_few_statements(house, full, as_keyworker, statements):
    as_keyworker.get(f"/record/{full.episode_id}/history")
    statements.clear()
    as_keyworker.get(f"/record/{full.episode_id}/history")
    assert len(statements) <= 7, "\n".join(statements)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "٣", ""])
def test_a_nonsense_page_is_the_nearest_page(house, as_keyworker, page):
    assert (
        as_keyworker.get(f"/record/{house.episode}/history", query_string={"page": page}).status_code == 200
    )


def test_charlie_gets_404(house, charlie):
    assert charlie.get(f"/record/{house.episode}/history").status_code == 404
