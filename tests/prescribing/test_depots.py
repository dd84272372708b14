"""Depots: first week (B12), table (B13), days (B14), never taken home (B15), nothing daily beside them (B17).

Vectors T42 to T45 of the prescribing rulebook; Buvidal product information and NHS Borders protocol, as in the data.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.ground.standards import StandardError, typed
from careplan.prescribing.codes import DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.check import check, interruptions
from careplan.prescribing.rules.depots import next_due
from careplan.prescribing.rules.facts import Course, Dose, Facts, Order, Verified
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.proposal import Proposal

UK = standard.UK.on(date(2026, 1, 1))
DAY_1 = date(2026, 3, 2)
WEEKLY, MONTHLY, SUBLINGUAL = Formulation.DEPOT_WEEKLY, Formulation.DEPOT_MONTHLY, Formulation.SUBLINGUAL


def day(number: int) -> date:
    return DAY_1 + timedelta(days=number - 1)


def order(number: int, mg: int | str, formulation: Formulation = WEEKLY) -> Order:
    return Order(day(number), Decimal(mg), formulation, Phase.INDUCTION)


def course(*orders: Order, given: tuple[int, ...] = (), **more: object) -> Facts:
    doses = tuple(Dose(day(number), DoseStatus.TAKEN, covers=7) for number in given)
    return Facts(Drug.BUPRENORPHINE, DAY_1, orders=orders, doses=doses, **more)


def asked(facts: Facts, new: Order) -> list[str]:
    found = check(Context.ORDER, Proposal(new, facts, new.effective_on, UK))
    return [f"{one.rule} {one.severity}" for one in found if one.rule in ("B12", "B13", "B14", "B17")]


@pytest.mark.parametrize(
    ("mg", "said"), [(16, ["B12 I"]), (24, ["B12 W2"]), (32, ["B12 W2"]), (8, ["B12 W"]), (160, ["B12 W2"])]
)
def test_somebody_new_to_buprenorphine_begins_with_16_mg_after_a_test_dose(mg, said):
    assert asked(course(), order(1, mg)) == said
    (one,) = check(Context.ORDER, Proposal(order(1, 16), course(), DAY_1, UK))
    assert "4 mg under the tongue first and observe for 60 minutes" in one.message


@pytest.mark.parametrize("mg", [64, 128, 160, 300])
def test_nobody_new_to_buprenorphine_begins_with_a_monthly_depot_on_one_signature(mg):
    assert asked(course(), order(1, mg, MONTHLY)) == ["B12 W2", "B14 W"]
    elsewhere = Verified(Decimal(300), DAY_1 - timedelta(days=28))
    assert "B13 W2" in asked(course(verified=elsewhere), order(1, 300, MONTHLY)), "no depot has this size"


def test_t43_the_first_week_has_32_mg_at_most_and_the_second_its_total():
    first = (order(1, 16), order(2, 8))
    assert asked(course(*first, given=(1, 2)), order(3, 8)) == []
    whole = course(*first, order(3, 8), given=(1, 2, 3))
    assert asked(whole, order(4, 8)) == ["B12 W2"]
    (one,) = [
        one for one in check(Context.ORDER, Proposal(order(4, 8), whole, day(4), UK)) if one.rule == "B12"
    ]
    assert "40 mg in the first week of the depot; limit 32 mg (8 mg over)" in one.message
    assert asked(whole, order(8, 32)) == []
    assert asked(whole, order(8, 16)) == ["B12 W"]


def test_a_second_full_dose_in_the_first_week_is_too_early():
    assert asked(course(order(1, 16), given=(1,)), order(4, 16)) == ["B12 W2"]
    assert asked(course(order(1, 16), given=(1,)), order(6, 16)) == []


@pytest.mark.parametrize(
    ("daily", "product", "depot", "formulation", "said"),
    [
        (16, SUBLINGUAL, 24, WEEKLY, ["B13 I"]),
        (16, Formulation.SUBLINGUAL_WITH_NALOXONE, 24, WEEKLY, ["B13 I"]),
        (16, Formulation.LYOPHILISATE, 32, WEEKLY, ["B13 I"]),
        (6, SUBLINGUAL, 8, WEEKLY, ["B13 I"]),
        (16, SUBLINGUAL, 16, WEEKLY, ["B13 W2"]),
        (6, SUBLINGUAL, 64, MONTHLY, ["B13 W2", "B14 W"]),
        (16, SUBLINGUAL, 96, MONTHLY, ["B14 W", "B13 I"]),
        (28, SUBLINGUAL, 160, MONTHLY, ["B14 W", "B13 I"]),
    ],
)
def test_t42_the_table_says_which_depot_stands_for_a_daily_dose(daily, product, depot, formulation, said):
    facts = course(order(1, daily, product), given=tuple(range(1, 29)))
    assert asked(facts, order(29, depot, formulation)) == said


def test_a_change_to_a_depot_and_between_depots_is_a_question_of_its_own():
    daily = course(order(1, 16, SUBLINGUAL), given=(1,))
    proposal = Proposal(order(2, 24), daily, day(2), UK)
    assert interruptions(proposal) == (
        "The formulation changes from sublingual tablets to weekly depot: 16 mg before, 24 mg now",
    )
    weekly = course(order(1, 24), given=(1, 8, 15, 22))
    (why,) = interruptions(Proposal(order(29, 96, MONTHLY), weekly, day(29), UK))
    assert "from weekly depot to monthly depot" in why


def test_monthly_follows_four_weeks_of_weekly_in_the_same_row_of_the_table():
    weekly = course(order(1, 24), given=(1, 8, 15, 22))
    assert asked(weekly, order(29, 96, MONTHLY)) == ["B13 I"]
    assert asked(weekly, order(29, 128, MONTHLY)) == ["B13 W2"]
    assert asked(course(order(1, 24), given=(1, 8, 15)), order(22, 96, MONTHLY)) == ["B14 W", "B13 I"]
    monthly = course(order(1, 24), order(29, 96, MONTHLY), given=(1, 8, 15, 22, 29))
    assert asked(monthly, order(57, 128, MONTHLY)) == []


@pytest.mark.parametrize("mg", ["2.4", "240", "20", "96"])
def test_an_amount_that_no_weekly_depot_has_takes_a_second_prescriber(mg):
    assert "B13 W2" in asked(course(order(1, 24), given=(1, 8, 15)), order(22, mg))


@pytest.mark.parametrize(("on", "said"), [(8, []), (10, []), (12, []), (7, ["B14 W"]), (13, ["B14 W"])])
def test_t44_a_weekly_depot_has_two_days_before_and_after_its_day(on, said):
    """Due on Friday 10 April: Wednesday 8 is in the window, Monday 13 is 3 days late."""
    friday = (date(2026, 4, 10) - DAY_1).days + 1
    facts = course(order(friday - 14, 24), given=(friday - 14, friday - 7))
    new = replace(order(1, 32), effective_on=date(2026, 4, on))
    assert asked(facts, new) == said


def test_t44_says_how_late():
    facts = course(order(26, 24), given=(26, 33))
    new = replace(order(1, 24), effective_on=date(2026, 4, 13))
    (one,) = [
        one for one in check(Context.ORDER, Proposal(new, facts, new.effective_on, UK)) if one.rule == "B14"
    ]
    assert one.message == (
        "The depot was due on 10 April 2026: 3 days late, which counts as missed. Reassess first"
    )


def test_a_monthly_depot_has_a_week_before_and_after():
    monthly = course(order(1, 24), order(29, 96, MONTHLY), given=(1, 8, 15, 22, 29))
    due = 29 + 28
    assert asked(monthly, order(due - 7, 128, MONTHLY)) == []
    assert asked(monthly, order(due - 8, 128, MONTHLY)) == ["B14 W"]
    assert asked(monthly, order(due + 8, 128, MONTHLY)) == ["B14 W"]


def test_eight_mg_may_be_given_between_two_doses():
    facts = course(order(1, 24), given=(1, 8, 15, 22))
    assert asked(facts, order(24, 8)) == []


def test_a_depot_confirmed_elsewhere_goes_on():
    assert (
        asked(course(verified=Verified(Decimal(96), DAY_1 - timedelta(days=28))), order(1, 96, MONTHLY)) == []
    )
    assert asked(course(verified=Verified(Decimal(16), DAY_1 - timedelta(days=1))), order(1, 24)) == ["B13 I"]
    assert asked(course(verified=Verified(Decimal(16), DAY_1 - timedelta(days=1))), order(1, 32)) == [
        "B13 W2"
    ]


def test_a_daily_dose_beside_a_depot_takes_a_second_prescriber():
    facts = course(order(1, 24), given=(1, 8))
    assert asked(facts, order(10, 8, SUBLINGUAL)) == ["B17 W2"]
    assert asked(facts, order(15, 8, SUBLINGUAL)) == []
    depot = Course(Drug.BUPRENORPHINE, DAY_1, orders=(order(1, 24),))
    methadone = Facts(Drug.METHADONE, day(3), beside=(depot,))
    assert asked(methadone, order(3, 30, Formulation.ORAL_MIXTURE)) == ["B17 W2"]
    daily = Course(Drug.METHADONE, DAY_1, orders=(order(1, 60, Formulation.ORAL_MIXTURE),))
    assert asked(course(beside=(daily,)), order(1, 16)) == ["B17 W2", "B12 I"]
    assert asked(course(beside=(replace(daily, ended_on=DAY_1),)), order(1, 16)) == ["B12 I"]


def due(facts: Facts, number: int) -> tuple[date, date, date, Decimal | None] | None:
    one = next_due(facts, day(number), UK)
    return None if one is None else (one.on, one.opens_on, one.closes_on, one.mg)


def test_the_next_injection_follows_the_last_by_a_week_or_a_month():
    facts = course(order(1, 24), given=(1, 8))
    assert due(facts, 9) == (day(15), day(13), day(17), Decimal(24))
    late = next_due(facts, day(18), UK)
    assert late is not None
    assert [late.late(day(number)) for number in (17, 18)] == [0, 3]
    monthly = course(order(1, 24), order(29, 96, MONTHLY), given=(1, 8, 15, 22, 29))
    assert due(monthly, 40) == (day(57), day(50), day(64), Decimal(96))


def test_an_order_begins_with_an_injection_on_its_day():
    assert due(course(order(1, 16)), 1) == (day(1), day(1), day(3), Decimal(16))
    coming = course(order(1, 16, SUBLINGUAL), order(10, 24), given=(1, 2, 3))
    assert due(coming, 4) == (day(10), day(10), day(12), Decimal(24))
    assert due(course(order(1, 24), order(29, 96, MONTHLY), given=(1, 8, 15, 22)), 29) == (
        day(29),
        day(29),
        day(36),
        Decimal(96),
    )


def test_after_8_mg_between_doses_the_week_runs_on_and_wants_its_own_order():
    facts = course(order(1, 16), order(3, 8), given=(1, 3))
    assert due(facts, 4) == (day(8), day(6), day(10), None)
    planned = course(order(1, 16), order(3, 8), order(8, 24), given=(1, 3))
    assert due(planned, 4) == (day(8), day(6), day(10), Decimal(24))


def test_off_depots_and_where_no_injection_is_ever_logged_nothing_is_due():
    assert due(course(order(1, 16, SUBLINGUAL)), 3) is None
    assert due(course(order(1, 24)), 60) is None


@pytest.mark.parametrize(
    "row", [{"weekly": 8}, {"sublingual": [2, 6]}, {"sublingual": [2, 6], "weekly": 8, "daily": 1}]
)
def test_a_broken_row_of_the_table_is_refused(row):
    with pytest.raises(StandardError, match=r"a row needs|unknown field"):
        typed({**row, "source": "x", "how": "read"}, standard.Equivalent, "x")
