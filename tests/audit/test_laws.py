"""Laws that hold for every measure, whatever the record: more met records, another order, one service or a group."""

import random
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from careplan.audit.report.labels import REASONS
from careplan.audit.review.measures import audit, measures_by
from careplan.audit.review.measures.beside import measures as beside_measures
from careplan.audit.review.measures.completeness import item_measure
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Report, Request, Unit
from careplan.audit.review.rules.export import as_data
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import Measure, tally
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import Ruleset, editions, load
from careplan.audit.review.rules.verdict import Answer
from careplan.checklists.codes import Kind
from tests.audit.facts import incident, partnership, returned, service, signed_off
from tests.audit.pool import ON, POLICIES, choices, policies, posts, varied

CENSUS = Census.at(ON)
RULESETS = [load(edition) for edition in editions()]
RULES = RULESETS[0]
POOL = [varied(n) for n in range(150)]
subsets = st.sets(st.integers(0, len(POOL) - 1), max_size=15)


def every_share() -> dict[str, Measure[Any]]:
    """Every measure that is a share of records, of all rulesets, with the figures beside them and a few items."""
    found: dict[str, Measure[Any]] = {}
    for ruleset in RULESETS:
        measures = measures_by(ruleset.numbers)
        for _, rule in ruleset.measures():
            one = measures[rule.measure]
            if rule.unit == "%" and not one.every and not one.by_partnership and rule.rule != "answer":
                found[f"{ruleset.name}/{rule.id}"] = one
        found |= {f"{ruleset.name}/{rule.id}": measures[rule.id] for rule in ruleset.indicators}
    helped = frozenset(
        goal.id for e in POOL for plan in e.plans for goal in plan.goals if goal.id.endswith("V0G3")
    )
    found |= beside_measures(helped)
    found["comprehensive.pain"] = item_measure(Kind.COMPREHENSIVE, "pain")
    return found


SHARES = every_share()
OF_SERVICES = ("2.3", "4.5", "6.4", "10.3")
OF_POSTS = ("6.1a", "6.1b", "6.3")
OF_POLICIES = ("5.1", "10.1")
STANDING = [f"{RULES.name}/{id_}" for id_ in (*OF_SERVICES, *OF_POSTS, *OF_POLICIES)]
OF_EPISODES = sorted(SHARES.keys() - set(STANDING))


def stood(number: int, **facts: Any) -> Service:
    """The nth of many services, with everything that stands at a service."""
    both = ("definition description eligibility aims priority_groups exclusions policies", "definition aims")
    answers = (
        *returned("6.4", caseload_system="yes" if number % 2 else "no"),
        *returned("10.3", coordination_protocol="yes" if number % 3 else "no"),
        *returned(
            "7.1",
            involvement=("forum", "none", "financial forum strategic_groups training_mentoring")[number % 3],
        ),
        *returned("7.4", experience_positive=number % 7, experience_respondents=6),
        *returned("6.5", feedback_positive=number % 5, feedback_respondents=4),
        *returned("10.2", support_positive=number % 4, support_respondents=3),
        *returned("10.4", review_first__months=3 + number % 5, review_then__months=6 + number % 9),
        *returned("1.1", sla_provider=both[0], sla_commissioner=both[number % 2]),
        *returned("2.1", wait_reported__days=20 + number % 3),
    )
    given = {
        "sector": ("nhs", "charity")[number % 2],
        "out_of_hours": (True, False, None)[number % 3],
        "audits": (signed_off(ON - timedelta(days=300 * (number % 3)), f"A{number}"),),
        "policies": policies(number),
        "posts": posts(number),
        "choices": choices(number),
        "incidents": tuple(
            incident(ON - timedelta(days=40 * i), f"X{number}-{i}") for i in range(number % 4)
        ),
        "returns": answers if number % 6 else (),
    }
    given |= facts
    return service(*given.pop("episodes", ()), id=f"S{number}", name=f"Service {number}", **given)


def value(measure: Measure[Any], *services: Service) -> Fraction | None:
    figure = tally(measure, services, CENSUS).figure
    return figure.part / figure.whole if figure.whole else None


def never_lower(before: Fraction | None, after: Fraction | None) -> None:
    assert after is not None
    assert before is None or after >= before


@cache
def met_alone(name: str) -> tuple[int, ...]:
    """The episodes of the pool that have lines in the measure, and in none of them fail it."""
    found = []
    for n, one in enumerate(POOL):
        answers = {line.verdict.answer for line in SHARES[name].lines(service(one), CENSUS)}
        if Answer.MET in answers and Answer.NOT_MET not in answers:
            found.append(n)
    return tuple(found)


