"""Taking a report apart, putting it together, and naming differences."""

import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from careplan.audit.plans.rules import Planned
from careplan.audit.review.rules.export import as_data
from careplan.audit.signing.rules import signing
from careplan.audit.signing.rules.differences import Became, changes, moved, rebanded
from careplan.audit.signing.rules.signing import Entry, FindingWords, Part, Signature
from careplan.ground.types import canonical
from tests.audit.reports import caseload, report

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
PLANNED = Planned(
    "4.3", "4.3a", "Look at it", "Kay", None, date(2026, 9, 1), date(2026, 4, 1), "weak", "fair"
)


@pytest.mark.parametrize("count", [0, 3, 60])
def test_a_report_taken_apart_is_put_together_the_same(count: int) -> None:
    made = report(caseload(count=count), midpoints={"11.1": Fraction(75)})
    data = json.loads(canonical(as_data(made, with_records=True)))
    rows = json.loads(canonical(signing.figures(as_data(made))))
    again = signing.assemble(signing.frame(data), rows, signing.entries(made))
    assert canonical(again) == canonical(data)


@pytest.mark.parametrize("value", [0, 17, -3, "58.5", "0.25", None])
def test_a_number_is_the_same_after_being_text(value: int | str | None) -> None:
    assert signing.as_number(signing.as_text(value)) == value


def signature(*actions: Planned, reason: str | None = None) -> Signature:
    found = (FindingWords("4.3", "Weekends"),)
    return Signature("T", "S", "w1", "Mo Manager", "manager", AT, {}, found, actions, reason)


def test_the_hash_does_not_hang_on_the_order_of_actions() -> None:
    other = Planned("9.1", "9.1", "Ask", "Kay", None, date(2026, 9, 1), date(2026, 4, 1), None, "fair")
    one, two = signature(PLANNED, other), signature(other, PLANNED)
    assert signing.sha256_of(one.as_data()) == signing.sha256_of(two.as_data())


def test_an_audit_counts_only_with_findings_and_actions() -> None:
    assert signature(PLANNED).counts
    assert not signature(reason="All is well").counts


def entry(id_: str, part: Part = Part.BOTH, reason: str = "three_or_more") -> Entry:
    return Entry("4.3a", id_, part, reason)


def test_each_record_that_differs_is_named_with_what_became_of_it() -> None:
    was = [entry("a"), entry("b"), entry("c")]
    is_ = [entry("b", Part.DENOMINATOR, "under_three"), entry("c"), entry("d")]
    assert [(one.record_id, one.became) for one in changes(was, is_)] == [
        ("a", Became.DISAPPEARED),
        ("b", Became.CHANGED),
        ("d", Became.APPEARED),
    ]


def test_a_figure_that_moved_says_which_of_its_parts_differ() -> None:
    before, now = report(caseload(count=40)), report(caseload(count=41))
    data, later = as_data(before, True), as_data(now, True)
    found = {one.key: one for one in moved(data, later, signing.entries(before), signing.entries(now))}
    assert any("denominator" in one.fields for one in found.values())
    assert all(one.fields or one.changes for one in found.values())


def test_the_same_report_has_no_differences() -> None:
    one = report(caseload(count=40))
    data, behind = as_data(one, True), signing.entries(one)
    assert moved(data, data, behind, behind) == ()
    assert rebanded(data, data) == {}
