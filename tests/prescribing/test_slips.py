"""Slips of the hand: each order of the demo with each kind of slip is blocked or asked about; right orders are not.

A slip that is itself a right order cannot be told from one: it is listed here, and not counted.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from careplan.clients.codes import BirthKnown
from careplan.clients.rules.births import Birth
from careplan.ground.db import db
from careplan.prescribing import models
from careplan.prescribing.codes import FORMULATIONS, DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.models import DoseOrder
from careplan.prescribing.rules.check import check, interruptions
from careplan.prescribing.rules.facts import Course, Dose, Facts, Order, Tolerance, Verified
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.slips import point
from tests.factories.prescribing import DoseOrderFactory
from tests.prescribing.demo_orders import UK, Right, asked, right_orders
from tests.prescribing.test_views import ago, day, order_form, stored, treated

OTHER = {Drug.METHADONE: Drug.BUPRENORPHINE, Drug.BUPRENORPHINE: Drug.METHADONE}
USUAL = {Drug.METHADONE: Formulation.ORAL_MIXTURE, Drug.BUPRENORPHINE: Formulation.SUBLINGUAL}
AMOUNTS = {Drug.METHADONE: (30, 40, 60, 80), Drug.BUPRENORPHINE: (8, 12, 16, 24)}
"""Everyday amounts of each drug."""
POINT = {"x 10": "10", "x 100": "100", "/ 10": "0.1", "/ 100": "0.01"}
Slip = tuple[str, Proposal, tuple[Course, ...]]


def slips(right: Right) -> Iterator[Slip]:
    """The order as it may be typed wrong: the kind, what was typed, and the client's other courses."""
    for kind, factor in POINT.items():
        yield kind, right.typed(right.order.daily_mg * Decimal(factor)), ()
    if right.order.formulation is Formulation.ORAL_MIXTURE:
        strong = strengthened(right.proposal)
        yield (
            "ml for mg",
            replace(strong, order=replace(strong.order, daily_mg=right.order.daily_mg / 10)),
            (),
        )
    yield from of_another_drug(right)
    for formulation in FORMULATIONS[right.proposal.facts.drug]:
        if formulation is not right.order.formulation:
            yield "formulation", right.typed(right.order.daily_mg, formulation), ()


def of_another_drug(right: Right) -> Iterator[Slip]:
    """A course started with the wrong drug, an order on the client's other course, an amount of the other drug."""
    drug = right.proposal.facts.drug
    begun = Facts(
        OTHER[drug], right.order.effective_on, tolerance=Tolerance.ASSURED, sedatives_or_alcohol=False
    )
    typed = replace(right.typed(right.order.daily_mg, USUAL[OTHER[drug]]), facts=begun)
    if right.at == 0:
        yield "drug", typed, ()
        return
    yield "drug", typed, (Course(drug, right.proposal.facts.first_dose_on),)
    for mg in AMOUNTS[OTHER[drug]]:
        yield "drug", right.typed(Decimal(mg)), ()


def strengthened(proposal: Proposal) -> Proposal:
    """The same course on the concentrate of 10 mg/ml."""

    def strong(order: Order) -> Order:
        return replace(order, formulation=Formulation.ORAL_CONCENTRATE)

    orders = tuple(map(strong, proposal.facts.orders))
    return replace(proposal, order=strong(proposal.order), facts=replace(proposal.facts, orders=orders))


def right_start(typed: Proposal) -> bool:
    """Whether the order is itself a right first order: nobody can see that another product was meant."""
    starts = {
        Formulation.ORAL_MIXTURE: (10, 30),
        Formulation.SUBLINGUAL_WITH_NALOXONE: (2, 8),
        Formulation.LYOPHILISATE: (2, 6),
    }
    low, high = starts.get(typed.order.formulation, (1, 0))
    return not typed.facts.orders and low <= typed.mg <= high


def test_every_slip_of_the_demos_orders_is_blocked_or_asked_about():
    kinds: dict[str, int] = {}
    silent, listed = [], []
    for right in right_orders():
        for kind, typed, others in slips(right):
            if kind == "formulation" and right_start(typed):
                listed.append((right.course, typed.order.formulation.value))
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            if not asked(typed, *others):
                silent.append((kind, right.course, right.at, typed.order))
    assert silent == []
    assert set(kinds) == {*POINT, "ml for mg", "drug", "formulation"}
    assert min(kinds.values()) > 100
    assert {formulation for _, formulation in listed} == {
        "oral_mixture",
        "sublingual_with_naloxone",
        "lyophilisate",
    }
    assert len(listed) < 15


def test_no_more_than_one_in_twenty_of_the_demos_right_orders_is_asked_about():
    """What is asked is right to ask: tablets (M10), no naloxone at home (N1), a rise nobody was seen before (M6)."""
    questions = [found for right in right_orders() if (found := asked(right.proposal))]
    assert len(right_orders()) > 140
    assert 20 * len(questions) <= len(right_orders())
    assert {rule for found in questions for rule in found} <= {"M10 W", "N1 W", "M6 W"}


