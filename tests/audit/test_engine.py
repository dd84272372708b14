"""The engine: statuses, pooling, the format, and laws that hold for all measures."""

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careplan.audit.review.measures import INDICATORS, MEASURES, audit
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Report, Request, Status, Unit
from careplan.audit.review.rules.export import as_data
from careplan.audit.review.rules.facts import Episode, Service
from careplan.audit.review.rules.ruleset import REVIEWS, editions, load, read
from careplan.ground.standards import StandardError
from tests.audit.facts import course, episode, intervention, order, plan, regimen, service

ON = date(2026, 3, 31)
RULES = load()
REVIEW = [rule for _, rule in RULES.measures()]


def report(*services: Service, level: str = "service", census: date = ON, **midpoints: int) -> Report:
    settings_ = {name.replace("m", "").replace("_", "."): Fraction(v) for name, v in midpoints.items()}
    unit = Unit(Level(level), "U1", "Unit")
    return audit(Request(unit, Census.at(census), RULES, settings_), services)


def treated(number: int, mg: int = 70, days: int = 7) -> Episode:
    supervised = (regimen(days),)
    one = course(id=f"C{number}", orders=(order(mg),), weeks=supervised, first_dose_on=date(2026, 3, 1))
    start = intervention(started_on=date(2025, 6, 1), first_offered_on=date(2025, 6, 1), id=f"I{number}")
    return episode(
        f"E{number}", courses=(one,), interventions=(start,), plans=(plan(ON - timedelta(days=20)),)
    )


def test_the_rulesets_name_the_measures_that_exist_and_no_others() -> None:
    rulesets = [load(edition) for edition in editions()]
    named = {rule.measure for one in rulesets for _, rule in one.measures()}
    assert named | {rule.id for one in rulesets for rule in one.indicators} == set(MEASURES)
    assert [rule.id for rule in RULES.indicators] == list(INDICATORS)


def test_the_ruleset_holds_11_criteria_and_33_questions_with_words_and_sources() -> None:
    assert [criterion.number for criterion in RULES.criteria] == list(range(1, 12))
    assert sum(len(criterion.questions) for criterion in RULES.criteria) == 33
    capped = {c.number for c in RULES.criteria if c.cap is Band.GOOD}
    assert capped == {1, 2, 4, 5, 6, 11}
    for _, rule in RULES.measures():
        assert rule.words
        assert rule.cut_words
        assert rule.where
        assert rule.source in RULES.sources


def test_stated_cut_offs_are_those_of_1_1_2_1_and_6_2() -> None:
    stated = {rule.id for _, rule in RULES.measures() if rule.origin == "S"}
    assert stated == {"1.1", "2.1a", "2.1b", "2.1c", "6.2"}


def test_items_of_the_national_gaps_stand_in_the_bank() -> None:
    bank = service().banks["1"]
    for kind, gaps in RULES.gaps.items():
        expected = {item.item for item in bank.expected(next(k for k in bank.lists if k == kind))}
        assert set(gaps) <= expected


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'id = "2.1b"', b'id = "2.1a"'), (b"at_most = 21", b"up_to = 21"), (b'origin = "S"', b'origin = "X"')],
)
def test_a_ruleset_that_breaks_its_promises_is_refused(old: bytes, new: bytes) -> None:
    text = (REVIEWS / "2005-06.toml").read_bytes()
    assert old in text
    with pytest.raises(StandardError):
        read(text.replace(old, new, 1))


def test_a_census_without_records_has_no_data_anywhere_and_no_error() -> None:
    nothing = service(opened_on=date(2020, 1, 1))
    found = report(nothing, census=date(2003, 1, 31))
    for rule in REVIEW:
        result = found.result(rule.id)
        assert result is not None
        assert result.status in (Status.NO_DATA, Status.NOT_APPLICABLE, Status.PARTNERSHIP_ONLY)
        assert result.band is None
        assert not result.low_n
    assert found.completeness["triage"].expected == 0


def test_a_service_that_does_not_prescribe_is_not_asked_about_prescribing() -> None:
    data = as_data(report(service(treated(1), prescribing=False)), with_records=True)
    one = data["criteria"][3]["questions"][0]["measures"][0]
    assert (one["status"], one["numerator"], one["value"], one["excluded"]) == (
        "not_applicable",
        None,
        None,
        {},
    )
    assert "records" not in one


def test_buprenorphine_measures_apply_only_where_it_was_given_in_the_period() -> None:
    ended = course("buprenorphine", date(2024, 1, 1), ended_on=date(2025, 4, 1))
    same_day = course("buprenorphine", ON, ended_on=ON)
    last_day = course("buprenorphine", date(2024, 1, 1), ended_on=date(2025, 4, 2))
    for one, status in ((ended, "not_applicable"), (same_day, "not_applicable"), (last_day, "no_data")):
        result = report(service(episode(courses=(one,)))).result("4.2")
        assert result is not None
        assert result.status == status


def test_a_question_without_data_does_not_stand_in_the_way_of_its_criterion() -> None:
    found = report(service(treated(1)))
    bands = {q.rule.id: q.band for c in found.criteria for q in c.questions}
    assert bands["1.1"] is None
    assert bands["4.1"] is not None
    assert {c.rule.id for c in found.criteria if c.band} == {"c02", "c03", "c04", "c05", "c09", "c10"}
    assert (found.overall.sum, found.overall.rating, found.overall.criteria_known) == (None, None, 6)


