"""Rules on the week, and on missed days that are not in a row. Day 1 is Monday 2 March 2026."""

from datetime import timedelta

import pytest

from careplan.prescribing.codes import DoseStatus, Formulation, Phase
from careplan.prescribing.models import Course
from careplan.prescribing.rules.facts import Away, Dose, Facts, Order, Seen, Tolerance, Weekly
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.health import DrugTest, Health, Review
from careplan.prescribing.rules.scattered import scattered_days
from careplan.prescribing.rules.supervised import check_week
from careplan.prescribing.rules.week import Week
from tests.prescribing.test_vectors import DAY_1, UK, course, day, found, order, said, taken
from tests.prescribing.test_views import start_form, stored, treated

DAILY, SIX = Week("1111111", "1111111"), Week("1111110", "1111110")
THRICE, TWICE, ONCE = (Week(days, days) for days in ("1010100", "1001000", "1000000"))


def asked(week: Week, number: int, *before: tuple[int, Week]) -> list[tuple[str, str]]:
    """What is said of a week from a day on, after these weeks from these days on."""
    facts = course(weeks=tuple(Weekly(day(one), held) for one, held in before))
    return said(check_week(Context.ORDER, week, day(number), facts, UK))


def test_t64_from_daily_to_weekly_in_one_step_skips_two():
    assert asked(ONCE, 200, (1, DAILY)) == [("S4", "W")]
    (one,) = check_week(Context.ORDER, ONCE, day(200), course(weeks=(Weekly(DAY_1, DAILY),)), UK)
    assert "3 times a week and twice a week" in one.message


def test_each_step_down_lasts_four_weeks():
    assert asked(THRICE, 200, (1, DAILY)) == []
    assert asked(TWICE, 220, (1, DAILY), (200, THRICE)) == [("S4", "W")]
    assert asked(TWICE, 228, (1, DAILY), (200, THRICE)) == []
    assert asked(TWICE, 228, (1, DAILY), (200, THRICE), (210, Week("0101010", "0101010"))) == []
    assert asked(DAILY, 205, (1, DAILY), (200, THRICE)) == [("S2", "I")], "a step up is asked nothing"
    assert asked(SIX, 100, (1, DAILY)) == [], "six days are daily as well"


def test_full_supervision_after_six_months_asks_for_this_clients_reason():
    assert asked(SIX, 184) == []
    assert asked(SIX, 185) == [("S2", "I")]
    assert asked(Week("1111100", "1111100"), 185) == []


def test_more_days_taken_home_at_once_than_is_usual_ask_for_a_reason():
    assert asked(Week("1010100", "1010100"), 20) == [("S1", "W")]
    assert asked(Week("1000000", "1000000"), 20) == [("S1", "W"), ("S5", "W")]
    assert asked(Week("1000000", "0000000"), 100) == []
    depot = (Order(DAY_1, order(1, "16").daily_mg, Formulation.DEPOT_WEEKLY, Phase.MAINTENANCE),)
    assert check_week(Context.ORDER, ONCE, day(20), course(orders=depot), UK) == ()


def missing(*missed: int, **more: object) -> Facts:
    return course(doses=taken(*(one for one in range(1, 40) if one not in missed)), **more)


def test_scattered_missed_days_ask_for_a_review():
    def speaks(facts: Facts, health: Health | None = None) -> bool:
        return bool([*scattered_days(facts, day(40), UK, health)])

    assert speaks(missing(27, 31, 36))
    assert not speaks(missing(25, 31, 36)), "the first is more than 14 days ago"
    assert not speaks(missing(34, 35, 36)), "in a row they are M11's"
    assert speaks(missing(30, 34, 35))
    assert not speaks(missing(27, 31, 36), Health(reviews=(Review(day(37)),)))
    assert speaks(missing(27, 31, 36), Health(reviews=(Review(day(33)),)))
    assert not speaks(missing(27, 31, 36, seen=(Seen(day(36), Tolerance.ASSURED),)))
    assert not speaks(missing(27, 31, 36, away=(Away("hospital", day(27), day(29)),)))
    assert not speaks(course(doses=())), "where no dose is logged none is missed"
    answers = said(found(missing(27, 31, 36, orders=(order(1, "30"),)), order(40, "30")))
    assert answers == [("M11c", "I")]


def test_a_drug_test_is_due_monthly_at_first_and_twice_a_year_later():
    def due(number: int, *tested: int) -> bool:
        tests = tuple(DrugTest(day(one), {"opiates": "positive"}) for one in sorted(tested, reverse=True))
        facts = course(orders=(order(1, "60"),), doses=taken(*range(1, number)))
        answers = found(facts, order(number, "60"), health=Health(tests=tests))
        return "R4" in {one.rule for one in answers}

    assert [due(20), due(33), due(33, 10), due(60, 10), due(60, 32)] == [False, True, False, True, False]
    assert [due(200, 60), due(250, 60), due(250, 60, 240)] == [False, True, False]


@pytest.mark.parametrize(("drug", "rule"), [("methadone", "V2"), ("buprenorphine", "B10")])
def test_what_a_client_is_told_stands_with_the_first_order_of_a_product(
    drug, rule, app, house, as_prescriber
):
    record = f"/record/{house.episode}/prescribing"
    as_prescriber.post(f"{record}/start", data=start_form(drug=drug))
    (course_row,) = stored(app, Course)
    page = as_prescriber.get(f"{record}/{course_row.id}/order").text
    assert "Tell the client" in page
    assert f'href="/prescribing/rules/{rule}"' in page
    address, _ = treated(app, house, episode=house.episode)
    assert "Tell the client" not in as_prescriber.get(f"{address}/order").text, "it was told already"


def test_no_dose_of_yesterday_is_scattered():
    doses = tuple(Dose(DAY_1 + timedelta(days=more), DoseStatus.MISSED) for more in (0, 2, 4))
    assert [*scattered_days(course(doses=doses), DAY_1, UK)] == []