def test_every_share_is_looked_at() -> None:
    assert {
        f"{RULES.name}/{id_}" for id_ in ("4.3a", "4.4b", "11.1", "cp1", "cp10", "6.3", "10.1")
    } <= SHARES.keys()
    assert {"care-plan-standards/3", "care-plan-standards/5", "outside_help"} <= SHARES.keys()


@pytest.mark.parametrize("name", OF_EPISODES)
def test_both_kinds_of_records_are_among_those_that_the_laws_are_held_over(name: str) -> None:
    lines = [line.verdict for one in POOL for line in SHARES[name].lines(service(one), CENSUS)]
    assert len(met_alone(name)) >= 3
    assert sum(one.answer is Answer.NOT_MET for one in lines) >= 3


@pytest.mark.parametrize("name", OF_EPISODES)
@settings(max_examples=20)
@given(subsets, st.data())
def test_one_more_met_record_never_lowers_a_share(name: str, chosen: set[int], data: st.DataObject) -> None:
    more = data.draw(st.sampled_from(met_alone(name)))
    base = [POOL[n] for n in sorted(chosen - {more})]
    measure = SHARES[name]
    never_lower(value(measure, service(*base)), value(measure, service(*base, POOL[more])))
    apart = service(POOL[more], id="S2")
    never_lower(value(measure, service(*base)), value(measure, service(*base), apart))


@cache
def plain(number: int) -> Service:
    """The nth service, made once."""
    return stood(number)


def meets(measure: Measure[Any], one: Service) -> bool:
    """Whether the service has lines in the measure, and all of them meet it."""
    return {line.verdict.answer for line in measure.lines(one, CENSUS)} == {Answer.MET}


@pytest.mark.parametrize("id_", OF_POSTS)
@given(st.integers(0, 50), st.sets(st.integers(0, 7)), st.data())
def test_one_more_post_that_meets_it_never_lowers_a_share(
    id_: str, number: int, chosen: set[int], data: st.DataObject
) -> None:
    measure = SHARES[f"{RULES.name}/{id_}"]
    known = [one for n in range(51, 80) for one in posts(n) if meets(measure, service(posts=(one,)))]
    one = data.draw(st.sampled_from(known))
    base = [posts(number)[n] for n in sorted(chosen)]
    never_lower(value(measure, service(posts=(*base,))), value(measure, service(posts=(*base, one))))


@pytest.mark.parametrize("id_", OF_POLICIES)
@given(st.integers(0, 50), st.sampled_from(POLICIES))
def test_one_more_policy_in_date_never_lowers_a_share(id_: str, number: int, name: str) -> None:
    measure, one = SHARES[f"{RULES.name}/{id_}"], replace(policies(3)[0], policy=name, approved_on=ON)
    one = replace(one, review_due_on=ON + timedelta(days=1))
    base = policies(number)
    before, after = (value(measure, service(POOL[0], policies=rows)) for rows in (base, (*base, one)))
    never_lower(before, after)


@pytest.mark.parametrize("id_", OF_SERVICES)
@given(st.sets(st.integers(0, 50), max_size=8), st.data())
def test_one_more_service_that_meets_it_never_lowers_a_share(
    id_: str, chosen: set[int], data: st.DataObject
) -> None:
    measure = SHARES[f"{RULES.name}/{id_}"]
    more = data.draw(st.sampled_from([n for n in range(51, 70) if meets(measure, plain(n))]))
    base = [plain(n) for n in sorted(chosen)]
    never_lower(value(measure, *base), value(measure, *base, plain(more)))


SUMS = ("3.1", "3.2", "5.3", "6.5", "7.1", "7.4", "9.1", "9.2", "10.2")
WHOLE = (
    *returned("7.1", involvement="financial forum strategic_groups training_mentoring"),
    *returned("7.4", experience_positive=6, experience_respondents=6),
    *returned("6.5", feedback_positive=4, feedback_respondents=4),
    *returned("10.2", support_positive=3, support_respondents=3),
    *returned("5.3", confident_positive=9, confident_respondents=9),
)


@pytest.mark.parametrize("id_", SUMS)
@given(st.sets(st.integers(0, 50), max_size=8))
def test_one_more_service_that_has_all_of_it_never_lowers_a_sum(id_: str, chosen: set[int]) -> None:
    measure = measures_by(RULES.numbers)[id_]
    full = stood(99, sector="nhs", choices=(), returns=WHOLE)
    base = [plain(n) for n in sorted(chosen)]
    assert value(measure, full) == 1
    never_lower(value(measure, *base), value(measure, *base, full))


def report_of(
    level: Level, services: list[Service], ruleset: Ruleset = RULES, peers: Peers | None = None
) -> Report:
    request = Request(Unit(level, "U1", "Unit"), CENSUS, ruleset, {"11.1": Fraction(75)})
    own = partnership(
        *returned("2.2", practices_access=4, practices_all=9), *returned("8.2", range_available=3)
    )
    return audit(request, services, own if level is Level.PARTNERSHIP else None, peers or Peers())


