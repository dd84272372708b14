"""Which answers are in force, and which of them are merely claimed."""

from datetime import date, timedelta

import pytest

from careplan.governance.rules.proof import Claim, Given, Proof, Standing, bare, claim, in_force, standing

DAY = date(2026, 3, 31)
NEAR = 60


def given(key: str = "caseload.system", unit: str = "s1", value: str = "yes", on: date = DAY) -> Given:
    return Given(unit, "6.4", key, value, on)


def proof(key: str | None = None, unit: str = "s1", expires_on: date | None = None) -> Proof:
    return Proof(unit, "6.4", key, expires_on)


def test_the_latest_answer_by_the_day_is_in_force() -> None:
    old, later = given(value="no", on=date(2026, 1, 1)), given(on=date(2026, 4, 1))
    assert list(in_force([later, old], DAY).values()) == [old]


def test_an_answer_without_evidence_is_claimed() -> None:
    assert claim(bare([given()], [], DAY), "6.4", {"s1"}) == Claim(1, 1)


@pytest.mark.parametrize(
    ("shown", "claimed"),
    [
        (proof(), 0),
        (proof("caseload.system"), 0),
        (proof("another.key"), 1),
        (proof(unit="s2"), 1),
        (proof(expires_on=DAY), 1),
        (proof(expires_on=DAY + timedelta(days=1)), 0),
    ],
)
def test_evidence_counts_for_its_unit_and_key_until_the_day_it_expires(shown: Proof, claimed: int) -> None:
    assert claim(bare([given()], [shown], DAY), "6.4", {"s1"}) == Claim(1, claimed)


def test_a_question_is_claimed_when_one_of_its_answers_is() -> None:
    both = [given("first"), given("second")]
    assert claim(bare(both, [proof("first")], DAY), "6.4", {"s1"}) == Claim(1, 1)


def test_only_the_units_that_a_figure_counts_are_counted() -> None:
    found = bare([given(), given(unit="s2")], [proof()], DAY)
    assert claim(found, "6.4", {"s1", "s2"}) == Claim(2, 1)
    assert claim(found, "6.4", {"s1"}) == Claim(1, 0)
    assert claim(found, "10.3", {"s1"}) == Claim(0, 0)


@pytest.mark.parametrize(
    ("wanted", "keys", "proofs", "expected"),
    [
        (["a"], [], [proof()], Standing.MISSING),
        (["a", "b"], ["a"], [proof()], Standing.PART),
        (["a"], ["a"], [], Standing.CLAIMED),
        (["a"], ["a"], [proof(expires_on=DAY)], Standing.LAPSED),
        (["a"], ["a"], [proof(expires_on=DAY + timedelta(days=NEAR))], Standing.NEAR),
        (["a"], ["a"], [proof(expires_on=DAY + timedelta(days=NEAR + 1))], Standing.SHOWN),
        (["a"], ["a"], [proof(expires_on=DAY), proof()], Standing.SHOWN),
    ],
)
def test_where_a_unit_stands_with_a_question(
    wanted: list[str], keys: list[str], proofs: list[Proof], expected: Standing
) -> None:
    answers = {key: given(key) for key in keys}
    assert standing(wanted, answers, proofs, DAY, NEAR) is expected
