"""The four facts, on the day an assessment was completed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.assessment.rules.facts import facts
from careplan.checklists.codes import Fact
from careplan.clients.codes import InterventionKind
from careplan.clients.rules.facts import Intervention
from careplan.clients.rules.waits import Days
from careplan.prescribing.codes import Drug, Formulation, Phase
from careplan.prescribing.rules.facts import Course, Order, Weekly
from careplan.prescribing.rules.week import Week

DAY = date(2026, 3, 2)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def offered(kind, referred_on, ended_on=None):
    return Intervention("I1", InterventionKind(kind), Days(referred_on, ended_on=ended_on))


PLANNED = {Fact.PRESCRIBING_CONSIDERED, Fact.OST_ACTIVE_OR_PLANNED, Fact.METHADONE_ACTIVE_OR_PLANNED}


@pytest.mark.parametrize(
    ("referred", "ended", "considered"),
    [(DAY, None, True), (AFTER, None, False), (BEFORE, DAY, False), (BEFORE, AFTER, True)],
)
def test_prescribing_is_considered_from_its_referral_until_it_ended(referred, ended, considered):
    found = facts(DAY, [offered("specialist_prescribing", referred, ended)], [])
    assert found == (PLANNED if considered else set())


def test_other_interventions_plan_no_prescribing():
    assert facts(DAY, [offered("structured_psychosocial", BEFORE)], []) == frozenset()


@pytest.mark.parametrize(
    ("first", "ended", "active"),
    [(DAY, None, True), (AFTER, None, False), (BEFORE, DAY, False), (BEFORE, AFTER, True), (DAY, DAY, False)],
)
def test_a_course_is_active_from_its_first_dose_until_before_its_end(first, ended, active):
    found = facts(DAY, [], [Course(Drug.METHADONE, first, ended)])
    assert found == ({Fact.OST_ACTIVE_OR_PLANNED, Fact.METHADONE_ACTIVE_OR_PLANNED} if active else set())


def test_a_course_of_another_drug_ends_the_plan_for_methadone_even_when_it_is_over():
    offer = offered("primary_care_prescribing", BEFORE)
    over = Course(Drug.BUPRENORPHINE, BEFORE, BEFORE)
    assert Fact.METHADONE_ACTIVE_OR_PLANNED not in facts(DAY, [offer], [over])
    assert Fact.METHADONE_ACTIVE_OR_PLANNED in facts(DAY, [offer], [Course(Drug.BUPRENORPHINE, AFTER)])


@pytest.mark.parametrize(
    ("orders", "regimens", "take_home"),
    [
        ((), ((BEFORE, "1111110"),), True),
        ((), ((BEFORE, "1111111"),), False),
        ((), (), False),
        ((), ((AFTER, "0000000"),), False),
        ((), ((BEFORE, "1111111"), (DAY, "0000000")), True),
        (((BEFORE, "depot_weekly"),), ((BEFORE, "0000000"),), False),
        (((BEFORE, "depot_weekly"), (DAY, "sublingual")), ((BEFORE, "0000000"),), True),
        (((BEFORE, "sublingual"), (AFTER, "depot_monthly")), ((BEFORE, "0000000"),), True),
    ],
)
def test_doses_are_taken_home_when_the_current_regimen_leaves_a_day_unsupervised(orders, regimens, take_home):
    made = tuple(Order(day, Decimal(8), Formulation(form), Phase.MAINTENANCE) for day, form in orders)
    weeks = tuple(Weekly(day, Week("1111111", supervised)) for day, supervised in regimens)
    course = Course(Drug.BUPRENORPHINE, BEFORE, None, made, weeks)
    assert (Fact.TAKE_HOME_DOSES in facts(DAY, [], [course])) is take_home
