"""Every key, code and policy has words, and every unit is asked what the review asks of it."""

from datetime import date

import pytest

from careplan.audit.review.rules.ruleset import load
from careplan.governance.codes import Level
from careplan.governance.rules import returns_asked
from careplan.governance.rules.policies import Approval, InPlace, in_place, latest
from careplan.governance.rules.questions import NEVER, value_words, wording

DAY = date(2026, 3, 31)


def test_every_key_has_its_words() -> None:
    fields = [field for fields in wording().questions.values() for field in fields]
    assert {(field.answer.question, field.key) for field in fields} == set(returns_asked())
    assert all(
        field.label and (field.empty or field.needed == NEVER or field.needed == "part") for field in fields
    )


def test_every_question_stands_in_the_review() -> None:
    known = {question.id for criterion in load().criteria for question in criterion.questions}
    assert set(wording().questions) <= known


def test_a_question_is_worded_as_in_the_review() -> None:
    rules = {one.id: one.words for criterion in load().criteria for one in criterion.questions}
    assert wording().titles == {question: rules[question] for question in wording().questions}


def test_a_service_that_does_not_prescribe_is_not_asked_about_prescribing() -> None:
    asked = wording().of(Level.SERVICE, prescribing=False)
    assert asked == ("6.4", "6.5", "7.1", "7.4", "10.2", "10.3", "10.4")


def test_only_services_of_the_nhs_are_asked_for_its_survey() -> None:
    assert "5.3" in wording().of(Level.SERVICE, nhs=True)
    assert "5.3" not in wording().of(Level.SERVICE, nhs=False)


def test_a_partnership_is_asked_its_own_questions() -> None:
    assert wording().of(Level.PARTNERSHIP) == ("2.2", "6.2", "7.2", "7.3", "8.2")


@pytest.mark.parametrize(
    ("question", "key", "value", "words"),
    [
        ("7.1", "involvement", "forum", "A local forum of service users"),
        ("1.1", "sla.provider", "aims policies", "Aims and objectives; Policies and protocols"),
        ("7.1", "involvement", "none", "None of these"),
        ("7.3", "planning", "none", "They take no part"),
        ("2.1", "wait.reported_days", "12.5", "12.5 days"),
        ("7.2", "directory.updated_on", "2026-02-03", "3 February 2026"),
    ],
)  # fmt: skip
def test_answers_are_printed_in_words(question: str, key: str, value: str, words: str) -> None:
    field = next(field for field in wording().questions[question] if field.key == key)
    assert value_words(field, value) == words


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (date(2026, 3, 31), InPlace.EXPIRED),
        (date(2026, 4, 1), InPlace.NEAR),
        (date(2026, 5, 30), InPlace.NEAR),
        (date(2026, 5, 31), InPlace.IN_DATE),
    ],
)
def test_a_policy_is_in_date_until_the_day_its_review_is_due(due: date, state: InPlace) -> None:
    assert in_place(Approval(date(2025, 1, 1), due), DAY, 60) is state


def test_of_several_approvals_the_latest_counts_alone() -> None:
    old, new = Approval(date(2024, 1, 1), date(2030, 1, 1)), Approval(date(2025, 1, 1), date(2025, 6, 1))
    coming = Approval(date(2026, 4, 1), date(2027, 1, 1))
    assert latest([new, coming, old], DAY) is new
    assert in_place(latest([coming], DAY), DAY, 60) is InPlace.MISSING
