"""The numbers of the review schedule and where each comes from."""

import pytest

from careplan.audit.review.rules.ruleset import editions, load
from careplan.ground.standards import StandardError, provenance
from careplan.plans.rules.standard import SCHEDULE
from tests.standards import planted


def test_the_schedule_holds_the_numbers_of_the_specification():
    numbers = SCHEDULE.latest
    assert (numbers.first_limit.months, numbers.later_limit.months) == (3, 6)
    assert (
        numbers.review_interval.months,
        numbers.review_interval.at_least,
        numbers.review_interval.at_most,
    ) == (3, 1, 6)
    assert (numbers.due_soon.days, numbers.plan_missing.days, numbers.risk_link.months) == (14, 14, 3)


def test_every_number_says_where_it_comes_from():
    (path,) = SCHEDULE.paths()
    assert provenance(SCHEDULE.tables(path), path.name) == {"read": 2, "assumed": 4}
    assert {SCHEDULE.latest.first_limit.how, SCHEDULE.latest.later_limit.how} == {"read"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('how = "read"', 'how = "guessed"'),
        ('source = "Time to make an appointment with the client"', 'source = ""'),
        ("days = 14", "days = 0"),
        ("days = 14", "days = true"),
        ("months = 6", 'months = "6"'),
        ("at_least = 1", "at_least = 4"),
    ],
)
def test_a_number_without_source_or_sense_is_refused(old, new, tmp_path):
    with pytest.raises(StandardError, match=r"review-schedule-1\.toml: "):
        planted(SCHEDULE, tmp_path, (old, new)).latest  # noqa: B018


@pytest.mark.parametrize("edition", editions())
def test_the_rulesets_of_the_audit_have_the_same_months(edition: str):
    # Signed audits bind the ruleset's bytes, so it repeats the months that stand in the review schedule.
    numbers, schedule = load(edition).numbers, SCHEDULE.latest
    limits = (numbers.whole("first_review_months"), numbers.whole("later_review_months"))
    assert limits == (schedule.first_limit.months, schedule.later_limit.months)
