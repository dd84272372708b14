"""The numbers of the review schedule and where each comes from."""

import pytest

from careplan.plans.rules.standard import STANDARDS, read_schedule, schedule

TEXT = (STANDARDS / "review-schedule-1.toml").read_text(encoding="utf-8")


def test_the_schedule_holds_the_numbers_of_the_specification():
    numbers = schedule()
    assert (numbers.first_limit_months, numbers.later_limit_months) == (3, 6)
    assert (numbers.interval_months, numbers.interval_least, numbers.interval_most) == (3, 1, 6)
    assert (numbers.due_soon_days, numbers.plan_missing_days, numbers.risk_months) == (14, 14, 3)


def test_every_number_says_where_it_comes_from():
    assert len(schedule().sources) == 6
    stated = {name for name, number in schedule().sources if number.stated}
    assert stated == {"first_limit", "later_limit"}


def test_each_file_is_named_after_what_it_holds():
    for path in STANDARDS.glob("review-schedule-*.toml"):
        assert path.stem.endswith(f"-{read_schedule(path.read_text(encoding='utf-8')).edition}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('provenance = "stated"', 'provenance = "guessed"'),
        ('source = "Time to make an appointment with the client"', 'source = ""'),
        ("days = 14", "days = 0"),
        ("days = 14", "days = true"),
        ("months = 6", 'months = "6"'),
        ("at_least = 1", "at_least = 4"),
    ],
)
def test_a_number_without_source_or_sense_is_refused(old, new):
    assert old in TEXT
    with pytest.raises(ValueError):
        read_schedule(TEXT.replace(old, new, 1))
