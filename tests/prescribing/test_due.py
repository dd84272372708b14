"""What is due after missed days and after a reassessment, against what was ordered before (M11, M11b, M3, M12)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.prescribing import queries
from careplan.prescribing.codes import DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.models import DoseEvent, Prescription
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.due import due
from careplan.prescribing.rules.facts import Dose, Facts, Order, Seen, Tolerance
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.missed import answered_elsewhere
from careplan.prescribing.rules.proposal import Proposal
from tests.factories.prescribing import (
    CourseFactory,
    DoseEventFactory,
    DoseOrderFactory,
    ReassessmentFactory,
    RegimenFactory,
)
from tests.prescribing.test_reassessing import on, ordering
from tests.prescribing.test_views import ago, day, stored

UK = standard.UK.latest
MIXTURE = Formulation.ORAL_MIXTURE
RISING = ((1, "30", 1), (2, "40", 1), (3, "50", 1), (4, "60", 1))


def facts(taken, orders=RISING, seen=(), drug=Drug.METHADONE, imported=False):
    rows = tuple(Order(on(day), Decimal(mg), MIXTURE, Phase.INDUCTION, on(made)) for day, mg, made in orders)
    doses = tuple(Dose(on(day), DoseStatus.TAKEN, mg=Decimal(mg), imported=imported) for day, mg in taken)
    met = tuple(Seen(on(day), tolerance) for day, tolerance in seen)
    return Facts(
        drug,
        on(1),
        orders=rows,
        doses=doses,
        seen=met,
        tolerance=Tolerance.ASSURED,
        sedatives_or_alcohol=False,
    )


def owed(known, number, now_no=None):
    found = due(known, on(number), on(now_no or number), UK)
    return (int(found.mg) if found.mg is not None else None, bool(found.why))


def test_orders_that_were_taken_go_on_rising():
    known = facts([(1, 30), (2, 40), (3, 50)])
    assert [owed(known, number) for number in (1, 2, 3, 4)] == [
        (30, False),
        (40, False),
        (50, False),
        (60, False),
    ]


def test_one_missed_day_holds_nothing_back():
    assert owed(facts([(1, 30), (3, 50)]), 4) == (60, False)


def test_after_two_missed_days_the_dose_stays_the_last_one_taken():
    known = facts([(1, 30)])
    assert owed(known, 3) == (50, False), "one missed day"
    assert owed(known, 4) == (30, True)
    later = facts([(1, 30), (4, 30), (5, 30), (6, 30)])
    assert owed(later, 7) == (30, True), "until somebody orders"
    assert "the dose stays at 30 mg, the last one taken" in due(later, on(7), on(7), UK).why


def test_a_rise_ordered_after_the_missed_days_is_due_and_a_planned_one_after_it_is_not():
    again = (*RISING, (5, "35", 4), (9, "70", 1))
    known = facts([(1, 30), (4, 30), (5, 35), (6, 35)], again)
    assert owed(known, 7) == (35, False)
    assert owed(known, 9) == (35, True)


def test_a_planned_reduction_is_due_all_the_same():
    known = facts([(1, 60)], ((1, "60", 1), (4, "50", 1)))
    assert owed(known, 4) == (50, False)


def test_a_rise_ordered_on_its_day_and_never_taken_is_held_too():
    known = facts([(1, 40), (2, 40), (3, 40), (4, 40)], ((1, "40", 1), (5, "50", 5)))
    assert owed(known, 7) == (40, True)


def test_a_rise_that_was_taken_before_the_missed_days_stays():
    known = facts([(1, 30), (2, 40), (3, 50), (4, 60)])
    assert owed(known, 7) == (60, False)


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [(Tolerance.LOW, 20), (Tolerance.UNCERTAIN, 20), (Tolerance.ASSURED, 30)],
)
def test_after_a_reassessment_no_dose_is_due_that_was_never_taken(tolerance, expected):
    # Spec 04 M12: three or more missed days make tolerance uncertain, and M2 limits that to 20 mg.
    known = facts([(1, 30)], seen=[(5, tolerance)])
    assert owed(known, 5) == (expected, True)
    taken = facts([(1, 30), (5, expected)], seen=[(5, tolerance)])
    assert owed(taken, 20) == (expected, True), "until somebody orders it"
    assert owed(facts([(1, 30)], (*RISING, (5, "25", 5)), seen=[(5, tolerance)]), 5) == (25, False)


def test_a_standing_dose_is_limited_by_a_reassessment_that_found_tolerance_low():
    stable = ((1, "80", 1),)
    known = facts([(day, 80) for day in range(1, 10)], stable, seen=[(13, Tolerance.LOW)])
    assert owed(known, 13) == (20, True)
    sure = facts([(day, 80) for day in range(1, 10)], stable, seen=[(13, Tolerance.ASSURED)])
    assert owed(sure, 13) == (80, False)


def test_a_reassessment_limits_the_dose_whether_or_not_days_were_missed():
    # Issue 7 section 1: after a reassessment nothing above what it allows is due until somebody orders it.
    taken = [(day, 60) for day in range(1, 10)]
    stable, later = ((1, "60", 1),), ((1, "60", 1), (11, "70", 1))
    for orders in (stable, later):
        assert owed(facts(taken, orders, seen=[(10, Tolerance.LOW)]), 10) == (20, True)
        assert owed(facts(taken, orders, seen=[(10, Tolerance.ASSURED)]), 10) == (60, False)
    assert owed(facts(taken, later, seen=[(10, Tolerance.LOW)]), 11) == (20, True)
    assert owed(facts(taken, (*stable, (10, "50", 10)), seen=[(10, Tolerance.LOW)]), 10) == (50, False)
    assert owed(facts([], stable, seen=[(10, Tolerance.LOW)]), 10) == (20, True), "doses not logged here"


def test_the_round_of_a_young_course_knows_every_reassessment(app, house, session):
    episode = session.get_one(Episode, house.episode)
    course = CourseFactory(episode=episode, first_dose_on=ago(9))
    DoseOrderFactory(
        course=course, effective_on=ago(9), daily_mg=Decimal(40), recorded_at=now() - timedelta(days=9)
    )
    for back in range(1, 10):
        DoseEventFactory(course=course, happened_on=ago(back), mg=Decimal(40 if back > 5 else 20))
    ReassessmentFactory(course=course, reassessed_on=ago(5), tolerance="low")
    ReassessmentFactory(course=course, reassessed_on=ago(2), tolerance="assured")
    (one,) = queries.on_day(house.services, today())
    assert one.order.daily_mg == 20
    assert "tolerance low" in one.held_back


def test_where_no_dose_is_ever_logged_what_was_ordered_is_due():
    assert owed(facts([]), 9) == (60, False)


def test_days_to_come_are_not_missed():
    assert owed(facts([(1, 30), (2, 40)]), 4, 2) == (60, False)


def test_a_new_order_is_measured_against_the_last_dose_taken():
    # Spec 04 M3: increase between consecutive dosing days.
    known = facts([(1, 30), (4, 30)])
    order = Order(on(5), Decimal(60), MIXTURE, Phase.INDUCTION)
    found = {one.rule for one in check(Context.ORDER, Proposal(order, known, on(5), UK))}
    assert {"M3", "M11b"} <= found


def test_t15_an_increase_within_three_days_of_a_missed_dose_takes_a_reason():
    known = facts([(day, 50) for day in range(1, 9)], ((1, "50", 1),))

    def rules(number):
        order = Order(on(number), Decimal(60), MIXTURE, Phase.INDUCTION)
        return {one.rule for one in check(Context.ORDER, Proposal(order, known, on(number), UK))}

    assert "M11b" in rules(10)
    known = facts(
        [*((day, 50) for day in range(1, 9)), *((day, 50) for day in range(10, 13))], ((1, "50", 1),)
    )
    assert "M11b" in rules(12)
    assert "M11b" not in rules(13)


def test_an_imported_run_followed_by_fourteen_covered_days_counts_as_reassessed_elsewhere():
    stable = ((1, "60", 1),)
    first, after = [(day, 60) for day in range(1, 11)], [(day, 60) for day in range(15, 29)]
    known = facts(first + after, stable, imported=True)
    assert ordering(known, 29, "60", 29) == []
    run = answered_elsewhere(known, on(29), 3, 14)
    assert run is not None
    assert run.days == 4
    assert ordering(facts(first + after[:-1], stable, imported=True), 28, "60", 28) != []
    own = facts(first + after, stable)
    assert ordering(own, 29, "60", 29) != []
    assert answered_elsewhere(own, on(29), 3, 14) is None


@pytest.fixture
def held(app, house):
    """Orders that rise to 60 mg, written thirty days ago; two days missed, then 30 mg every day."""
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        course = CourseFactory(episode=episode, first_dose_on=ago(30))
        for number, mg in enumerate(("30", "40", "50", "60")):
            DoseOrderFactory(
                course=course,
                effective_on=ago(30 - number),
                daily_mg=Decimal(mg),
                recorded_at=now() - timedelta(days=30),
            )
        RegimenFactory(course=course, effective_on=ago(30), collect="1111111", supervised="1111111")
        for back in (30, *range(1, 28)):
            DoseEventFactory(course=course, happened_on=ago(back), mg=Decimal(30))
        db.session.commit()
        return course.id


def test_round_record_and_prescription_hold_the_dose_back_however_long_ago(
    app, house, as_keyworker, as_prescriber, held
):
    for path in ("/doses", f"/record/{house.episode}/prescribing"):
        page = as_keyworker.get(path).text.replace("\u00a0", " ")
        assert "the dose stays at 30 mg, the last one taken" in page, path
        assert "30 mg (30 ml" in page or ">30 mg<" in page
    overview = as_keyworker.get(f"/record/{house.episode}").text.replace("\u00a0", " ")
    assert "30 mg" in overview
    assert "60 mg" not in overview
    answer = as_keyworker.post("/doses", data={f"dose_{held}": "S"})
    assert answer.status_code == 303, "30 mg is what is due, and asks nothing"
    assert [int(row.mg) for row in stored(app, DoseEvent)][-1] == 30
    script = (
        {"form": "private"} | day("signed_on", today()) | day("starts_on", today()) | day("ends_on", today())
    )
    address = f"/record/{house.episode}/prescribing/{held}"
    assert as_prescriber.post(f"{address}/prescription", data=script).status_code == 303
    assert [int(row.total_mg) for row in stored(app, Prescription)] == [30]


def test_the_round_knows_every_reassessment_that_limits_the_dose(app, house, session):
    episode = session.get_one(Episode, house.episode)
    course = CourseFactory(episode=episode, first_dose_on=ago(60))
    DoseOrderFactory(
        course=course, effective_on=ago(60), daily_mg=Decimal(80), recorded_at=now() - timedelta(days=60)
    )
    for back in (*range(50, 61), *range(1, 46)):
        DoseEventFactory(course=course, happened_on=ago(back), mg=Decimal(80 if back > 46 else 20))
    ReassessmentFactory(course=course, reassessed_on=ago(45), tolerance="low")
    ReassessmentFactory(course=course, reassessed_on=ago(30), tolerance="assured")
    (one,) = queries.on_day(house.services, today())
    assert one.order.daily_mg == 20
    known = queries.history(house.services, [course], None, UK)[0]
    assert known.due_on(today(), today(), UK).mg == 20


def test_the_round_looks_back_in_a_fixed_number_of_statements(app, house, as_keyworker, held, statements):
    statements.clear()
    as_keyworker.get("/doses")
    many = len(statements)
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        other = CourseFactory(episode=episode, drug="buprenorphine", first_dose_on=ago(30))
        for back, mg in ((30, 8), (20, 12)):
            DoseOrderFactory(
                course=other, effective_on=ago(back), daily_mg=Decimal(mg), formulation="sublingual"
            )
        db.session.commit()
    statements.clear()
    as_keyworker.get("/doses")
    assert len(statements) == many
