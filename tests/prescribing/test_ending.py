"""Ending a course: from more than a week's reduction it takes a reason, which stands with the last order (M15, B19)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.ground.clock import today
from careplan.prescribing import models
from careplan.prescribing.codes import DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.models import OrderFinding
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.facts import Away, Course, Dose, Facts, Order
from careplan.prescribing.rules.falling import stopping
from tests.prescribing.test_views import day, stored, treated

UK = standard.UK.latest
ON = date(2026, 3, 30)
WHY = {"reason": "Moves abroad tomorrow, told of lost tolerance"}
SUBLINGUAL, MIXTURE = Formulation.SUBLINGUAL, Formulation.ORAL_MIXTURE


def course(mg, drug=Drug.METHADONE, last=1, formulation=None, **more):
    formulation = formulation or (MIXTURE if drug is Drug.METHADONE else SUBLINGUAL)
    orders = (Order(ON - timedelta(days=28), Decimal(mg), formulation, Phase.MAINTENANCE),)
    doses = tuple(Dose(ON - timedelta(days=back), DoseStatus.TAKEN) for back in range(28, last - 1, -1))
    return Facts(drug, ON - timedelta(days=28), orders=orders, doses=doses, **more)


def rules(facts):
    return [f"{one.rule} {one.severity}" for one in stopping(facts, ON, ON, UK)]


OVER = Course(Drug.BUPRENORPHINE, ON - timedelta(days=28), ON, course("8").orders)
"""Another course that ends on the same day."""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (course("90"), ["M15 W"]),
        (course("11"), ["M15 W"]),
        (course("10"), []),
        (course("8", Drug.BUPRENORPHINE), ["B19 W"]),
        (course("2", Drug.BUPRENORPHINE), []),
        (course("90", last=3), ["M15 W"]),
        (course("90", last=4), []),
        (course("96", Drug.BUPRENORPHINE, formulation=Formulation.DEPOT_MONTHLY), []),
        (course("90", away=(Away("prison", ON - timedelta(days=1)),)), []),
        (
            course(
                "90", beside=(Course(Drug.BUPRENORPHINE, ON - timedelta(days=28), orders=course("8").orders),)
            ),
            [],
        ),
        (course("90", beside=(OVER,)), ["M15 W"]),
    ],
)
def test_a_course_that_stops_in_one_step_is_asked_about(facts, said):
    # Spec 04 M15: a stop from more than 10 mg in one step.
    assert rules(facts) == said


def test_a_course_without_logged_doses_is_asked_about_too():
    bare = course("90")
    assert rules(Facts(bare.drug, bare.first_dose_on, orders=bare.orders)) == ["M15 W"]


def test_the_page_asks_why_and_keeps_it_with_the_last_order(app, house, as_prescriber):
    address, _ = treated(app, house, mg="90", taken=range(1, 11))
    ending = day("ended_on", today())
    asked = as_prescriber.post(f"{address}/end", data=ending)
    assert asked.status_code == 422
    assert "The course stops from 90 mg in one step" in asked.text
    assert "Why does it stop in one step?" in asked.text
    assert as_prescriber.post(f"{address}/end", data=ending | {"reason": "aaaaaaaaaaaa"}).status_code == 422
    assert stored(app, models.Course)[0].ended_on is None
    assert as_prescriber.post(f"{address}/end", data=ending | WHY).status_code == 303
    (kept,) = stored(app, OrderFinding)
    assert (kept.rule, kept.reason) == ("M15", WHY["reason"])
    assert WHY["reason"] in as_prescriber.get(f"/record/{house.episode}/history").text
