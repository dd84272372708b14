"""Ending a course from more than a week's reduction: a reason, and of methadone a second prescriber (M15, B19)."""

import re
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from careplan.ground.clock import today
from careplan.prescribing import models
from careplan.prescribing.codes import DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.models import Agreement, OrderFinding
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.changing import stopping
from careplan.prescribing.rules.facts import Away, Course, Dose, Facts, Order
from tests.conftest import browser
from tests.prescribing.test_agreeing import said
from tests.prescribing.test_views import OUTSIDE, ago, day, order_form, stored, treated

UK = standard.UK.on(date(2026, 1, 1))
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
        (course("90"), ["M15 W2"]),
        (course("11"), ["M15 W2"]),
        (course("10"), []),
        (course("8", Drug.BUPRENORPHINE), ["B19 W"]),
        (course("2", Drug.BUPRENORPHINE), []),
        (course("90", last=3), ["M15 W2"]),
        (course("90", last=4), []),
        (course("96", Drug.BUPRENORPHINE, formulation=Formulation.DEPOT_MONTHLY), []),
        (course("90", away=(Away("prison", ON - timedelta(days=1)),)), []),
        (
            course(
                "90", beside=(Course(Drug.BUPRENORPHINE, ON - timedelta(days=28), orders=course("8").orders),)
            ),
            [],
        ),
        (course("90", beside=(OVER,)), ["M15 W2"]),
    ],
)
def test_a_course_that_stops_in_one_step_is_asked_about(facts, said):
    # Spec 04 M15: a stop from more than 10 mg in one step.
    assert rules(facts) == said


def test_a_course_without_logged_doses_is_asked_about_too():
    bare = course("90")
    assert rules(Facts(bare.drug, bare.first_dose_on, orders=bare.orders)) == ["M15 W2"]


@pytest.mark.parametrize(
    ("after", "prescribed", "severity"),
    [(1, False, "W2"), (2, False, "W2"), (3, False, "W"), (3, True, "W2")],
)
def test_an_end_waits_for_nobody_once_nothing_would_be_given_today(after, prescribed, severity):
    # Spec 04 rule 0: what happened is always saved. The last dose was taken on the day before `ON`.
    (one,) = stopping(course("90"), ON, ON + timedelta(days=after), UK, prescribed=prescribed)
    assert one.severity == severity


def test_an_end_in_the_past_of_a_course_that_nobody_logged_has_happened():
    bare = course("90")
    bare = Facts(bare.drug, bare.first_dose_on, orders=bare.orders)
    for prescribed, severity in ((False, "W"), (True, "W2")):
        (one,) = stopping(bare, ON, ON + timedelta(days=1), UK, prescribed=prescribed)
        assert one.severity == severity


@pytest.fixture
def waiting(app, house, ada, as_prescriber):
    """Methadone 90 mg; its end waits for Dr Ada Second: the course's address, and the agreement's."""
    address, course_id = treated(app, house, mg="90", taken=range(1, 11))
    answer = as_prescriber.post(f"{address}/end", data=ending(ada))
    assert answer.status_code == 303
    return SimpleNamespace(address=address, at=answer.location, course=course_id)


def ending(second, **more):
    return day("ended_on", today()) | WHY | {"second_prescriber": second.id} | more


def ended(app):
    return stored(app, models.Course)[0].ended_on


def test_the_page_asks_why_and_who_agrees(app, house, ada, as_prescriber):
    address, _ = treated(app, house, mg="90", taken=range(1, 11))
    asked = as_prescriber.post(f"{address}/end", data=day("ended_on", today()))
    assert asked.status_code == 422
    for words in ("The course stops from 90 mg in one step", "Why does it stop in one step?", ada.name):
        assert words in asked.text
    for missing in (
        {"reason": "aaaaaaaaaaaa"},
        {"second_prescriber": ""},
        {"second_prescriber": house.prescriber},
    ):
        answer = as_prescriber.post(f"{address}/end", data=ending(ada) | missing)
        assert answer.status_code == 422
        assert "Second prescriber" in answer.text
    assert (ended(app), stored(app, Agreement)) == (None, [])


def test_until_a_colleague_agrees_the_course_goes_on_with_its_dose(
    app, house, as_keyworker, as_prescriber, waiting
):
    assert ended(app) is None
    assert stored(app, OrderFinding) == []
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert "To be agreed by Dr Ada Second: the course ends" in page
    assert "90 mg" in as_keyworker.get("/doses").text.replace("\u00a0", " ")
    assert "To be agreed by Dr Ada Second" in as_prescriber.get(f"{waiting.address}/end").text
    history = as_prescriber.get(f"/record/{house.episode}/history").text.replace("\u00a0", " ")
    assert "o end the course from 90 mg" in history


