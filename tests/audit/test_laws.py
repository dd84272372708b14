"""Laws that hold for every measure, whatever the record: more met records, another order, one service or a group."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careplan.audit.measures import INDICATORS, MEASURES, audit
from careplan.audit.pages.words import REASONS
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Level, Request, Unit
from careplan.audit.rules.export import as_data
from careplan.audit.rules.facts import Service
from careplan.audit.rules.measure import tally
from careplan.audit.rules.ruleset import load
from careplan.audit.rules.verdict import Answer
from tests.audit.facts import incident, partnership, policy, post, returned, service, signed_off
from tests.audit.reports import caseload

ON = date(2026, 3, 31)
CENSUS = Census.at(ON)
RULES = load()
POOL = caseload("S1", 60).episodes
SHARES = sorted(
    {rule.id for _, rule in RULES.measures() if rule.unit == "%" and not MEASURES[rule.id].every}
    - {rule.id for _, rule in RULES.measures() if MEASURES[rule.id].by_partnership}
    - {"10.4"}
) + list(INDICATORS)
subsets = st.sets(st.integers(0, 59), max_size=12)


def stood(number: int, **facts: Any) -> Service:
    """The nth of many services, with everything that stands at a service."""
    answers = (
        *returned("6.4", caseload_system="yes" if number % 2 else "no"),
        *returned("10.3", coordination_protocol="yes" if number % 3 else "no"),
        *returned("7.1", involvement="forum" if number % 2 else "none"),
        *returned("7.4", experience_positive=number % 7, experience_respondents=6),
        *returned("1.1", sla_provider="definition description eligibility", sla_commissioner="aims"),
        *returned("2.1", wait_reported__days=20 + number % 3),
    )
    given = {
        "out_of_hours": (True, False, None)[number % 3],
        "audits": (signed_off(ON - timedelta(days=300 * (number % 3)), f"A{number}"),),
        "policies": tuple(
            policy(name, review_due_on=ON + timedelta(days=(number % 3 - 1) * 5))
            for name in ("prescribing", "child_protection")[: number % 3]
        ),
        "posts": tuple(
            post(("practitioner", "manager")[i % 2], ("filled", "vacant")[i % 5 == 4], id=f"P{number}-{i}",
                 years=(number + i) % 7, direct_work=(10, 20, 80, None)[(number + i) % 4])
            for i in range(6)
        ),
        "incidents": tuple(incident(ON - timedelta(days=40 * i), f"X{number}-{i}") for i in range(number % 4)),
        "returns": answers,
    }  # fmt: skip
    return service(id=f"S{number}", name=f"Service {number}", **(given | facts))


def value(measure: str, services: list[Service]) -> Any:
    figure = tally(MEASURES[measure], services, CENSUS).figure
    return figure.part / figure.whole if figure.whole else None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SHARES), subsets, st.integers(0, 59))
def test_one_more_met_record_never_lowers_a_share(measure: str, chosen: set[int], more: int) -> None:
    verdicts = {line.verdict.answer for line in MEASURES[measure].lines(service(POOL[more]), CENSUS)}
    if more in chosen or verdicts != {Answer.MET}:
        return
    base = [POOL[n] for n in sorted(chosen)]
    before, after = value(measure, [service(*base)]), value(measure, [service(*base, POOL[more])])
    assert after is not None
    assert before is None or after >= before


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["2.3", "4.5", "6.4", "10.3", "10.1", "6.1a", "6.1b"]), subsets, st.integers(0, 59))
def test_one_more_service_that_meets_it_never_lowers_a_share(
    measure: str, chosen: set[int], more: int
) -> None:
    verdicts = {line.verdict.answer for line in MEASURES[measure].lines(stood(more), CENSUS)}
    if more in chosen or not verdicts or verdicts - {Answer.MET, Answer.CANNOT_TELL}:
        return
    base = [stood(n) for n in sorted(chosen)]
    before, after = value(measure, base), value(measure, [*base, stood(more)])
    assert before is None or after >= before


def reported(level: Level, services: list[Service]) -> dict[str, Any]:
    request = Request(Unit(level, "U1", "Unit"), CENSUS, RULES)
    own = partnership(*returned("2.2", practices_access=4, practices_all=9))
    return dict(as_data(audit(request, services, own if level is Level.PARTNERSHIP else None), True))


def whole(number: int, chosen: set[int]) -> Service:
    return replace(stood(number), episodes=tuple(POOL[n] for n in sorted(chosen)))


def mixed(one: Service, chance: random.Random) -> Service:
    """The same service with everything in another order."""

    def shuffled(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(rows, len(rows)))

    episodes = [
        replace(
            e, courses=shuffled(e.courses), plans=shuffled(e.plans), reviews=shuffled(e.reviews),
            interventions=shuffled(e.interventions), pauses=shuffled(e.pauses),
        )
        for e in one.episodes
    ]  # fmt: skip
    lists = ("policies", "posts", "audits", "incidents", "returns")
    return replace(
        one, episodes=shuffled(tuple(episodes)), **{name: shuffled(getattr(one, name)) for name in lists}
    )


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), subsets)
def test_the_order_of_rows_and_of_services_never_matters(chance: random.Random, chosen: set[int]) -> None:
    services = [whole(1, chosen), stood(2), stood(3)]
    other = [mixed(one, chance) for one in services]
    chance.shuffle(other)
    assert reported(Level.PARTNERSHIP, other) == reported(Level.PARTNERSHIP, services)


OWN = {"2.2", "6.2", "7.2", "7.3", "8.1", "8.2"}
"""Asked of partnerships alone."""
LOWEST = {"1.1", "10.4"}
"""A partnership shows its services, not the elements or months of one."""


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 59), subsets)
def test_a_partnership_of_one_service_equals_the_service(number: int, chosen: set[int]) -> None:
    def kept(data: dict[str, Any]) -> list[dict[str, Any]]:
        measures = [m for c in data["criteria"] for q in c["questions"] for m in q["measures"]]
        for one in measures:
            one.pop("services", None)
        return [one for one in measures if one["id"] not in OWN | LOWEST]

    one = [whole(number, chosen)]
    alone, together = reported(Level.SERVICE, one), reported(Level.PARTNERSHIP, one)
    assert kept(alone) == kept(together)
    assert alone["care_plan"] == together["care_plan"]


@pytest.mark.parametrize("measure", SHARES)
def test_every_line_has_an_answer_and_a_reason_in_words(measure: str) -> None:
    services = [whole(n, set(range(60))) for n in range(3)]
    for line in tally(MEASURES[measure], services, CENSUS).lines:
        assert line.verdict.reason in REASONS