START = date(2026, 3, 2)
ON = START + timedelta(days=20)


def course(before: str | None, drug=Drug.METHADONE, formulation=None, verified=None, phase=Phase.MAINTENANCE):
    formulation = formulation or USUAL[drug]
    orders = (Order(START, Decimal(before), formulation, phase),) if before else ()
    days = range((ON - START).days) if before else ()
    doses = tuple(Dose(START + timedelta(days=n), DoseStatus.TAKEN) for n in days)
    told = ("Ann Alder", "Elm Pharmacy", "01632 960 001", ON - timedelta(days=1))
    confirmed = Verified(Decimal(verified), ON - timedelta(days=1), *told) if verified else None
    first = START if before else ON
    return Facts(drug, first, orders=orders, doses=doses, tolerance=Tolerance.ASSURED, verified=confirmed)


def typed(facts: Facts, mg: str, formulation=None, phase=Phase.MAINTENANCE) -> Proposal:
    return Proposal(Order(ON, Decimal(mg), formulation or USUAL[facts.drug], phase), facts, ON, UK)


@pytest.mark.parametrize(
    ("before", "mg", "meant"),
    [
        ("55", "6.5", "65"),
        ("8", "60", "6"),
        ("10", "100", "ten-fold"),
        ("65", "650", "ten-fold"),
        ("65", "0.65", "ten-fold"),
    ],
)
def test_digits_that_fit_once_the_point_moves_are_asked_about(before, mg, meant):
    assert meant in point(typed(course(before), mg))


@pytest.mark.parametrize(("before", "mg"), [("60", "65"), ("60", "40"), ("20", "30"), ("10", "20")])
def test_an_ordinary_step_is_no_slip(before, mg):
    assert point(typed(course(before), mg)) == ""


def test_a_corrected_order_is_held_against_the_one_after_it(app, house, as_prescriber):
    # A first order that another followed: there is no dose before, and the rules refuse nothing of the past.
    address, _ = treated(app, house, started=20, mg="60", taken=range(1, 21))
    with app.app_context():
        course = db.session.scalars(select(models.Course)).one()
        DoseOrderFactory(course=course, effective_on=ago(10), daily_mg=Decimal("65"))
        db.session.commit()
    first = next(row for row in stored(app, DoseOrder) if row.effective_on == ago(20))
    page = as_prescriber.post(f"{address}/order/{first.id}/correct", data=corrected(first, "600")).text
    assert "600 mg, and the dose after is 65 mg. Was 60 mg meant?" in page
    assert (
        as_prescriber.post(f"{address}/order/{first.id}/correct", data=corrected(first, "50")).status_code
        == 303
    )


def corrected(row, mg, formulation=None):
    said = {"daily_mg": mg, "formulation": formulation or row.formulation, "phase": row.phase}
    return said | day("effective_on", row.effective_on) | {"correction_reason": "Written for somebody else"}


def test_another_formulation_of_the_first_order_is_asked_about(app, house, as_prescriber):
    address, _ = treated(app, house, started=0, mg="8", drug="buprenorphine")
    (first,) = stored(app, DoseOrder)
    swapped = corrected(first, "8", "sublingual_with_naloxone")
    asked_about = "The formulation changes from sublingual tablets to sublingual tablets with naloxone"
    assert asked_about in as_prescriber.post(f"{address}/order/{first.id}/correct", data=swapped).text
    again = order_form(as_prescriber, address, "8") | swapped
    assert asked_about in as_prescriber.post(f"{address}/order", data=again).text
    assert len(stored(app, DoseOrder)) == 1


def test_the_dose_confirmed_is_looked_at_as_well_as_the_dose_before():
    facts = replace(course("30"), verified=Verified(Decimal(80), ON - timedelta(days=21)))
    assert "the confirmed dose is 80 mg: a ten-fold step" in point(typed(facts, "8"))
    assert "the confirmed dose is 55 mg. Was 60 mg meant?" in point(typed(course(None, verified="55"), "6"))
    long_ago = replace(facts, verified=Verified(Decimal(80), ON - timedelta(days=29)))
    assert "confirmed" not in point(typed(long_ago, "8"))


def test_millilitres_of_the_concentrate_typed_as_milligrams_are_asked_about():
    strong = course("65", formulation=Formulation.ORAL_CONCENTRATE)
    found = point(
        typed(course("55", formulation=Formulation.ORAL_CONCENTRATE), "6.5", Formulation.ORAL_CONCENTRATE)
    )
    assert found.endswith("Was 6.5 ml of 10 mg/ml meant, which is 65 mg?")
    assert "ten-fold" in point(typed(strong, "6.5", Formulation.ORAL_CONCENTRATE))


@pytest.mark.parametrize("mg", ["3", "0.3", "1.5"])
def test_a_first_dose_under_the_usual_ones_is_asked_about(mg):
    assert "under a usual first dose" in point(typed(course(None), mg))


