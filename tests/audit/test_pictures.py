"""What pictures are drawn from: survival worked by hand, weeks of treatment, doses, waits, monthly censuses."""

from datetime import date
from fractions import Fraction

import pytest

from careplan.audit.report.rules.beside import PUBLISHED
from careplan.audit.report.rules.pictures import (
    Fall,
    Stay,
    censuses,
    doses,
    falls,
    kept,
    staying,
    stays,
    supervision,
    waits,
)
from careplan.audit.review.measures.c04 import dose
from careplan.audit.review.measures.populations import open_courses
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode
from careplan.audit.review.rules.measure import Measure, tally
from careplan.audit.review.rules.ruleset import load
from careplan.clients.rules.facts import Pause
from tests.audit.facts import course, episode, intervention, order, regimen, service

CENSUS = Census.at(date(2026, 3, 31))


def days(*left: int, still: tuple[int, ...] = ()) -> list[Stay]:
    return [*(Stay(n, True) for n in left), *(Stay(n, False) for n in still)]


def test_the_curve_by_hand() -> None:
    # Five people: left after 5, 15 and 20 days; followed for 10 and 20 days.
    # 5: 4/5; 15: two of three stay, 8/15; 20: one of two stays, 4/15.
    found = falls(days(5, 15, 20, still=(10, 20)))
    assert found == (
        Fall(5, 5, 1, Fraction(4, 5)),
        Fall(15, 3, 1, Fraction(8, 15)),
        Fall(20, 2, 1, Fraction(4, 15)),
    )


def test_the_textbook_remission_curve() -> None:
    # 6-mercaptopurine arm of Freireich 1963, weeks: 6, 6, 6, 7, 10, 13, 16, 22, 23 and censored ones;
    # the estimates are printed in every textbook: .857 .807 .753 .690 .627 .538 .448
    found = falls(days(6, 6, 6, 7, 10, 13, 16, 22, 23, still=(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)))
    assert [round(float(fall.staying), 3) for fall in found] == [
        0.857,
        0.807,
        0.753,
        0.690,
        0.627,
        0.538,
        0.448,
    ]


@pytest.mark.parametrize(
    ("day", "share"), [(0, Fraction(1)), (4, Fraction(1)), (5, Fraction(4, 5)), (99, Fraction(4, 15))]
)
def test_the_share_that_stays_longer(day: int, share: Fraction) -> None:
    assert staying(falls(days(5, 15, 20, still=(10, 20))), day) == share


def test_who_leaves_on_the_day_itself_was_kept_until_it() -> None:
    curve = falls(days(83, 84))
    assert (kept(curve, 83), kept(curve, 84), kept(curve, 85)) == (1, Fraction(1, 2), 0)


def test_nobody_left_is_no_fall() -> None:
    assert falls(days(still=(3, 4))) == ()
    assert staying((), 100) == 1


def test_the_order_of_stays_never_matters() -> None:
    every = days(5, 15, 20, still=(10, 20))
    assert falls(every) == falls(reversed(every))


def test_two_episodes_of_one_journey_are_one_stay() -> None:
    first = started(date(2026, 1, 1), date(2026, 1, 31), "A", client_id="K")
    again = started(date(2026, 2, 21), date(2026, 3, 3), "B", client_id="K")  # 21 days later
    assert stays([service(first), service(again, id="S2")], CENSUS, load().numbers) == (Stay(61, True),)


def started(on: date, closed: date | None = None, id_: str = "E1", **facts: object) -> Episode:
    return episode(id_, closed_on=closed, **facts, interventions=(intervention(started_on=on),))


def test_stays_are_those_of_treatment_started_in_the_period_and_end_with_the_census() -> None:
    found = stays(
        [
            service(
                started(date(2026, 3, 1), date(2026, 3, 11), "A"),
                started(date(2026, 3, 21), id_="B"),
                started(date(2026, 3, 30), date(2026, 4, 2), "C"),  # closed after the census: still there
                started(date(2026, 3, 31), date(2026, 3, 31), "D"),
                started(date(2025, 3, 31), id_="E"),  # the period begins the day after
                episode(interventions=()),
            )
        ],
        CENSUS,
        load().numbers,
    )
    assert found == (Stay(0, True), Stay(1, False), Stay(10, False), Stay(10, True))


def weeks_of(one: object, **facts: object) -> dict[int, tuple[int, int, int]]:
    found = supervision([service(episode(courses=(one,), **facts))], CENSUS, 3)
    return {week: (w.courses, w.days, w.enough) for week, w in found.items()}


