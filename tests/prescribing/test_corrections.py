"""A wrong order, week or end is corrected by a new row with its reason; the wrong one stays readable."""

from decimal import Decimal

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing.models import Course, DoseOrder, OrderFinding, Regimen
from careplan.trail.models import TrailEntry
from tests.factories.prescribing import CourseFactory, DoseOrderFactory, RegimenFactory
from tests.prescribing.test_views import OUTSIDE, ago, day, stored, treated

WRONG = "Typed for another client"


def order_of(mg, on, **more):
    given = {"daily_mg": mg, "formulation": "oral_mixture", "phase": "maintenance"}
    return given | {"correction_reason": WRONG} | day("effective_on", on) | more


@pytest.fixture
def course(app, house):
    """50 mg from day 1, 60 mg from ten days ago; doses taken every day."""
    address, course_id = treated(app, house, started=30, taken=range(1, 31))
    with app.app_context():
        row = db.session.get_one(Course, course_id)
        DoseOrderFactory(course=row, effective_on=ago(10), daily_mg=Decimal(60), phase="maintenance")
        RegimenFactory(course=row, effective_on=ago(10), collect="1111111", supervised="1111110")
        db.session.commit()
    return address


def live(app, model):
    rows = [row for row in stored(app, model) if row.superseded_at is None]
    return sorted(rows, key=lambda row: row.effective_on)


def test_an_earlier_order_is_corrected_and_the_wrong_one_struck_through(app, house, course, as_prescriber):
    first = live(app, DoseOrder)[0]
    path = f"{course}/order/{first.id}/correct"
    page = as_prescriber.get(path)
    assert "Correct an order" in page.text
    assert 'value="50"' in page.text
    assert "Right daily dose" in page.text
    assert "New daily dose" not in page.text
    short = as_prescriber.post(path, data=order_of("55", ago(30), correction_reason="short"))
    assert short.status_code == 422
    assert "Enter what was wrong, in 10 characters or more" in short.text
    assert as_prescriber.post(path, data=order_of("55", ago(30))).status_code == 303
    assert [row.daily_mg for row in live(app, DoseOrder)] == [55, 60]
    new = live(app, DoseOrder)[0]
    assert (new.corrects, new.root_id, new.correction_reason) == (first.id, first.root_id, WRONG)
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert "<del>50\u00a0mg</del>" in page
    assert f"Corrects an earlier order: {WRONG}" in page
    assert WRONG in as_prescriber.get(f"/record/{house.episode}/history").text
    assert "order.corrected" in [row.action for row in trail(app)]
    again = as_prescriber.post(path, data=order_of("56", ago(30)))
    assert again.status_code == 303
    assert "corrected already" in as_prescriber.get(again.location).text
    assert len(stored(app, DoseOrder)) == 3


def trail(app):
    with app.app_context():
        return db.session.query(TrailEntry).all()


def test_a_corrected_order_keeps_its_place_between_the_others(app, course, as_prescriber):
    first, second = live(app, DoseOrder)
    for order, on, words in ((first, ago(10), "must begin before"), (second, ago(30), "must begin after")):
        answer = as_prescriber.post(f"{course}/order/{order.id}/correct", data=order_of("55", on))
        assert answer.status_code == 422
        assert words in answer.text
    moved = as_prescriber.post(f"{course}/order/{second.id}/correct", data=order_of("60", ago(9)))
    assert moved.status_code == 303
    assert live(app, DoseOrder)[1].effective_on == ago(9)


def test_what_no_longer_holds_is_corrected_whatever_the_rules_say_and_the_finding_kept(
    app, course, as_prescriber
):
    # Spec 04, rule 0: what happened is never refused.
    first, second = live(app, DoseOrder)
    past = as_prescriber.post(f"{course}/order/{first.id}/correct", data=order_of("45", ago(30)))
    assert past.status_code == 303
    assert {row.severity for row in stored(app, OrderFinding) if row.rule == "M1b"} == {"I"}
    held = as_prescriber.post(f"{course}/order/{second.id}/correct", data=order_of("95", ago(10)))
    assert held.status_code == 422
    assert "Select the second prescriber" in held.text


