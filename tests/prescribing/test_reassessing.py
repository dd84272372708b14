"""What lifts the stop after missed doses: a reassessment that found the client fit, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.clients.codes import READ_RECORD
from careplan.clients.models import Episode
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.ground.memory import forget
from careplan.prescribing.codes import DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, Reassessment
from careplan.prescribing.queries.today import COURSES
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.check import check, interruptions
from careplan.prescribing.rules.facts import Away, Dose, Facts, Order, Seen, Tolerance
from careplan.prescribing.rules.findings import Context, Severity
from careplan.prescribing.rules.missed import missed_run
from careplan.prescribing.rules.missing import dose_after_missed
from careplan.prescribing.rules.proposal import Proposal
from tests.factories.clients import PauseFactory
from tests.factories.prescribing import DoseOrderFactory
from tests.prescribing.test_views import REASON, ago, day, order_form, stored, treated
from tests.waiting import waits

UK = standard.UK.on(date(2026, 1, 1))
START = date(2026, 3, 2)
SOBER, HIGH = False, True


def on(number):
    return START + timedelta(days=number - 1)


def order(number, mg):
    return Order(on(number), Decimal(mg), Formulation.ORAL_MIXTURE, Phase.MAINTENANCE)


def facts(taken, mg="60", seen=(), away=(), orders=None):
    doses = tuple(Dose(on(number), DoseStatus.TAKEN) for number in taken)
    found = tuple(Seen(on(number), tolerance, high) for number, tolerance, high in seen)
    gone = tuple(Away("prison", on(first), on(end) if end else None) for first, end in away)
    return Facts(
        Drug.METHADONE,
        START,
        orders=orders or (order(1, mg),),
        doses=doses,
        seen=found,
        tolerance=Tolerance.ASSURED,
        sedatives_or_alcohol=False,
        away=gone,
    )


def blocks(found):
    return [one.message for one in found if one.blocks]


def giving(known, number):
    return blocks(dose_after_missed(known, on(number), on(number), UK))


def ordering(known, number, mg, today_no):
    proposed = Proposal(order(number, mg), known, on(today_no), UK)
    return blocks(check(Context.ORDER, proposed))


def test_an_intoxicated_client_is_given_nothing_though_reassessed():
    # Spec 04 M11 and M13: intoxicated, so withhold; the stop stays.
    known = facts(range(1, 11), seen=[(14, Tolerance.ASSURED, HIGH)])
    (said,) = giving(known, 14)
    assert "seen intoxicated on 15 March 2026: withhold" in said
    assert "Reassess again when the client is no longer intoxicated" in said
    assert ordering(known, 14, "30", 14)


def test_the_later_reassessment_of_a_day_decides():
    lifted = facts(range(1, 11), seen=[(14, Tolerance.LOW, HIGH), (14, Tolerance.LOW, SOBER)])
    assert giving(lifted, 14) == []
    again = facts(range(1, 11), seen=[(14, Tolerance.LOW, SOBER), (14, Tolerance.LOW, HIGH)])
    assert giving(again, 14)


def test_after_five_missed_days_a_new_start_waits_for_sobriety():
    known = facts(range(1, 11), seen=[(17, Tolerance.LOW, HIGH)])
    assert ordering(known, 17, "20", 17)
    assert ordering(facts(range(1, 11)), 17, "20", 17) == []


def test_two_missed_days_and_intoxication_withhold_the_dose():
    # Spec 04 M11: after 2 missed days the dose is unchanged if the client is not intoxicated.
    assert giving(facts(range(1, 11), seen=[(13, Tolerance.LOW, HIGH)]), 13)
    assert giving(facts(range(1, 11)), 13) == []


@pytest.mark.parametrize("missed", [0, 1])
def test_intoxication_withholds_the_dose_though_no_day_was_missed(missed):
    # Spec 04 M13: presents intoxicated, so withhold; the reassessment form says the same.
    day = 11 + missed
    (said,) = giving(facts(range(1, 11), seen=[(day, Tolerance.ASSURED, HIGH)]), day)
    assert said.startswith(f"Seen intoxicated on {on(day).day} March 2026: withhold")
    again = facts(range(1, 11), seen=[(day, Tolerance.ASSURED, HIGH), (day, Tolerance.ASSURED, SOBER)])
    assert giving(again, day) == []
    assert giving(facts(range(1, 11), seen=[(10, Tolerance.ASSURED, HIGH)]), 11) == [], (
        "after that day's dose"
    )


def test_the_round_withholds_from_an_intoxicated_client_who_missed_nothing(
    app, house, as_prescriber, as_keyworker
):
    address, course = treated(app, house, taken=range(1, 11))
    as_prescriber.post(f"{address}/reassess", data=found_form(intoxicated="yes", tolerance="assured"))
    refused = as_keyworker.post("/doses", data={f"dose_{course}": "S"})
    assert refused.status_code == 422
    assert "Seen intoxicated on" in as_keyworker.get("/doses").text
    assert "Seen intoxicated on" in as_prescriber.get(address.rsplit("/", 1)[0]).text
    assert as_keyworker.post("/doses", data={f"dose_{course}": "W"}).status_code == 303


@pytest.mark.parametrize(("missed", "mg"), [(3, "60"), (4, "60"), (5, "60"), (8, "60"), (8, "45")])
def test_an_order_dated_back_to_before_the_missed_days_does_not_escape_them(missed, mg):
    known, today_no = facts(range(1, 11)), 11 + missed
    assert ordering(known, 11, mg, today_no), "the day after the last dose"
    assert ordering(known, 11, mg, 11) == []


def test_an_order_dated_back_is_judged_as_a_restart_today():
    known = facts(range(1, 11))
    risky = Facts(
        Drug.METHADONE,
        START,
        orders=known.orders,
        doses=known.doses,
        tolerance=Tolerance.LOW,
        sedatives_or_alcohol=False,
    )
    proposed = Proposal(order(11, "30"), risky, on(20), UK)
    found = {one.rule: one.severity for one in check(Context.ORDER, proposed)}
    assert found["M2"] is Severity.SECOND
    assert any("9 missed days" in one for one in interruptions(proposed))


def test_an_order_dated_back_that_another_has_replaced_since_is_judged_by_its_own_day():
    known = facts(range(1, 11), orders=(order(1, "60"), order(13, "60")))
    assert Proposal(order(11, "62"), known, on(15), UK).now is None


def test_a_dose_given_in_spite_of_the_stop_does_not_answer_for_the_missed_days():
    # Spec 04 M11: block on the next supply order until a reassessment is recorded; T62 keeps the dose itself.
    known = facts([*range(1, 11), 15])
    (said,) = ordering(known, 16, "60", 16)
    assert "4 missed days in a row since 12 March 2026" in said
    assert "ended by a dose on 16 March 2026" in said
    seen = facts([*range(1, 11), 15], seen=[(16, Tolerance.LOW, SOBER)])
    assert ordering(seen, 16, "60", 16) == []
    weeks = [*range(1, 11), *range(15, 43)]
    (said,) = ordering(facts(weeks), 43, "60", 43)
    assert "4 missed days in a row since 12 March 2026" in said, "it does not lapse"
    since = facts([*range(1, 11), 15, 16], orders=(order(1, "60"), order(15, "40")))
    assert ordering(since, 17, "45", 17) == []


def test_days_away_are_not_missed_and_count_for_tolerance():
    known = facts(range(1, 11), away=[(12, 19)])
    run = missed_run(known, on(20))
    assert (run.days, run.away, run.unknown, run.where) == (2, 7, 9, "prison")
    assert run.back_on == on(19)


def test_on_the_first_day_back_a_reassessment_is_asked_for_with_the_reason():
    known = facts(range(1, 11), away=[(11, 14)])
    (said,) = giving(known, 14)
    assert said == (
        "3 days without a known dose since 12 March 2026 (3 of them away: prison): "
        "tolerance may have changed; stop until reassessed after the return"
    )
    assert giving(facts(range(1, 11), away=[(11, 13)]), 13) == [], "two days ask for nothing"


def test_a_reassessment_before_the_return_lifts_nothing():
    known = facts(range(1, 11), away=[(11, 16)], seen=[(15, Tolerance.ASSURED, SOBER)])
    assert giving(known, 16)
    assert giving(facts(range(1, 11), away=[(11, None)], seen=[(15, Tolerance.ASSURED, SOBER)]), 20)


def test_after_a_long_time_away_the_dose_goes_on_only_where_tolerance_is_assured():
    # Spec 04 M1c: confirmed and no more than 2 missed days here; otherwise a new start.
    assured = facts(range(1, 11), away=[(11, 21)], seen=[(21, Tolerance.ASSURED, SOBER)])
    assert giving(assured, 21) == []
    assert ordering(assured, 21, "60", 21) == []
    for tolerance in (Tolerance.LOW, Tolerance.UNCERTAIN):
        known = facts(range(1, 11), away=[(11, 21)], seen=[(21, tolerance, SOBER)])
        assert giving(known, 21)
        assert ordering(known, 21, "60", 21)
        assert ordering(known, 21, "20", 21) == []
    late = facts(range(1, 11), away=[(11, 21)], seen=[(24, Tolerance.ASSURED, SOBER)])
    assert giving(late, 24), "three more days were missed here"


def test_a_starting_dose_after_a_time_away_waits_for_the_reassessment_too():
    known = facts(range(1, 11), away=[(11, 21)])
    assert ordering(known, 21, "20", 21)


def test_where_no_dose_is_logged_the_return_still_asks_once():
    known = facts([], away=[(11, 21)])
    assert giving(known, 21)
    assert giving(facts([], away=[(11, 21)], seen=[(21, Tolerance.LOW, SOBER)]), 25) == []
    assert giving(facts([], away=[(11, 21)], orders=(order(1, "60"), order(22, "60"))), 60) == []


def found_form(**more):
    given = {"tolerance": "uncertain", "intoxicated": "no", "withdrawal": "Moderate", "other_use": "None"}
    return given | {"plan": "Half the dose"} | day("reassessed_on", today()) | more


def test_recording_intoxication_says_what_to_do_and_keeps_the_stop(app, house, as_prescriber, as_keyworker):
    address, course = treated(app, house, taken=range(4, 11))
    answer = as_prescriber.post(f"{address}/reassess", data=found_form(intoxicated="yes"))
    page = as_prescriber.get(answer.location).text
    assert "Withhold today&#39;s dose and log it as withheld" in page
    assert "seen intoxicated" in page
    refused = as_prescriber.post(f"{address}/order", data=order_form(as_prescriber, address, "50"))
    assert refused.status_code == 422
    assert as_keyworker.post("/doses", data={f"dose_{course}": "S"}).status_code == 422
    assert as_keyworker.post("/doses", data={f"dose_{course}": "W"}).status_code == 303
    assert as_prescriber.post(f"{address}/reassess", data=found_form()).status_code == 303
    assert len(stored(app, Reassessment)) == 2
    assert "seen intoxicated" not in as_prescriber.get(answer.location).text


def test_an_order_dated_back_is_refused_on_the_page(app, house, as_prescriber):
    address, _ = treated(app, house, taken=range(5, 11))
    form = order_form(as_prescriber, address, "50", ago(4), reason=REASON)
    answer = as_prescriber.post(f"{address}/order", data=form)
    assert answer.status_code == 422
    assert "4 missed days in a row" in answer.text
    assert len(stored(app, DoseOrder)) == 1


def rest(app, house, first, end=None, reason="prison"):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        PauseFactory(
            episode=episode, reason=reason, from_on=ago(first), until_on=ago(end) if end is not None else None
        )
        db.session.commit()


def test_a_client_who_is_away_is_neither_due_nor_missed(app, house, as_keyworker):
    treated(app, house, taken=range(6, 11))
    rest(app, house, 5)
    assert "Nobody comes on this day" in as_keyworker.get("/doses").text
    page = as_keyworker.get(f"/record/{house.episode}/prescribing").text
    assert "Away: prison" in page
    assert "No dose is due or missed here" in page
    assert "stop until reassessed" not in page
    assert "missed day" not in page
    assert "stop until reassessed" not in as_keyworker.get(f"/record/{house.episode}").text
    with app.app_context():
        services = house.actors.keyworker.services(READ_RECORD)
        assert [
            line for line in waits(COURSES, services, house.keyworker, today()) if "dose" in line.reason
        ] == []


def test_a_dose_logged_on_the_day_of_arrest_stays_on_the_round(app, house, as_keyworker):
    treated(app, house, mg="30", taken=range(11))
    rest(app, house, 0)
    assert "Taken supervised, logged by" in as_keyworker.get("/doses").text


def test_on_the_day_of_return_the_round_and_today_ask_for_a_reassessment(
    app, house, as_keyworker, as_prescriber
):
    address, course = treated(app, house, started=40, taken=range(31, 41))
    rest(app, house, 30, 0)
    page = as_keyworker.get("/doses").text
    assert "30 days without a known dose" in page
    assert "(30 of them away: prison)" in page
    with app.app_context():
        services = house.actors.keyworker.services(READ_RECORD)
        (line,) = waits(COURSES, services, house.keyworker, today())
        assert (
            line.reason
            == "back from prison, 30 days without a known dose of methadone: stop until reassessed"
        )
    assert as_keyworker.post("/doses", data={f"dose_{course}": "S"}).status_code == 422
    assert "confirmed by who gave them" in as_prescriber.get(f"{address}/reassess").text
    assert as_prescriber.post(f"{address}/reassess", data=found_form(tolerance="assured")).status_code == 303
    assert as_keyworker.post("/doses", data={f"dose_{course}": "S"}).status_code == 303
    assert stored(app, DoseEvent)[-1].happened_on == today()


def test_the_round_takes_no_more_statements_with_clients_who_were_away(app, house, as_keyworker, statements):
    treated(app, house, taken=(1, 2))
    as_keyworker.get("/doses")
    forget()
    statements.clear()
    as_keyworker.get("/doses")
    few = len(statements)
    for number in (9, 7, 5):
        rest(app, house, number, number - 1, "hospital")
    statements.clear()
    as_keyworker.get("/doses")
    assert len(statements) == few


def planned(number, mg, made):
    return replace(order(number, mg), written_on=on(made))


def test_a_low_order_planned_before_the_missed_days_is_no_new_start():
    """Day 9 comes after five missed days (4 to 8): only an order made from the fifth on answers for them."""
    for made, refused in ((1, True), (3, True), (7, True), (8, False), (9, False)):
        known = facts(range(1, 4), orders=(order(1, "60"), planned(9, "20", made)))
        assert bool(giving(known, 9)) is refused, made
    imported = facts(range(1, 4), orders=(order(1, "60"), order(9, "20")))
    assert giving(imported, 9) == []


def test_a_planned_order_does_not_answer_for_days_that_a_dose_ended():
    for made, refused in ((1, True), (6, False)):
        known = facts([1, 2, 7], orders=(order(1, "60"), planned(7, "55", made)))
        assert bool(ordering(known, 8, "55", 8)) is refused, made


def test_the_round_refuses_a_low_dose_that_was_ordered_before_the_client_stayed_away(
    app, house, as_keyworker
):
    _, course = treated(app, house, taken=range(6, 11))
    with app.app_context():
        course_row = db.session.get_one(Course, course)
        DoseOrderFactory(
            course=course_row,
            effective_on=today(),
            daily_mg=Decimal(20),
            recorded_at=now() - timedelta(days=9),
        )
        db.session.commit()
    assert "stop until reassessed. Start again as for a new client" in as_keyworker.get("/doses").text
    assert as_keyworker.post("/doses", data={f"dose_{course}": "S"}).status_code == 422
    assert len(stored(app, DoseEvent)) == 5