def reported(level: Level, services: list[Service], ruleset: Ruleset = RULES) -> dict[str, Any]:
    return dict(as_data(report_of(level, services, ruleset), True))


def whole(number: int, chosen: set[int]) -> Service:
    return stood(number, episodes=tuple(POOL[n] for n in sorted(chosen)))


def mixed(one: Any, chance: random.Random) -> Any:
    """A fact with every list and every mapping in it, at any depth, in another order."""
    if isinstance(one, tuple):
        rows = [mixed(row, chance) for row in one]
        return tuple(chance.sample(rows, len(rows)))
    if isinstance(one, dict):
        return dict(chance.sample(list(one.items()), len(one)))
    parts = [part for part in getattr(one, "__dataclass_fields__", {}).values() if part.init]
    names = [part.name for part in parts if part.name not in ("banks", "given")]
    changed = {name: mixed(getattr(one, name), chance) for name in names}
    return replace(one, **changed) if names else one


@pytest.mark.parametrize("ruleset", RULESETS, ids=lambda one: one.name)
@settings(
    max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)  # to shrink these takes minutes
@given(st.randoms(use_true_random=False), subsets)
def test_the_order_of_rows_and_of_services_never_matters(
    ruleset: Ruleset, chance: random.Random, chosen: set[int]
) -> None:
    services = [whole(1, chosen), stood(2), stood(3)]
    other = [mixed(one, chance) for one in services]
    chance.shuffle(other)
    assert reported(Level.PARTNERSHIP, other, ruleset) == reported(Level.PARTNERSHIP, services, ruleset)


def test_another_order_is_another_order() -> None:
    one = stood(1, episodes=tuple(POOL[:40]))
    other = mixed(one, random.Random(1))
    assert other != one
    assert {e.id for e in other.episodes} == {e.id for e in one.episodes}
    by_id = {e.id: e for e in other.episodes}
    for name in ("courses", "plans", "reviews", "assessments", "interventions"):
        assert any(len(getattr(e, name)) for e in one.episodes)
    assert any(by_id[e.id].plans != e.plans for e in one.episodes)
    assert any(by_id[e.id].courses[0].orders != e.courses[0].orders for e in one.episodes)


OWN = {"2.2", "6.2", "7.2", "7.3", "8.1", "8.2"}
"""Asked of partnerships alone."""
LOWEST = {"1.1", "10.4"}
"""A partnership shows its services, not the elements or months of one: the band is the same."""


@settings(max_examples=25)
@given(st.integers(0, 59), subsets, st.lists(st.fractions(0, 100), min_size=8, max_size=12))
def test_a_partnership_of_one_service_equals_the_service(
    number: int, chosen: set[int], others: list[Fraction]
) -> None:
    rates = {rule.id: others for _, rule in RULES.measures() if rule.compares}
    one, peers = [whole(number, chosen)], Peers(rates, rates)
    alone, together = (report_of(level, one, peers=peers) for level in (Level.SERVICE, Level.PARTNERSHIP))
    mine, ours = as_data(alone, True), as_data(together, True)
    assert mine["care_plan"] == ours["care_plan"]
    assert mine["completeness"] == ours["completeness"]
    for criterion, pooled in zip(mine["criteria"], ours["criteria"], strict=True):
        shared = True
        for question, other in zip(criterion["questions"], pooled["questions"], strict=True):
            if question["id"] in OWN:
                shared = False
                continue
            assert question["band"] == other["band"]
            for measure, same in zip(question["measures"], other["measures"], strict=True):
                known = same.pop("services")
                assert known == {
                    "known": int(measure["band"] is not None),
                    "weak": int(measure["band"] == "weak"),
                }
                assert measure["id"] in LOWEST or measure == same
        assert not shared or criterion["band"] == pooled["band"]


@settings(max_examples=15)
@given(st.integers(0, 59), subsets)
def test_by_the_care_plan_standards_all_of_it_is_equal(number: int, chosen: set[int]) -> None:
    one = [whole(number, chosen)]
    alone, together = (reported(level, one, RULESETS[1]) for level in (Level.SERVICE, Level.PARTNERSHIP))
    for criterion in together["criteria"]:
        for question in criterion["questions"]:
            for measure in question["measures"]:
                measure.pop("services")
    assert alone | {"unit": None} == together | {"unit": None}


@pytest.mark.parametrize("name", SHARES)
def test_every_line_has_an_answer_and_a_reason_in_words(name: str) -> None:
    services = [whole(n, set(range(n, len(POOL), 3))) for n in range(3)]
    for line in tally(SHARES[name], services, CENSUS).lines:
        assert line.verdict.reason in REASONS