def test_a_correction_does_not_escape_missed_days(app, house, as_prescriber):
    address, _ = treated(app, house, taken=range(5, 11))
    (order,) = live(app, DoseOrder)
    answer = as_prescriber.post(f"{address}/order/{order.id}/correct", data=order_of("55", ago(10)))
    assert answer.status_code == 422
    assert "stop until reassessed" in answer.text
    assert "/reassess" in answer.text


def test_an_earlier_week_is_corrected_with_a_reason(app, house, course, as_prescriber):
    first, second = live(app, Regimen)
    path = f"{course}/week/{first.id}/correct"
    assert "Correct a week" in as_prescriber.get(path).text
    every = ["Monday", "Tuesday", "Wednesday"]
    form = {"collect": every, "supervised": every} | day("effective_on", ago(30))
    assert as_prescriber.post(path, data=form).status_code == 422
    assert as_prescriber.post(path, data=form | {"correction_reason": WRONG}).status_code == 303
    assert [row.collect for row in live(app, Regimen)] == ["1110000", "1111111"]
    held = form | {"correction_reason": WRONG} | day("effective_on", ago(10))
    answer = as_prescriber.post(f"{course}/week/{second.id}/correct", data=held)
    assert answer.status_code == 422, "the week that holds still asks for the reason of S1"
    assert WRONG in answer.text
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert f"Corrects an earlier week: {WRONG}" in page
    assert "<del>Supervised every day" in page


def end_form(goes_on="ended", on=None, reason=WRONG):
    return {"goes_on": goes_on, "reason": reason} | (day("ended_on", on) if on else {})


@pytest.fixture
def ended(app, course, as_prescriber):
    ending = day("ended_on", today()) | OUTSIDE | {"reason": "Transferred to another service today"}
    assert as_prescriber.post(f"{course}/end", data=ending).status_code == 303
    return f"{course}/end/correct"


def test_a_wrong_end_is_moved_and_the_course_keeps_what_hangs_on_it(app, house, ended, as_prescriber):
    assert as_prescriber.get(ended).status_code == 200
    for form, words in (
        (end_form(on=ago(1)), "must end after it"),
        (end_form(on=today()), "recorded already"),
        (end_form(), "Enter the day the course ended"),
        (end_form("goes_on", reason="short"), "Enter what was wrong"),
    ):
        answer = as_prescriber.post(ended, data=form)
        assert answer.status_code == 422
        assert words in answer.text
    assert as_prescriber.post(ended, data=end_form("goes_on")).status_code == 303
    old, new = stored(app, Course)
    assert (new.corrects, new.root_id, new.ended_on, new.ended_by) == (old.id, old.id, None, None)
    assert old.superseded_at is not None
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert "Methadone, day 31" in page
    assert WRONG in page
    assert "60\u00a0mg" in page
    assert as_prescriber.post(ended, data=end_form("goes_on")).status_code == 303, (
        "open again: nothing to correct"
    )
    assert len(stored(app, Course)) == 2


def test_a_course_goes_on_only_beside_no_other_of_the_drug_and_in_an_open_episode(
    app, house, ended, as_prescriber
):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        CourseFactory(episode=episode, first_dose_on=today())
        db.session.commit()
    answer = as_prescriber.post(ended, data=end_form("goes_on"))
    assert answer.status_code == 422
    assert "course is open since" in answer.text
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        episode.closed_on, episode.exit_reason = today(), "dropped_out"
        db.session.info["trailed"] = True
        db.session.commit()
    answer = as_prescriber.post(ended, data=end_form("goes_on"))
    assert "This episode closed on" in answer.text


def test_only_a_prescriber_of_the_service_corrects(app, course, as_keyworker, charlie):
    order, week = live(app, DoseOrder)[0], live(app, Regimen)[0]
    for path in (
        f"{course}/order/{order.id}/correct",
        f"{course}/week/{week.id}/correct",
        f"{course}/end/correct",
    ):
        assert as_keyworker.get(path).status_code == 403
        assert charlie.get(path).status_code == 404
