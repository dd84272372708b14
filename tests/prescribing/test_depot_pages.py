"""Depots on the pages: an injection is never so much a day, and its next day stands where it is looked for."""

from datetime import timedelta
from decimal import Decimal

from careplan.clients.models import Episode, Task
from careplan.governance.registers import Incident
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing.models import DoseEvent
from careplan.prescribing.rules.facts import day_words
from tests.factories.prescribing import CourseFactory, DoseEventFactory, DoseOrderFactory
from tests.prescribing.test_views import ago, day, order_form, stored


def on_depot(app, house, mg="24", given=(14, 7), formulation="depot_weekly", started=14):
    """A depot course of the house's episode; `given` are days ago with an injection. Its address and id."""
    with app.app_context():
        of = db.session.get_one(Episode, house.episode)
        course = CourseFactory(episode=of, drug="buprenorphine", first_dose_on=ago(started))
        order = {"effective_on": ago(started), "daily_mg": Decimal(mg), "formulation": formulation}
        DoseOrderFactory(course=course, phase="maintenance", **order)
        for days in given:
            DoseEventFactory(course=course, happened_on=ago(days), mg=Decimal(mg), mode="on_site")
        db.session.commit()
        return f"/record/{of.id}/prescribing/{course.id}", course.id


def text(page):
    return page.text.replace("\u00a0", " ")


def test_the_course_page_says_when_the_next_injection_is_due(app, house, as_prescriber):
    on_depot(app, house, given=(14, 6))
    due = today() + timedelta(days=1)
    page = text(as_prescriber.get(f"/record/{house.episode}/prescribing"))
    assert "Next injection" in page
    first, last = (day_words(due + timedelta(days=days)) for days in (-2, 2))
    assert f"24 mg on {due:%A} {day_words(due)}. It may be given from {first} to {last}" in page


def test_a_late_injection_says_so_and_one_never_logged_is_not_known(app, house, as_prescriber):
    on_depot(app, house, given=(14, 10))
    assert "3 days late, which counts as missed. Reassess first" in text(
        as_prescriber.get(f"/record/{house.episode}/prescribing")
    )


def test_where_no_injection_is_logged_the_next_day_is_not_known(app, house, as_prescriber):
    on_depot(app, house, given=(), started=60)
    assert "Not known: no injection is logged" in text(
        as_prescriber.get(f"/record/{house.episode}/prescribing")
    )


def test_no_page_says_a_depots_amount_a_day(app, house, as_prescriber):
    address, course_id = on_depot(app, house)
    record = f"/record/{house.episode}"
    with app.app_context():
        dose = db.session.query(DoseEvent).filter_by(course_id=course_id).first().id
    pages = [
        record,
        f"{record}/prescribing",
        f"{record}/history",
        f"{address}/order",
        f"{address}/doses",
        "/",
        "/doses",
    ]
    pages += [
        f"{address}/doses/log",
        f"{address}/doses/{dose}/correct",
        f"{address}/end",
        f"{address}/reassess",
    ]
    for path in pages:
        page = as_prescriber.get(path)
        assert page.status_code == 200, path
        assert "24 mg a day" not in text(page), path
        assert "Daily dose ordered" not in page.text, path
    assert "24 mg once a week" in text(as_prescriber.get(f"{record}/prescribing"))
    assert "24 mg weekly depot" in text(as_prescriber.get(f"{record}/history"))


def test_the_round_gives_an_injection_and_no_dose_to_take_home(app, house, as_keyworker):
    _, course_id = on_depot(app, house)
    page = text(as_keyworker.get("/doses"))
    assert "an injection once a week" in page
    assert f"Due: 24 mg on {today():%A} {day_words(today())}" in page
    assert "S: injected here by a healthcare professional" in page
    assert "H: collected to take home" not in page
    assert as_keyworker.post("/doses", data={f"dose_{course_id}": "H"}).status_code == 422
    assert as_keyworker.post("/doses", data={f"dose_{course_id}": "S"}).status_code == 303
    assert len(stored(app, DoseEvent)) == 3


def test_an_order_far_outside_the_table_waits_for_a_second_prescriber(app, house, as_prescriber):
    address, _ = on_depot(app, house)
    form = order_form(as_prescriber, address, "240", formulation="depot_weekly", phase="maintenance")
    answer = as_prescriber.post(f"{address}/order", data=form)
    assert answer.status_code == 422
    assert "240 mg is no size of this depot" in text(answer)
    assert "B13" in answer.text


