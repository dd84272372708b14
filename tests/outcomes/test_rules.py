"""The outcomes profile: what its boxes take, on which days it counts, which change is reliable (spec 07, section 8)."""

from datetime import date, timedelta

import pytest

from careplan.outcomes.codes import Stage
from careplan.outcomes.rules import answers
from careplan.outcomes.rules.answers import TOTAL, WEEKS, Wrong, doubts, problems
from careplan.outcomes.rules.change import Change, Outcome, change
from careplan.outcomes.rules.standard import TOP
from careplan.outcomes.rules.timing import Journey, Timing, refusals, timing

PROFILE = TOP.latest
BOUNDS = PROFILE.bounds
STARTED = date(2026, 4, 10)
JOURNEY = Journey(date(2026, 4, 1), STARTED, date(2026, 12, 1))
TOLD = {"referred_on": "1 April 2026", "started_on": "10 April 2026"}


def boxes(*weeks: str, total: str = "") -> dict[str, str]:
    return dict.fromkeys(WEEKS, "") | dict(zip(WEEKS, weeks, strict=False)) | {TOTAL: total}


def given(**some: str) -> dict[str, str | None]:
    return dict.fromkeys(PROFILE.items) | some


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (boxes("7", "7", "7", "7"), "28"),  # vector 29
        (boxes("0", "0", "0", "0"), "0"),
        (boxes("1", "2", "3", "4", total="10"), "10"),
        (boxes(total="28"), "28"),
        (boxes(total="NA"), "NA"),  # vector 30
        (boxes(total="na"), "NA"),
        (boxes(), None),
    ],
)
def test_weeks_are_summed_and_an_empty_box_is_never_0(sent: dict[str, str], kept: str | None) -> None:
    assert answers.days(sent, "Opiates", BOUNDS) == kept


@pytest.mark.parametrize(
    ("sent", "sentence", "wrong"),
    [
        (boxes("7", "7", "7", "8"), "week 4 must be a whole number from 0 to 7", ("week4",)),  # vector 29
        (boxes(total="29"), "the total must be a whole number from 0 to 28, or NA", ("total",)),  # vector 30
        (boxes(total="-1"), "from 0 to 28", ("total",)),
        (boxes(total="14.5"), "whole number", ("total",)),
        (boxes("1", "2", total="3"), "enter each of the four weeks", ("week3", "week4")),
        (boxes("1", "2", "3", "4", total="12"), "the weeks add up to 10, not 12", ("total",)),
        (boxes("1", "2", "3", "4", total="NA"), "enter the weeks or NA, not both", ("total",)),
    ],
)
def test_what_is_no_number_of_days_is_refused_at_its_box(
    sent: dict[str, str], sentence: str, wrong: tuple[str, ...]
) -> None:
    with pytest.raises(Wrong, match=sentence) as refused:
        answers.days(sent, "Opiates", BOUNDS)
    assert refused.value.boxes == wrong


def test_a_rating_goes_to_20_and_units_have_one_place() -> None:
    assert answers.rating("20", "Psychological health", BOUNDS) == "20"
    with pytest.raises(Wrong, match="from 0 to 20"):  # vector 31
        answers.rating("21", "Psychological health", BOUNDS)
    assert answers.units("12.5", "Units", BOUNDS) == "12.5"  # vector 33
    assert answers.units("12.0", "Units", BOUNDS) == "12"
    assert answers.units("100", "Units", BOUNDS) == "100"
    with pytest.raises(Wrong, match="no more than 1 decimal place"):  # vector 33
        answers.units("12.55", "Units", BOUNDS)


def test_answers_that_contradict_each_other_are_refused_and_gaps_are_told() -> None:
    assert problems(given(), PROFILE.items) == {"alcuse": "Answer at least one question"}
    assert set(problems(given(ivdrguse="0", sharing="Y"), PROFILE.items)) == {"sharing"}  # vector 32
    assert problems(given(ivdrguse="0", sharing="N"), PROFILE.items) == {}
    assert set(problems(given(alcuse="0", consmp="3"), PROFILE.items)) == {"consmp"}
    assert set(problems(given(alcuse="3", consmp="0"), PROFILE.items)) == {"consmp"}
    assert problems(given(alcuse="10"), PROFILE.items) == {}
    assert doubts(given(alcuse="10")) == ["Units on a drinking day are not recorded"]  # vector 33
    assert doubts(given(alcuse="10", consmp="12.5")) == []