def test_each_week_of_treatment_is_judged_by_its_first_day() -> None:
    one = course(
        first_dose_on=date(2026, 3, 10),
        weeks=(regimen(7, date(2026, 3, 10)), regimen(2, date(2026, 3, 24))),
    )
    assert weeks_of(one) == {1: (1, 7, 1), 2: (1, 7, 1), 3: (1, 2, 0), 4: (1, 2, 0)}


def test_weeks_before_the_period_and_after_an_end_do_not_count() -> None:
    early = course(first_dose_on=date(2025, 3, 26), ended_on=date(2025, 4, 16), weeks=(regimen(3),))
    assert weeks_of(early) == {2: (1, 3, 1), 3: (1, 3, 1)}  # 2 April and 9 April; week 1 began on 26 March


def test_a_week_that_begins_on_the_first_day_of_the_period_counts() -> None:
    early = course(first_dose_on=date(2025, 3, 25), ended_on=date(2025, 4, 2), weeks=(regimen(3),))
    assert weeks_of(early) == {2: (1, 3, 1)}


def test_weeks_from_the_twenty_sixth_on_are_taken_together() -> None:
    found = weeks_of(course(first_dose_on=date(2025, 4, 1), weeks=(regimen(1),)))
    assert list(found) == list(range(1, 27))
    assert found[26][0] == 28  # weeks 26 to 53: the last begins on 31 March 2026


def test_weeks_elsewhere_without_a_regimen_or_of_a_depot_are_left_out() -> None:
    one = course(first_dose_on=date(2026, 3, 18), weeks=(regimen(5),))
    assert list(weeks_of(one, pauses=(Pause(date(2026, 3, 20), None),))) == [1]
    assert weeks_of(course(first_dose_on=date(2026, 3, 18))) == {}
    depot = {"orders": (order(8, formulation="depot_weekly"),), "weeks": (regimen(1),)}
    assert weeks_of(course("buprenorphine", date(2026, 3, 18), **depot)) == {}


def test_doses_are_those_that_the_measure_of_the_mean_counts() -> None:
    kept_ones = [course(id=f"C{mg}", orders=(order(mg),)) for mg in (60, 35, 120)]
    left = course(id="X", orders=(order(10, phase="induction"),))
    units = [service(episode(courses=(*kept_ones, left)))]
    members = tally(Measure(open_courses, dose, every=True), units, CENSUS).members
    assert (
        list(doses(units, CENSUS, "methadone"))
        == sorted(line.verdict.part for line in members)
        == [35, 60, 120]
    )


def test_waits_stand_by_kind_for_offers_of_the_period() -> None:
    offers = [
        intervention(kind, referred_on=date(2026, 1, 1), first_offered_on=offered)
        for kind, offered in (
            ("specialist_prescribing", date(2026, 1, 22)),
            ("specialist_prescribing", date(2026, 1, 3)),
            ("inpatient_detox", date(2026, 4, 1)),
            ("harm_reduction", date(2026, 1, 3)),
            ("residential_rehab", None),
        )
    ]
    assert waits([service(episode(interventions=tuple(offers)))], CENSUS) == {
        "specialist_prescribing": (2, 21)
    }


def test_monthly_censuses_of_a_month_end_are_month_ends() -> None:
    found = [one.on for one in censuses(Census.at(date(2024, 3, 31)))]
    assert (len(found), found[0], found[-2], found[-1]) == (
        12,
        date(2023, 4, 30),
        date(2024, 2, 29),
        date(2024, 3, 31),
    )
    assert [one.on for one in censuses(Census.at(date(2026, 2, 28)), 2)] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
    ]


def test_monthly_censuses_within_a_month_keep_the_day() -> None:
    assert [one.on for one in censuses(Census.at(date(2026, 3, 30)), 3)] == [
        date(2026, 1, 30),
        date(2026, 2, 28),
        date(2026, 3, 30),
    ]


def test_the_national_ratings_are_those_of_the_review() -> None:
    # Joint review 2006, figure 3
    assert PUBLISHED.latest.overall.bands == {"weak": 2, "fair": 106, "good": 33, "excellent": 7}
    assert PUBLISHED.latest.overall.of == 149


def test_the_national_bands_are_those_of_the_review() -> None:
    # Joint review 2006, figures 4 and 9
    found = [
        "/".join(str(c.published.get(b, "–")) for b in PUBLISHED.latest.overall.bands)
        for c in load().criteria
    ]
    assert found == [
        *("38/25/37/–", "13/56/31/–", "36/27/13/22", "6/50/43/–", "7/55/37/–", "18/64/17/–"),
        *("7/55/26/11", "21/46/27/6", "48/32/6/13", "15/58/16/11", "1/23/74/–"),
    ]