def test_a_daily_dose_on_top_of_a_depot_of_another_course_is_asked_about(app, house, as_prescriber):
    on_depot(app, house)
    with app.app_context():
        of = db.session.get_one(Episode, house.episode)
        course = CourseFactory(episode=of, drug="methadone", first_dose_on=today())
        db.session.commit()
        address = f"/record/{of.id}/prescribing/{course.id}"
    answer = as_prescriber.post(f"{address}/order", data=order_form(as_prescriber, address, "20"))
    assert answer.status_code == 422
    assert "A depot of 24 mg is ordered as well: a daily dose comes on top of it" in text(answer)


def logged(address, browser, what, on=None, **more):
    form = {"what": what, "source": "own"} | day("on", on or today()) | more
    return browser.post(f"{address}/doses/log", data=form)


def test_a_depot_taken_home_is_asked_about_and_becomes_an_incident(app, house, as_keyworker):
    address, _ = on_depot(app, house)
    page = logged(address, as_keyworker, "H")
    assert page.status_code == 200
    assert "never supplied to the client to take home" in page.text
    assert len(stored(app, DoseEvent)) == 2
    assert stored(app, Incident) == []
    mark = page.text.split('name="confirmed" value="')[1].split('"')[0]
    why = {"because": "The pharmacy handed the syringe out by mistake"}
    assert logged(address, as_keyworker, "H", confirmed=mark, **why).status_code == 303
    dose = stored(app, DoseEvent)[-1]
    assert "B15: A depot is given by a healthcare professional" in dose.because
    assert len(stored(app, Incident)) == 1
    (task,) = stored(app, Task)
    assert "never supplied to the client" in task.words


def test_an_injection_outside_its_days_is_asked_about(app, house, as_keyworker):
    address, _ = on_depot(app, house, given=(14, 3))
    assert "this is 4 days early" in logged(address, as_keyworker, "S").text
    assert len(stored(app, DoseEvent)) == 2


def test_a_late_injection_is_asked_about_in_the_form_and_in_the_round(app, house, as_keyworker):
    address, course_id = on_depot(app, house, given=(14, 10))
    assert "this is 3 days late, which counts as missed" in logged(address, as_keyworker, "S").text
    answer = as_keyworker.post("/doses", data={f"dose_{course_id}": "S"})
    assert answer.status_code == 422
    assert "3 days late" in answer.text
    assert len(stored(app, DoseEvent)) == 2


def test_an_injection_on_its_day_asks_nothing(app, house, as_keyworker):
    address, _ = on_depot(app, house)
    assert logged(address, as_keyworker, "S").status_code == 303
    assert len(stored(app, DoseEvent)) == 3


def test_an_injection_is_called_one_and_is_neither_vomited_nor_part_taken(app, house, as_keyworker):
    address, course_id = on_depot(app, house, given=(14, 7))
    log = f"{address}/doses/log"
    page = text(as_keyworker.get(log))
    assert "S: injected here by a healthcare professional" in page
    assert "taken supervised" not in page.lower()
    assert "vomited" not in page
    form = {"source": "own", "mg": ""} | day("on", today())
    for key in ("P", "V"):
        assert as_keyworker.post(log, data=form | {"what": key}).status_code == 422
    assert as_keyworker.post(log, data=form | {"what": "S"}).status_code == 303
    doses = text(as_keyworker.get(f"{address}/doses"))
    assert "Injected" in doses
    assert "Taken" not in doses
    with app.app_context():
        dose = db.session.query(DoseEvent).filter_by(course_id=course_id).first().id
    wrong = f"{address}/doses/{dose}/correct"
    assert "S: injected here" in text(as_keyworker.get(wrong))
    said = {"reason": "It was another client", "mg": "", "what": "V"}
    assert as_keyworker.post(wrong, data=said).status_code == 422


def test_after_a_change_to_a_depot_only_the_days_of_the_depot_are_injections(app, house, as_keyworker):
    with app.app_context():
        of = db.session.get_one(Episode, house.episode)
        course = CourseFactory(episode=of, drug="buprenorphine", first_dose_on=ago(20))
        for back, mg, formulation in ((20, 16, "sublingual"), (3, 24, "depot_weekly")):
            DoseOrderFactory(
                course=course, effective_on=ago(back), daily_mg=Decimal(mg), formulation=formulation
            )
        DoseEventFactory(course=course, happened_on=ago(5), mg=Decimal(16))
        db.session.commit()
        log = f"/record/{of.id}/prescribing/{course.id}/doses/log"
    form = {"source": "own", "mg": "", "what": "V"}
    refused = as_keyworker.post(log, data=form | day("on", ago(3)))
    assert refused.status_code == 422
    assert "A depot is neither vomited nor taken in part" in refused.text
    assert as_keyworker.post(log, data=form | day("on", ago(4))).status_code == 303