def test_fewer_than_ten_records_are_flagged_for_records_and_never_for_tools() -> None:
    found = report(service(*(treated(n) for n in range(9))))
    ten = report(service(*(treated(n) for n in range(10))))
    low = {m: result.low_n for m in ("4.1a", "4.3a", "3.1") if (result := found.result(m))}
    assert low == {"4.1a": True, "4.3a": True, "3.1": False}
    result = ten.result("4.3a")
    assert result is not None
    assert not result.low_n


def test_the_mid_point_is_a_setting_and_without_it_the_figure_stands_alone() -> None:
    bare = report(service(treated(1))).result("11.1")
    told = report(service(treated(1)), m11_1=75).result("11.1")
    assert bare is not None
    assert told is not None
    assert (bare.status, bare.band, bare.figure) == (Status.NO_DATA, None, told.figure)
    assert (told.status, told.band) == (Status.SCORED, Band.GOOD)


def test_the_year_before_is_read_as_at_its_own_day() -> None:
    def started(n: int, day: date, closed: date | None) -> Episode:
        return episode(f"E{n}", interventions=(intervention(started_on=day, id=f"I{n}"),), closed_on=closed)

    before = [started(n, date(2024, 6, 1), date(2024, 6, 20)) for n in range(20)]
    kept = [started(n + 100, date(2025, 6, 1), None) for n in range(10)]
    lost = [started(n + 200, date(2025, 6, 1), date(2025, 6, 20)) for n in range(10)]
    risen = report(service(*before, *kept, *lost), m11_1=75).result("11.1")
    level = report(service(*kept, *lost), m11_1=75).result("11.1")
    assert risen is not None
    assert level is not None
    assert (risen.band, level.band) == (Band.FAIR, Band.WEAK)


def test_a_partnership_pools_records_and_counts_services_known_and_weak() -> None:
    north = service(*(treated(n, days=7) for n in range(2)))
    south = service(*(treated(n + 10, days=0) for n in range(2)), id="S2")
    empty = service(id="S3")
    result = report(north, south, empty, level="partnership").result("4.3a")
    assert result is not None
    assert result.figure is not None
    assert (result.figure.part, result.figure.whole, result.services) == (2, 4, (2, 1))


ASKED_OF_PARTNERSHIPS = {"2.2", "6.2", "7.2", "7.3", "8.1", "8.2"}


def kept(criterion: dict[str, Any]) -> list[dict[str, Any]]:
    """The measures that a service and a partnership have in common."""
    return [
        measure
        for question in criterion["questions"]
        for measure in question["measures"]
        if measure["id"] not in ASKED_OF_PARTNERSHIPS
    ]


def test_the_partnership_of_one_service_equals_the_service() -> None:
    one = service(*(treated(n, mg=55 + n, days=n % 8) for n in range(12)))
    alone, pooled = as_data(report(one), True), as_data(report(one, level="partnership"), True)
    for criterion in pooled["criteria"]:
        for question in criterion["questions"]:
            for measure in question["measures"]:
                assert measure.pop("services", {"known": 1})["known"] <= 1
    assert [kept(one) for one in alone["criteria"]] == [kept(one) for one in pooled["criteria"]]
    assert alone["care_plan"] == pooled["care_plan"]


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(chance: random.Random) -> None:
    episodes = [treated(n, mg=50 + 5 * n, days=n % 8) for n in range(8)]
    shuffled = list(episodes)
    chance.shuffle(shuffled)
    assert as_data(report(service(*shuffled)), True) == as_data(report(service(*episodes)), True)


@settings(max_examples=20)
@given(st.lists(st.integers(0, 7), max_size=12))
def test_one_more_record_that_meets_it_never_lowers_a_share(days: list[int]) -> None:
    episodes = [treated(n, days=d) for n, d in enumerate(days)]
    before = report(service(*episodes)).result("4.3a")
    after = report(service(*episodes, treated(99, days=7))).result("4.3a")
    assert before is not None
    assert after is not None
    assert after.value is not None
    assert before.value is None or after.value >= before.value


def test_every_figure_is_the_number_of_the_records_it_lists() -> None:
    found = report(service(*(treated(n, mg=55 + 3 * n, days=n % 8) for n in range(15))))
    for rule in REVIEW:
        result = found.result(rule.id)
        assert result is not None
        if result.figure is not None and result.rule.unit == "%" and not result.tally.every:
            assert result.figure.part == len(result.tally.hits)
            assert result.figure.whole == len(result.tally.members)
            assert len(result.tally.hits) + len(result.tally.misses) == len(result.tally.members)


def test_the_format_is_plain_json_with_whole_numbers_and_decimal_text() -> None:
    odd = replace(treated(1), courses=(course(orders=(order("60.55"),)),))
    data = json.loads(json.dumps(as_data(report(service(odd)))))
    one = data["criteria"][3]["questions"][0]["measures"][0]
    assert (one["numerator"], one["denominator"], one["value"]) == ("60.55", 1, "60.550000")
    assert data["format"] == "careplan-audit/1"
    assert data["period"] == {"from": "2025-04-01", "to": "2026-03-31"}
    assert len(data["ruleset"]["sha256"]) == 64
    assert "records" not in one