def judged(stage: Stage, on: date, before: date | None = None, started: bool = True) -> Timing:
    return timing(stage, on, JOURNEY, before, started, PROFILE)


def test_a_start_profile_counts_from_14_days_before_to_14_days_after() -> None:
    """Vector 34, and S9 and S10 of spec 06."""
    assert judged(Stage.START, date(2026, 3, 27)) is Timing.IN
    assert judged(Stage.START, date(2026, 4, 24)) is Timing.IN
    assert judged(Stage.START, date(2026, 4, 25)) is Timing.LATE
    assert judged(Stage.START, date(2026, 3, 26)) is Timing.EARLY


def test_a_review_counts_until_182_days_and_needs_a_start() -> None:
    """Vectors 35 and 37."""
    assert judged(Stage.REVIEW, date(2026, 10, 9), STARTED) is Timing.IN
    assert judged(Stage.REVIEW, date(2026, 10, 10), STARTED) is Timing.LATE
    assert judged(Stage.REVIEW, STARTED + timedelta(days=34), STARTED) is Timing.EARLY
    assert judged(Stage.REVIEW, date(2026, 10, 9), STARTED, started=False) is Timing.NO_START


def test_an_exit_counts_14_days_around_leaving() -> None:
    """Vector 36."""
    left = date(2026, 12, 1)
    assert judged(Stage.EXIT, left - timedelta(days=14)) is Timing.IN
    assert judged(Stage.EXIT, left + timedelta(days=14)) is Timing.IN
    assert judged(Stage.EXIT, left + timedelta(days=15)) is Timing.LATE
    assert timing(Stage.EXIT, left, Journey(STARTED), None, True, PROFILE) is Timing.CANNOT_TELL


@pytest.mark.parametrize(
    ("stage", "on", "journey", "field"),
    [
        (Stage.REVIEW, STARTED - timedelta(days=1), JOURNEY, "interviewed_on"),
        (Stage.START, STARTED - timedelta(days=1), JOURNEY, ""),
        (Stage.START, date(2026, 3, 31), JOURNEY, "interviewed_on"),
        (Stage.START, date(2026, 3, 26), Journey(date(2026, 3, 1), STARTED), "interviewed_on"),
        (Stage.REVIEW, STARTED, Journey(date(2026, 4, 1)), "stage"),
        (Stage.START, STARTED, Journey(date(2026, 4, 1)), ""),
        (Stage.POST_EXIT, STARTED, Journey(date(2026, 4, 1), STARTED), "stage"),
    ],
)
def test_a_profile_of_a_day_before_treatment_is_refused(
    stage: Stage, on: date, journey: Journey, field: str
) -> None:
    assert "".join(refusals(stage, on, journey, PROFILE, TOLD)) == field


@pytest.mark.parametrize(
    ("start", "now", "outcome"),
    [
        ("28", "19", Outcome.IMPROVED),
        ("28", "20", Outcome.UNCHANGED),
        ("28", "0", Outcome.ABSTINENT),
        ("10", "28", Outcome.DETERIORATED),
    ],
)
def test_reliable_change_of_a_client_who_only_drinks(start: str, now: str, outcome: Outcome) -> None:
    """Vector 39."""
    told = change("alcuse", given(alcuse=start), given(alcuse=now), PROFILE)
    assert told is not None
    assert told.outcome is outcome
    assert told.difference == int(now) - int(start)


def test_alcohol_beside_other_drugs_takes_the_older_threshold() -> None:
    start = given(alcuse="28", opiuse="4")
    told = change("alcuse", start, given(alcuse="19"), PROFILE)
    assert told is not None
    assert told.outcome is Outcome.UNCHANGED


def test_what_was_never_used_or_not_answered_has_no_outcome() -> None:
    assert change("crause", given(crause="0"), given(crause="0"), PROFILE) == Change(0)
    assert change("crause", given(crause="NA"), given(crause="0"), PROFILE) is None
    assert change("psyhstat", given(psyhstat="9"), given(psyhstat="12"), PROFILE) == Change(3)


def test_every_item_of_the_record_is_asked() -> None:
    from careplan.outcomes.registers import TOPS

    assert [one.name for one in TOPS.fields][2:] == list(PROFILE.items)
    assert {one.item for one in PROFILE.reliable.values()} <= set(PROFILE.substances)