def test_an_amount_of_the_other_drug_is_asked_about():
    (found,) = interruptions(typed(course(None), "8", phase=Phase.INDUCTION))
    assert found == "8 mg is an amount of buprenorphine; this is methadone"
    assert any(
        "an amount of methadone" in one
        for one in interruptions(typed(course("16", Drug.BUPRENORPHINE), "15"))
    )
    falling = course("18", phase=Phase.REDUCTION)
    assert interruptions(typed(falling, "16", phase=Phase.REDUCTION)) == ()


@pytest.mark.parametrize(
    ("formulation", "rules"),
    [
        (Formulation.ORAL_CONCENTRATE, [("M10", "W2")]),
        (Formulation.TABLET, [("M10", "W")]),
        (Formulation.INJECTABLE, [("M10", "W2")]),
    ],
)
def test_methadone_other_than_the_mixture_is_asked_about_when_the_course_comes_to_it(formulation, rules):
    def needs(one):
        return [(found.rule, found.severity.value) for found in check(Context.ORDER, one) if found.needs]

    first = typed(course("60"), "60", formulation)
    assert needs(first) == rules
    assert [why for why in interruptions(first) if "The formulation changes from oral mixture to" in why]
    assert needs(typed(course("60", formulation=formulation), "60", formulation)) == []
    (back,) = interruptions(typed(course("60", formulation=formulation), "60"))
    assert "60 mg (60 ml of 1 mg/ml) now" in back


@pytest.mark.parametrize(
    ("drug", "before", "mg", "phase", "rule"),
    [
        (Drug.METHADONE, "90", "1", Phase.MAINTENANCE, "M15 W"),
        (Drug.METHADONE, "60", "49", Phase.REDUCTION, "M15 W"),
        (Drug.BUPRENORPHINE, "16", "12", Phase.REDUCTION, "B19 W"),
    ],
)
def test_a_fall_of_more_than_a_week_allows_takes_a_reason(drug, before, mg, phase, rule):
    assert rule in asked(typed(course(before, drug), mg, phase=phase))


@pytest.mark.parametrize(
    ("drug", "before", "mg"), [(Drug.METHADONE, "60", "50"), (Drug.BUPRENORPHINE, "16", "14")]
)
def test_a_usual_reduction_asks_nothing(drug, before, mg):
    assert asked(typed(course(before, drug), mg, phase=Phase.REDUCTION)) == []


def test_a_lower_dose_after_missed_days_is_a_restart_and_no_reduction():
    facts = replace(
        course("60"), doses=tuple(Dose(START + timedelta(days=n), DoseStatus.TAKEN) for n in range(14))
    )
    assert "M15 W" not in asked(typed(facts, "30"))


@pytest.mark.parametrize(
    ("drug", "age", "formulation", "rules"),
    [
        (Drug.METHADONE, 17, Formulation.ORAL_MIXTURE, ["M21 W2"]),
        (Drug.METHADONE, 18, Formulation.ORAL_MIXTURE, []),
        (Drug.BUPRENORPHINE, 17, Formulation.SUBLINGUAL, ["B18 W2"]),
        (Drug.BUPRENORPHINE, 15, Formulation.SUBLINGUAL, ["B18 B"]),
        (Drug.BUPRENORPHINE, 15, Formulation.LYOPHILISATE, ["B18 W2"]),
        (Drug.BUPRENORPHINE, 14, Formulation.LYOPHILISATE, ["B18 B"]),
        (Drug.BUPRENORPHINE, 18, Formulation.SUBLINGUAL, []),
    ],
)
def test_the_young_are_asked_about(drug, age, formulation, rules):
    facts = replace(course(None, drug), born=Birth(ON.replace(year=ON.year - age)))
    mg = {Drug.METHADONE: "20", Drug.BUPRENORPHINE: "4"}[drug]
    assert asked(typed(facts, mg, formulation, Phase.INDUCTION)) == rules


@pytest.mark.parametrize("born", [None, Birth(date(2015, 1, 1), BirthKnown.UNKNOWN)])
def test_an_unknown_birth_has_no_age(born):
    assert asked(typed(replace(course(None), born=born), "20", phase=Phase.INDUCTION)) == []


def test_all_that_is_odd_about_an_order_is_one_page(app, house, as_prescriber):
    address, _ = treated(app, house, mg="55", taken=range(1, 11))
    form = order_form(as_prescriber, address, "6.5", formulation="tablet", phase="maintenance")
    first = as_prescriber.post(f"{address}/order", data=form)
    assert first.status_code == 422
    assert "M10" in first.text
    assert "M15" in first.text
    page = as_prescriber.post(
        f"{address}/order", data=form | {"reason": "Tablets while she travels for a week"}
    )
    assert page.status_code == 200
    assert "Was 65 mg meant?" in page.text.replace("\u00a0", " ")
    assert "The formulation changes from oral mixture to tablets" in page.text
    assert page.text.count('class="app-fact"') == 1
    assert len(stored(app, DoseOrder)) == 1