def test_the_colleague_reads_the_end_whole_on_today_and_agrees(app, house, ada, as_prescriber, waiting):
    as_ada = browser(app, ada.id)
    words = "ending the course from 90 mg (90 ml of 1 mg/ml) of methadone a day"
    assert f"Agree to {words}? Dr Pria Prescriber asks you" in as_ada.get("/").text.replace("\u00a0", " ")
    assert f"{words[1:]} waits until Dr Ada Second agrees" in as_prescriber.get("/").text.replace(
        "\u00a0", " "
    )
    page = as_ada.get(waiting.at).text.replace("\u00a0", " ")
    for part in ("An end with a second prescriber", "M15", WHY["reason"], "Tolerance at the start", "90 mg"):
        assert part in page, part
    assert as_ada.post(waiting.at, data=said(as_ada, waiting.at)).status_code == 303
    assert ended(app) == today()
    course = stored(app, models.Course)[0]
    assert course.ended_by == house.prescriber
    (kept,) = stored(app, OrderFinding)
    assert (kept.rule, kept.reason, kept.second_prescriber) == ("M15", WHY["reason"], ada.name)
    assert "Agree to" not in as_ada.get("/").text
    assert as_ada.get(waiting.at).status_code == 200


def test_a_refusal_leaves_the_course_and_comes_back(app, ada, as_prescriber, waiting):
    as_ada = browser(app, ada.id)
    no = said(as_ada, waiting.at, answer="declined", words="Reduce first, over three months")
    assert as_ada.post(waiting.at, data=no).status_code == 303
    assert ended(app) is None
    assert "does not agree to ending the course" in as_prescriber.get("/").text


def test_an_order_withdraws_an_end_that_waits(app, as_prescriber, waiting):
    lower = order_form(as_prescriber, waiting.address, "85", phase="reduction")
    assert as_prescriber.post(f"{waiting.address}/order", data=lower).status_code == 303
    assert [row.answer for row in stored(app, Agreement)] == ["withdrawn"]


def test_what_was_taken_meanwhile_stands_in_the_way_of_an_end_before_it(
    app, house, ada, as_keyworker, waiting
):
    assert as_keyworker.post("/doses", data={f"dose_{waiting.course}": "S"}).status_code == 303
    as_ada = browser(app, ada.id)
    answer = as_ada.post(waiting.at, data=said(as_ada, waiting.at))
    assert answer.status_code == 422
    assert "The last logged dose was for" in answer.text
    assert ended(app) is None


def test_its_prescriptions_are_cancelled_when_the_colleague_agrees(app, house, ada, as_prescriber):
    address, _ = treated(app, house, mg="90", taken=range(1, 11))
    script = (
        {"form": "private"} | day("signed_on", today()) | day("starts_on", today()) | day("ends_on", today())
    )
    assert as_prescriber.post(f"{address}/prescription", data=script).status_code == 303
    assert as_prescriber.post(f"{address}/end", data=ending(ada)).status_code == 422
    at = as_prescriber.post(f"{address}/end", data=ending(ada, cancel="y")).location
    assert "cancelled with the course" in as_prescriber.get(at).text
    assert stored(app, models.PrescriptionEvent) == []
    assert as_prescriber.post(at, data=said(as_prescriber, at)).status_code == 303
    assert [row.status for row in stored(app, models.PrescriptionEvent)] == ["cancelled"]
    assert ended(app) == today()


def test_a_colleague_from_outside_ends_it_at_once_and_the_managers_are_told(
    app, house, as_prescriber, as_manager
):
    address, _ = treated(app, house, mg="90", taken=range(1, 11))
    answer = as_prescriber.post(f"{address}/end", data=day("ended_on", today()) | WHY | OUTSIDE)
    assert answer.status_code == 303
    assert ended(app) == today()
    (row,) = stored(app, Agreement)
    assert (row.answer, row.ends, row.outside_registration) == ("agreed", "course", "7012345")
    assert "decided on ending the course" in as_manager.get("/").text


def test_buprenorphine_takes_a_reason_alone(app, house, as_prescriber):
    address, _ = treated(app, house, mg="8", taken=range(1, 11), drug="buprenorphine")
    assert as_prescriber.post(f"{address}/end", data=day("ended_on", today()) | WHY).status_code == 303
    assert ended(app) == today()
    assert [row.rule for row in stored(app, OrderFinding)] == ["B19"]


