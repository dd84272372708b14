"""Each measure against the vectors and populations of the review's specification, sections 2, 7 and 8."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.audit.review.measures import MEASURES
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Choice, Episode, Service
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.verdict import Tally
from careplan.checklists.queries import bank
from careplan.clients.rules.facts import Pause
from tests.audit.facts import course, episode, intervention, order, prescription, regimen, service

ON = date(2026, 3, 31)
CENSUS = Census.at(ON)


def run(measure: str, *found: Episode | Service, census: Census = CENSUS) -> Tally:
    services = [one for one in found if isinstance(one, Service)]
    episodes = [one for one in found if isinstance(one, Episode)]
    return tally(MEASURES[measure], [*services, service(*episodes)], census)


def figure(lines: Tally) -> tuple[object, object, dict[str, int]]:
    return lines.figure.part, lines.figure.whole, lines.counts()


def on_course(**facts: object) -> Episode:
    return episode(courses=(course(**facts),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("census", "first"),
    [
        (date(2026, 3, 31), date(2025, 4, 1)),
        (date(2024, 2, 29), date(2023, 3, 1)),
        (date(2025, 2, 28), date(2024, 2, 29)),
    ],
)
def test_the_period_is_the_twelve_months_that_end_on_the_census(census: date, first: date) -> None:
    found = Census.at(census)
    assert (found.first, found.covers(first), found.covers(first - timedelta(days=1))) == (first, True, False)
    assert found.covers(census)
    assert not found.covers(census + timedelta(days=1))
    assert not found.covers(None)


def test_the_day_number_counts_the_first_dose_as_day_1() -> None:
    here = on_course(first_dose_on=date(2026, 3, 2), weeks=(regimen(7),))
    day_84, day_85 = Census.at(date(2026, 5, 24)), Census.at(date(2026, 5, 25))
    assert figure(run("4.3a", here, census=day_84)) == (1, 1, {})
    assert figure(run("4.4a", here, census=day_84)) == (0, 0, {})
    assert figure(run("4.3a", here, census=day_85)) == (0, 0, {})
    assert figure(run("4.4a", here, census=day_85)) == (1, 1, {})


def test_a_change_of_drug_starts_a_new_course() -> None:
    first = course(id="C1", first_dose_on=date(2026, 3, 2), ended_on=date(2026, 4, 13), weeks=(regimen(7),))
    daily = (order(16, formulation="sublingual"),)
    second = course("buprenorphine", date(2026, 4, 13), id="C2", orders=daily, weeks=(regimen(7),))
    here, census = episode(courses=(first, second)), Census.at(date(2026, 5, 25))
    counted = {m for m in ("4.3a", "4.3b", "4.4a", "4.4b") if run(m, here, census=census).members}
    assert counted == {"4.3b"}


@pytest.mark.parametrize(("mg", "outside"), [("59.99", 1), (60, 0), (90, 0), ("90.01", 1)])
def test_doses_of_60_and_90_mg_are_inside(mg: object, outside: int) -> None:
    assert run("4.1b", on_course(orders=(order(mg),))).figure.part == outside


@pytest.mark.parametrize(("mg", "inside"), [("11.99", 0), (12, 1), (24, 1), ("24.01", 0)])
def test_buprenorphine_from_12_to_24_mg_is_in_range(mg: object, inside: int) -> None:
    here = on_course(drug="buprenorphine", orders=(order(mg, formulation="sublingual"),))
    assert figure(run("4.2", here)) == (inside, 1, {})


@pytest.mark.parametrize(("days", "enough"), [(0, 0), (2, 0), (3, 1), (7, 1)])
def test_three_supervised_days_are_enough_in_the_first_weeks(days: int, enough: int) -> None:
    here = on_course(first_dose_on=ON - timedelta(days=83), weeks=(regimen(days),))
    assert figure(run("4.3a", here)) == (enough, 1, {})


@pytest.mark.parametrize(("days", "extreme"), [(0, 1), (1, 0), (4, 0), (5, 1), (7, 1)])
def test_one_and_four_days_are_not_all_or_nothing(days: int, extreme: int) -> None:
    assert figure(run("4.4a", on_course(weeks=(regimen(days),)))) == (extreme, 1, {})


def test_the_mean_dose_adds_milligrams_exactly_and_lists_every_course_twice() -> None:
    lines = run("4.1a", on_course(orders=(order("59.99"),)), on_course(id="C2", orders=(order("60.02"),)))
    assert lines.figure.part == Decimal("120.01")
    assert [line.id for line in lines.hits] == [line.id for line in lines.members] == ["C1", "C2"]


def test_the_order_in_force_is_the_latest_that_began_by_the_census() -> None:
    orders = (
        order(30, effective_on=date(2026, 1, 1)),
        order(80, effective_on=ON),
        order(99, effective_on=ON + timedelta(days=1)),
    )
    assert run("4.1a", on_course(orders=orders)).figure.part == 80


REASONS = [
    ("deceased", {"deceased_on": ON}, {"orders": ()}),
    ("paused", {"pauses": (Pause(ON, None),)}, {"orders": ()}),
    ("no_dose_order", {}, {"orders": ()}),
    ("injectable", {}, {"orders": (order(70, formulation="injectable"),)}),
]


@pytest.mark.parametrize(("reason", "of_episode", "of_course"), REASONS)
def test_an_excluded_course_has_one_reason_the_first_that_fits(
    reason: str, of_episode: dict[str, object], of_course: dict[str, object]
) -> None:
    here = episode(courses=(course(**of_course),), **of_episode)
    assert figure(run("4.1a", here)) == (0, 0, {reason: 1})


def test_a_course_that_is_not_in_maintenance_is_no_member_and_has_no_reason_even_of_the_dead() -> None:
    here = episode(courses=(course(orders=(order(40, phase="induction"),)),), deceased_on=ON)
    assert figure(run("4.1a", here)) == (0, 0, {})


def test_a_pause_ends_on_its_last_day() -> None:
    ended, running = (Pause(date(2026, 1, 1), ON),), (Pause(date(2026, 1, 1), ON + timedelta(days=1)),)
    assert run("4.1a", episode(courses=(course(orders=(order(),)),), pauses=ended)).members
    assert run("4.1a", episode(courses=(course(orders=(order(),)),), pauses=running)).counts() == {
        "paused": 1
    }


def test_supervision_counts_injectable_methadone_but_no_depot_and_needs_a_regimen() -> None:
    injectable = on_course(orders=(order(70, formulation="injectable"),), weeks=(regimen(7),))
    depot = on_course(
        drug="buprenorphine", orders=(order(16, formulation="depot_weekly"),), weeks=(regimen(7),)
    )
    assert figure(run("4.4a", injectable)) == (1, 1, {})
    assert figure(run("4.4b", depot)) == (0, 0, {"depot": 1})
    assert figure(run("4.4b", on_course(drug="buprenorphine"))) == (0, 0, {"no_dose_order": 1})
    assert figure(run("4.4a", on_course())) == (0, 0, {"no_regimen": 1})


def test_a_course_closed_the_day_after_counts_as_open() -> None:
    tomorrow = ON + timedelta(days=1)
    late = episode(closed_on=tomorrow, courses=(course(ended_on=tomorrow, orders=(order(),)),))
    today = episode(closed_on=ON, courses=(course(ended_on=ON, orders=(order(),)),))
    assert len(run("4.1a", late, today).members) == 1


def test_cancelled_prescriptions_are_left_out_and_lost_ones_count() -> None:
    written = (
        prescription(id="P1"),
        prescription("tablet", id="P2", status="lost"),
        prescription(id="P3", status="cancelled"),
        prescription(id="P4", signed_on=CENSUS.first - timedelta(days=1)),
    )
    assert figure(run("4.1c", on_course(prescriptions=written))) == (1, 2, {"cancelled": 1})


def test_waits_run_from_referral_to_the_first_offer_started_or_not() -> None:
    def offered(id_: str, on: date | None, started_on: date | None = None) -> Episode:
        kind = {"id": id_, "referred_on": date(2026, 1, 1), "first_offered_on": on}
        return episode(id_, interventions=(intervention(started_on=started_on, **kind),))

    lines = run(
        "2.1a", offered("A", date(2026, 1, 22)), offered("B", None), offered("C", date(2026, 1, 2), ON)
    )
    assert figure(lines) == (22, 2, {})
    assert not run("2.1b", offered("A", date(2026, 1, 22))).members


@pytest.mark.parametrize(("closed", "kept"), [(date(2026, 3, 26), 1), (date(2026, 3, 25), 0), (None, 1)])
def test_a_client_is_retained_who_was_open_on_the_84th_day(closed: date | None, kept: int) -> None:
    here = episode(interventions=(intervention(started_on=date(2026, 1, 1)),), closed_on=closed)
    census = Census.at(date(2026, 3, 26))
    assert figure(run("11.1", here, census=census)) == (kept, 1, {})


def test_the_cohort_takes_off_84_days_and_then_twelve_months() -> None:
    last = ON - timedelta(days=84)
    days = {
        "last": last,
        "after": last + timedelta(days=1),
        "before": date(2025, 1, 6),
        "first": date(2025, 1, 7),
    }
    found = [episode(name, interventions=(intervention(started_on=day),)) for name, day in days.items()]
    assert {line.id for line in run("11.1", *found).members} == {"last", "first"}


def test_successful_exits_count_those_who_had_started_and_closed_in_the_period() -> None:
    found = [
        episode("good", closed_on=ON, exit_reason="referred_on"),
        episode("dead", closed_on=CENSUS.first, exit_reason="died"),
        episode(
            "never", closed_on=ON, exit_reason="declined", interventions=(intervention(started_on=None),)
        ),
        episode("before", closed_on=CENSUS.first - timedelta(days=1), exit_reason="referred_on"),
        episode("after", closed_on=ON + timedelta(days=1), exit_reason="referred_on"),
    ]
    assert figure(run("11.2", *found)) == (1, 2, {"not_started": 1})


def test_the_tool_scores_items_of_the_edition_in_force_that_the_latest_choice_leaves() -> None:
    old = Choice("comprehensive", "1", frozenset({"pain", "allergies"}), date(2025, 1, 1))
    new = Choice("comprehensive", "1", frozenset({"abscesses", "no_such_item"}), ON)
    late = Choice("comprehensive", "1", frozenset(), ON + timedelta(days=1))
    assert figure(run("3.1", service(choices=(old, new, late), id="S2")))[:2] == (98 + 97, 98 + 98)
    assert figure(run("3.2"))[:2] == (49, 49)


def test_what_a_service_took_out_of_edition_1_stays_out_of_edition_2_until_it_chooses_again() -> None:
    since = bank("2").in_force_from
    census = Census.at(since + timedelta(days=9))
    banks = {"1": bank("1"), "2": bank("2")}
    first = Choice("comprehensive", "1", frozenset({"pain"}), date(2025, 1, 1))
    again = Choice("comprehensive", "2", frozenset({"pain", "allergies"}), since + timedelta(days=1))
    shares = [
        tally(MEASURES["3.1"], [service(choices=choices, banks=banks)], census).figure.part
        for choices in ((), (first,), (first, again))
    ]
    assert shares == [98, 97, 96]


def test_a_service_that_is_closed_on_the_census_has_no_tool() -> None:
    closed = tally(MEASURES["3.1"], [service(closed_on=ON)], CENSUS)
    opened = tally(MEASURES["3.1"], [service(opened_on=ON)], CENSUS)
    assert (closed.figure.whole, opened.figure.whole) == (0, 98)
