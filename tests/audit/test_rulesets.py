"""Rulesets are data: numbers, caps, count of criteria and the overall rule; a second one goes through the engine."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from careplan.audit.report.pages.outputs.printed import amount
from careplan.audit.report.pages.text import as_text
from careplan.audit.review.measures import MEASURES, audit, measures_by
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Report, Request, Unit
from careplan.audit.review.rules.export import as_data, schema
from careplan.audit.review.rules.facts import Episode
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.ruleset import REVIEWS, Rulesets, editions, load, read
from careplan.ground.standards import StandardError
from tests.audit.facts import course, episode, goal, intervention, order, plan, review, service

ON = date(2026, 3, 31)
STANDARDS = load("care-plan-standards")
DOMAINS = ("harm_reduction", "psychological", "legal", "family_children")


def planned(number: int = 1, domains: tuple[str, ...] = DOMAINS, **facts: Any) -> Episode:
    goals = tuple(goal(f"G{number}-{n}", domain=name) for n, name in enumerate(domains))
    given = {"agreement": "signed", "copy_offered_on": ON, "goals": goals} | facts
    agreed = plan(date(2025, 11, 1), **given)
    return episode(f"E{number}", plans=(agreed,), reviews=(review(date(2026, 1, 10)),))


def reported(*episodes: Episode) -> Report:
    unit = Unit(Level.SERVICE, "S1", "North")
    return audit(Request(unit, Census.at(ON), STANDARDS), [service(*episodes)])


def test_every_file_is_a_ruleset_the_review_first() -> None:
    assert editions()[0] == "2005-06"
    assert set(editions()) == {path.stem for path in REVIEWS.glob("*.toml")}


def test_the_second_ruleset_has_criteria_caps_and_an_overall_rule_of_its_own() -> None:
    found = reported(planned())
    assert [one.band for one in found.criteria] == ["good"] * 5
    assert (found.overall.sum, found.overall.rating, found.overall.provisional) == (15, "good", False)
    assert found.indicators == {}


@pytest.mark.parametrize(
    ("criterion", "facts"),
    [
        ("s1", {"goals": ()}),
        ("s2", {"agreement": "declined"}),
        ("s3", {"agreement": "verbal"}),
        ("s5", {"domains": DOMAINS[:3]}),
    ],
)
def test_each_standard_fails_by_itself(criterion: str, facts: dict[str, Any]) -> None:
    bands = {one.rule.id: one.band for one in reported(planned(**facts)).criteria}
    assert bands[criterion] in ("weak", "fair")


def test_late_reviews_fail_the_fourth_standard() -> None:
    late = episode(plans=(plan(date(2025, 11, 1)),), reviews=(review(date(2025, 7, 1)),))
    assert {one.rule.id: one.band for one in reported(late).criteria}["s4"] == "weak"


def test_a_standard_without_cases_leaves_no_rating() -> None:
    assert reported().overall.rating is None


def test_the_report_prints_its_own_count_and_highest_sum() -> None:
    assert "Overall: 15 of 15, good (5 of 5 criteria)" in as_text(reported(planned()))
    assert as_data(reported(planned()))["ruleset"]["name"] == "care-plan-standards"


def test_every_cut_off_of_the_second_ruleset_is_marked_as_assumed() -> None:
    assert {rule.origin for _, rule in STANDARDS.measures()} == {"A"}


def test_every_number_names_origin_source_and_place() -> None:
    for ruleset in (load(edition) for edition in editions()):
        for name, number in ruleset.numbers.rows.items():
            assert number.words, name
            assert number.where, name
            assert number.source in ruleset.sources
            assert number.origin in ("S", "A")


def test_a_number_of_the_ruleset_changes_who_is_counted() -> None:
    text = (REVIEWS / "2005-06.toml").read_bytes()
    other = read(text.replace(b"[numbers.usual_least]\nvalue = 60", b"[numbers.usual_least]\nvalue = 40"))
    here = [service(episode(courses=(course(orders=(order(50),)),)))]
    census = Census.at(ON)
    assert tally(MEASURES["4.1b"], here, census).figure.part == 1
    assert tally(measures_by(other.numbers)["4.1b"], here, census).figure.part == 0


def test_a_plan_within_14_days_is_a_number_of_the_ruleset() -> None:
    text = (REVIEWS / "2005-06.toml").read_bytes()
    other = read(
        text.replace(b"[numbers.plan_within_days]\nvalue = 14", b"[numbers.plan_within_days]\nvalue = 30")
    )
    started = episode(interventions=(intervention(started_on=ON - timedelta(days=20)),))
    census = Census.at(ON)
    assert len(tally(MEASURES["cp1"], [service(started)], census).members) == 1
    assert len(tally(measures_by(other.numbers)["cp1"], [service(started)], census).members) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'rule = "answer"', b'rule = "guess"'),
        (b'\nlevel = "partnership"', b'\nlevel = "planet"'),
        (b"good = { at_most = 21 }\nsource", b"source"),
    ],
)
def test_a_ruleset_with_an_unknown_rule_or_level_or_without_a_cut_off_is_refused(
    old: bytes, new: bytes
) -> None:
    text = (REVIEWS / "2005-06.toml").read_bytes()
    assert old in text
    with pytest.raises(StandardError):
        read(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'id = "4.1a"', b'id = "4.9"', "measure 4.9: nothing judges 4.9"),
        (b'id = "cp3"', b'id = "cp99"', "measure cp99: nothing judges cp99"),
    ],
)
def test_the_check_of_standards_names_a_measure_that_nothing_judges(
    old: bytes, new: bytes, words: str, tmp_path: Path
) -> None:
    file, text = tmp_path / "2005-06.toml", (REVIEWS / "2005-06.toml").read_bytes()
    assert old in text
    file.write_bytes(text.replace(old, new, 1))
    with pytest.raises(StandardError, match=f"^2005-06.toml: {words}$"):
        Rulesets(MEASURES).line(file)


def test_how_few_records_are_flagged_is_said_from_the_ruleset() -> None:
    text = (REVIEWS / "2005-06.toml").read_bytes()
    other = read(text.replace(b"[numbers.few]\nvalue = 10", b"[numbers.few]\nvalue = 12"))
    row = {"numerator": 3, "denominator": 4, "unit": "%", "low_n": True}
    for ruleset, few in ((load(), "ten"), (other, "12")):
        rule = next(rule for _, rule in ruleset.measures() if rule.low_n)
        meanings = {one["name"]: one["description"] for one in schema(ruleset)["fields"]}
        assert amount(row, rule.low_n).endswith(f", fewer than {few} records")
        assert meanings["low_n"] == f"Rests on fewer than {few} records"
