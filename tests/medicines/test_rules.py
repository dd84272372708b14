"""Which medicines are taken by record and assessment, and what an assessment changes in the record."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from careplan.medicines.rules import MEDICINES, Act, Answered, Medicine, changes, taken

TODAY = date(2026, 12, 1)
BEFORE = TODAY - timedelta(days=9)


def one(name: str, **more: Any) -> Medicine:
    return Medicine(name, name, datetime(2026, 11, 2, 12, tzinfo=UTC), **more)


def did(
    before: list[dict[str, str]], after: list[dict[str, str]], rows: list[Medicine], *ended: dict[str, str]
) -> list[tuple[Act, str]]:
    return [(each.act, each.cells["name"]) for each in changes(before, after, ended, rows, TODAY)]


SERTRALINE = one("Sertraline", dose="50 mg")
SAID = {"name": "sertraline", "dose": "50 mg"}


def test_what_nobody_asked_is_not_known_and_is_not_none() -> None:
    assert taken([], None, TODAY) is None
    assert taken([one("Diazepam", stopped_on=BEFORE)], None, TODAY) is None
    assert taken([], Answered((), BEFORE), TODAY) == []


def test_record_and_assessment_count_together_once_for_a_name() -> None:
    told = Answered(("sertraline ", "Ibuprofen"), BEFORE)
    assert taken([SERTRALINE], told, TODAY) == ["Sertraline", "Ibuprofen"]


def test_the_record_ends_what_an_assessment_told_up_to_that_day_and_not_later() -> None:
    stopped = replace(SERTRALINE, stopped_on=BEFORE)
    assert taken([stopped], Answered(("Sertraline",), BEFORE), TODAY) == []
    assert taken([stopped], Answered(("Sertraline",), TODAY), TODAY) == ["Sertraline"]


def test_a_row_that_was_typed_is_recorded_or_changes_the_medicine_of_its_name() -> None:
    assert did([], [{"name": "Ibuprofen"}, {"name": "ibuprofen"}], []) == [(Act.RECORD, "Ibuprofen")]
    assert did([], [{"name": "Sertraline", "dose": "100 mg"}], [SERTRALINE]) == [(Act.CHANGE, "Sertraline")]
    assert did([], [SERTRALINE.cells], [SERTRALINE]) == []
    assert did([], [{"dose": "20 mg"}], []) == []


def test_an_untouched_row_changes_nothing_that_the_record_knows_better() -> None:
    newer = replace(SERTRALINE, dose="100 mg")
    other = {"name": "Ibuprofen"}
    assert did([SAID], [SAID, other], [newer]) == [(Act.RECORD, "Ibuprofen")]
    assert did([SAID], [SAID], [replace(SERTRALINE, stopped_on=BEFORE)]) == []
    assert did([SAID], [SAID], []) == [(Act.RECORD, "sertraline")]
    assert did([], [SAID], [replace(SERTRALINE, stopped_on=BEFORE)]) == [(Act.RECORD, "sertraline")]


def test_only_what_was_said_to_have_ended_is_stopped() -> None:
    assert did([SAID], [], [SERTRALINE]) == []
    assert did([SAID], [], [SERTRALINE], SAID) == [(Act.STOP, "Sertraline")]
    assert did([SAID], [{"name": "Sertraline", "dose": "75 mg"}], [SERTRALINE], SAID) == [
        (Act.CHANGE, "Sertraline")
    ]


def test_every_group_says_where_its_names_come_from_and_offers_them() -> None:
    groups = MEDICINES.on(TODAY)
    assert all(each.source and each.how for each in groups.groups)
    assert "Citalopram" in groups.names
    assert groups.words_of("Clarithromycin 500 mg") == [
        "raises the level of methadone: sedation may follow",
        "prolongs QT",
    ]
    assert groups.words_of("Omeprazole") == []