def test_what_waits_waits_no_more_once_the_client_left_treatment(
    app, house, as_manager, as_prescriber, waiting
):
    left = {"exit_reason": "dropped_out", "end_courses": "y"} | day("closed_on", today())
    assert as_manager.post(f"/record/{house.episode}/leave", data=left).status_code == 303
    assert ended(app) == today()
    (row,) = stored(app, Agreement)
    assert (row.answer, row.answer_words) == ("withdrawn", "The course ended")
    page = as_prescriber.get(waiting.at).text
    assert "the course goes on" not in page
    assert "Save answer" not in page


def test_an_end_asked_for_twice_says_why_the_first_waits_no_more(app, ada, as_prescriber, waiting):
    assert as_prescriber.post(f"{waiting.address}/end", data=ending(ada)).status_code == 303
    assert "Withdrawn on" in as_prescriber.get(waiting.at).text
    assert {row.answer_words for row in stored(app, Agreement)} == {
        "The end of the course was asked for",
        None,
    }


def script(starts=0, **more):
    days = day("signed_on", today()) | day("starts_on", ago(-starts)) | day("ends_on", ago(-starts - 1))
    return {"form": "private"} | days | more


def test_another_day_on_the_form_takes_no_supply_away_alone(app, house, ada, as_prescriber):
    address, _ = treated(app, house, mg="90", taken=())
    assert as_prescriber.post(f"{address}/prescription", data=script()).status_code == 303
    yesterday = {"cancel": "y"} | WHY | day("ended_on", ago(1))
    answer = as_prescriber.post(f"{address}/end", data=yesterday)
    assert (answer.status_code, ended(app)) == (422, None)
    assert ada.name in answer.text
    answer = as_prescriber.post(f"{address}/end", data=yesterday | {"second_prescriber": ada.id})
    assert (answer.status_code, ended(app)) == (303, None)
    assert stored(app, models.PrescriptionEvent) == []
    data = said(as_prescriber, answer.location)
    assert as_prescriber.post(answer.location, data=data).status_code == 303
    assert ended(app) == ago(1)


def test_a_prescription_written_meanwhile_is_not_ended_unseen(app, house, ada, as_prescriber, waiting):
    assert as_prescriber.post(f"{waiting.address}/prescription", data=script()).status_code == 303
    answer = as_prescriber.post(waiting.at, data=said(as_prescriber, waiting.at))
    assert (answer.status_code, ended(app)) == (422, None)
    assert "was written meanwhile. Withdraw this, and ask anew" in answer.text


def test_the_colleague_reads_which_prescriptions_are_cancelled(app, house, ada, as_prescriber):
    address, _ = treated(app, house, mg="90", taken=range(1, 11))
    mda = script(form="fp10mda", serial="00000000042")
    assert as_prescriber.post(f"{address}/prescription", data=mda).status_code == 303
    at = as_prescriber.post(f"{address}/end", data=ending(ada, cancel="y")).location
    assert "00000000042: cancelled with the course" in as_prescriber.get(at).text
    agreed = said(as_prescriber, at)
    another = mda | script(starts=2, form="fp10mda", serial="00000000091")
    assert as_prescriber.post(f"{address}/prescription", data=another).status_code == 303
    answer = as_prescriber.post(at, data=agreed)
    assert (answer.status_code, ended(app)) == (422, None)
    assert as_prescriber.post(at, data=said(as_prescriber, at)).status_code == 303
    assert len(stored(app, models.PrescriptionEvent)) == 2


def test_what_an_ended_course_had_ordered_is_history(app, house, as_prescriber):
    address, _ = treated(app, house, mg="8", taken=range(2, 11))
    assert as_prescriber.post(f"{address}/end", data=day("ended_on", today())).status_code == 303
    (order,), (week,) = stored(app, models.DoseOrder), stored(app, models.Regimen)
    data = {"daily_mg": "80", "formulation": "oral_mixture", "phase": "induction", "confirmed": ""}
    data |= {"correction_reason": "A nought was missing"} | day("effective_on", order.effective_on)
    answer = as_prescriber.post(f"{address}/order/{order.id}/correct", data=data)
    if answer.status_code == 200:
        confirmed = re.search(r'name="confirmed"[^>]*value="([^"]+)"', answer.text)[1]
        answer = as_prescriber.post(
            f"{address}/order/{order.id}/correct", data=data | {"confirmed": confirmed}
        )
    assert answer.status_code == 303, answer.text
    data = {"collect": ["Monday"], "supervised": [], "correction_reason": "Only Monday, as was agreed"}
    data |= day("effective_on", week.effective_on)
    assert as_prescriber.post(f"{address}/week/{week.id}/correct", data=data).status_code == 303
