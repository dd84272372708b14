"""What a prescriber and a keyworker meet on the pages: happy paths, refusals at the field, nothing lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing.models import (
    Course,
    DoseEvent,
    DoseOrder,
    OrderFinding,
    Reassessment,
    Regimen,
)
from careplan.trail.models import TrailEntry
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.factories.prescribing import (
    CourseFactory,
    DoseEventFactory,
    DoseOrderFactory,
    PrescriptionFactory,
    RegimenFactory,
)

OUTSIDE = {
    "second_prescriber": "outside",
    "outside_name": "Dr Ada Okoro",
    "outside_registration": "7012345",
    "outside_reached": "By telephone on 0191 498 0000, at 10am",
}
REASON = "Titrated in the clinic with daily review"


def day(name, on):
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def ago(days):
    return today() - timedelta(days=days)


def stored(app, model):
    with app.app_context():
        return db.session.scalars(select(model).order_by(model.recorded_at, model.id)).all()


def treated(app, house, started=10, mg="50", taken=(), drug="methadone", collect="1111111", episode=None):
    """A course of the house's episode; `taken` are days ago with a dose. Returns its address and id."""
    with app.app_context():
        of = db.session.get_one(Episode, episode or house.episode)
        course = CourseFactory(episode=of, drug=drug, first_dose_on=ago(started))
        formulation = "oral_mixture" if drug == "methadone" else "sublingual"
        DoseOrderFactory(
            course=course, effective_on=ago(started), daily_mg=Decimal(mg), formulation=formulation
        )
        if collect:
            RegimenFactory(course=course, effective_on=ago(started), collect=collect, supervised=collect)
        for days in taken:
            DoseEventFactory(course=course, happened_on=ago(days))
        db.session.commit()
        return f"/record/{of.id}/prescribing/{course.id}", course.id


def seen_of(browser, path):
    page = browser.get(path)
    assert page.status_code == 200
    mark = 'name="seen" value="'
    return page.text.split(mark)[1].split('"')[0] if mark in page.text else ""


def order_form(browser, address, mg, on=None, **more):
    given = {"daily_mg": mg, "formulation": "oral_mixture", "phase": "induction"}
    return given | {"seen": seen_of(browser, f"{address}/order")} | day("effective_on", on or today()) | more


def start_form(**more):
    given = {
        "drug": "methadone",
        "intent": "maintenance",
        "tolerance": "assured",
        "sedatives_or_alcohol": "no",
    }
    return given | day("first_dose_on", today()) | more


def test_a_prescriber_starts_a_course_orders_a_dose_and_sets_the_week(app, house, as_prescriber):
    record = f"/record/{house.episode}/prescribing"
    assert "No course yet" in as_prescriber.get(record).text
    answer = as_prescriber.post(f"{record}/start", data=start_form())
    assert (answer.status_code, answer.location) == (303, record)
    (course,) = stored(app, Course)
    address = f"{record}/{course.id}"
    assert (
        as_prescriber.post(f"{address}/order", data=order_form(as_prescriber, address, "30")).status_code
        == 303
    )
    week = {"collect": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]}
    week |= {"supervised": week["collect"]} | day("effective_on", today())
    assert as_prescriber.post(f"{address}/week", data=week).status_code == 303
    page = as_prescriber.get(record).text
    for words in (
        "Methadone, day 1",
        "30 mg (30 ml of 1 mg/ml) a day",
        "Supervised Monday to Saturday",
        "Dose ordered: 30 mg",
    ):
        assert words in page, words


def test_a_course_without_answers_is_refused_at_each_field(app, house, as_prescriber):
    answer = as_prescriber.post(f"/record/{house.episode}/prescribing/start", data={"verified_dose_mg": "80"})
    assert answer.status_code == 422
    for words in (
        "There is a problem",
        "Select the drug",
        "Enter the day of the first dose",
        "A confirmed dose must include the day of the last dose and who confirmed it and their organisation "
        "and their telephone and the day they confirmed it",
    ):
        assert words in answer.text
    assert 'value="80"' in answer.text
    assert stored(app, Course) == []


def test_a_first_dose_to_come_is_refused(house, as_prescriber):
    form = start_form() | day("first_dose_on", today() + timedelta(days=1))
    answer = as_prescriber.post(f"/record/{house.episode}/prescribing/start", data=form)
    assert answer.status_code == 422
    assert "must be today or in the past" in answer.text


def test_a_blocked_dose_is_shown_with_its_limit_and_not_saved(app, house, as_prescriber):
    record = f"/record/{house.episode}/prescribing"
    as_prescriber.post(f"{record}/start", data=start_form())
    address = f"{record}/{stored(app, Course)[0].id}"
    form = order_form(as_prescriber, address, "45", reason=REASON, **OUTSIDE)
    answer = as_prescriber.post(f"{address}/order", data=form)
    assert answer.status_code == 422
    assert "This cannot be ordered. M1b: First day" in answer.text
    assert "5 mg over the highest starting dose of 40 mg" in answer.text
    assert 'value="45"' in answer.text
    assert REASON in answer.text
    assert stored(app, DoseOrder) == []


def test_a_warned_dose_takes_a_reason_and_a_double_warned_one_a_second_name(app, house, as_prescriber):
    address, _ = treated(app, house, started=1, mg="30", taken=(1,))
    form = order_form(as_prescriber, address, "45")
    answer = as_prescriber.post(f"{address}/order", data=form)
    assert answer.status_code == 422
    assert "limit 10 mg (5 mg over)" in answer.text
    assert "Enter the reason, in 10 characters or more" in answer.text
    assert "second prescriber" not in answer.text.lower()
    assert as_prescriber.post(f"{address}/order", data=form | {"reason": REASON}).status_code == 303
    (kept,) = stored(app, OrderFinding)
    assert (kept.rule, kept.reason) == ("M3", REASON)

    form = order_form(as_prescriber, address, "65", today() + timedelta(days=1), reason=REASON)
    answer = as_prescriber.post(f"{address}/order", data=form)
    assert answer.status_code == 422
    assert "Select the second prescriber: a colleague, not yourself" in answer.text
    for name in ("reason", "second_prescriber"):
        assert f'name="{name}"' in answer.text, "what is asked for can be answered on the page"
    assert REASON in answer.text
    answer = as_prescriber.post(f"{address}/order", data=form | OUTSIDE)
    assert answer.status_code == 303
    assert "Dr Ada Okoro" in as_prescriber.get(f"/record/{house.episode}/prescribing").text


def test_a_ten_fold_step_is_shown_once_more_before_it_is_saved(app, house, as_prescriber):
    address, _ = treated(app, house, mg="80", taken=range(1, 11))
    form = order_form(as_prescriber, address, "8", phase="reduction", reason=REASON)
    page = as_prescriber.post(f"{address}/order", data=form)
    assert page.status_code == 200
    assert "ten-fold step" in page.text
    assert "Nothing is saved yet" in page.text
    assert len(stored(app, DoseOrder)) == 1
    mark = page.text.split('name="confirmed" value="')[1].split('"')[0]
    changed = as_prescriber.post(f"{address}/order", data=form | {"confirmed": mark, "change": "1"})
    assert changed.status_code == 200
    assert 'value="8"' in changed.text
    other = form | {"confirmed": mark, "daily_mg": "7"}
    assert as_prescriber.post(f"{address}/order", data=other).status_code == 200, (
        "another dose is asked again"
    )
    assert as_prescriber.post(f"{address}/order", data=form | {"confirmed": mark}).status_code == 303
    assert len(stored(app, DoseOrder)) == 2


def test_after_three_missed_days_only_a_reassessment_opens_the_order(app, house, as_prescriber):
    address, _ = treated(app, house, taken=(4,))
    assert "stop until reassessed" in as_prescriber.get(f"/record/{house.episode}/prescribing").text
    form = order_form(as_prescriber, address, "50", phase="maintenance")
    assert as_prescriber.post(f"{address}/order", data=form).status_code == 422
    seen = {"tolerance": "uncertain", "intoxicated": "no", "withdrawal": "Moderate", "other_use": "None"}
    seen |= {"plan": "Half the dose"} | day("reassessed_on", today())
    assert as_prescriber.post(f"{address}/reassess", data=seen).status_code == 303
    assert len(stored(app, Reassessment)) == 1
    form = order_form(as_prescriber, address, "25", phase="induction")
    confirm = as_prescriber.post(f"{address}/order", data=form)
    assert "3 missed days in a row" in confirm.text
    mark = confirm.text.split('name="confirmed" value="')[1].split('"')[0]
    assert as_prescriber.post(f"{address}/order", data=form | {"confirmed": mark}).status_code == 303


def test_an_order_written_on_an_old_page_is_shown_beside_the_newer_one(app, house, as_prescriber):
    address, _ = treated(app, house, mg="60", taken=range(1, 11))
    form = order_form(as_prescriber, address, "62")
    assert as_prescriber.post(f"{address}/order", data=form | {"submission": "one"}).status_code == 303
    answer = as_prescriber.post(f"{address}/order", data=form | {"daily_mg": "64", "submission": "two"})
    assert answer.status_code == 409
    assert "62 mg" in answer.text
    assert "64 mg" in answer.text
    assert len(stored(app, DoseOrder)) == 2


def test_the_same_form_sent_twice_orders_once(app, house, as_prescriber):
    address, _ = treated(app, house, mg="60", taken=range(1, 11))
    form = order_form(as_prescriber, address, "62") | {"submission": "once"}
    first = as_prescriber.post(f"{address}/order", data=form)
    second = as_prescriber.post(f"{address}/order", data=form)
    assert (first.status_code, second.status_code, second.location) == (303, 303, first.location)
    assert len(stored(app, DoseOrder)) == 2


def test_fewer_supervised_days_in_the_first_three_months_take_a_reason(app, house, as_prescriber):
    address, _ = treated(app, house, collect="")
    days = ["Monday", "Wednesday", "Friday"]
    form = {"collect": days, "supervised": days} | day("effective_on", today())
    answer = as_prescriber.post(f"{address}/week", data=form)
    assert answer.status_code == 422
    assert "Supervised on 3 days a week" in answer.text
    assert stored(app, Regimen) == []
    assert (
        as_prescriber.post(f"{address}/week", data=form | {"reason": "Works away all week"}).status_code
        == 303
    )
    assert stored(app, Regimen)[0].s1_reason == "Works away all week"
    assert (
        "Reason given: Works away all week" in as_prescriber.get(f"/record/{house.episode}/prescribing").text
    )
    wrong = form | {"supervised": ["Sunday"], "seen": stored(app, Regimen)[0].id}
    assert "Not collected: Sunday" in as_prescriber.post(f"{address}/week", data=wrong).text


def test_a_week_set_again_for_the_same_day_asks_why_and_keeps_the_words(app, house, as_prescriber):
    address, _ = treated(app, house, collect="")
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    form = {"collect": days, "supervised": days} | day("effective_on", today())
    assert "Why is the other week replaced?" not in as_prescriber.get(f"{address}/week").text
    assert as_prescriber.post(f"{address}/week", data=form).status_code == 303
    again = form | {"collect": [*days, "Sunday"], "seen": stored(app, Regimen)[0].id}
    asked = as_prescriber.post(f"{address}/week", data=again)
    assert asked.status_code == 422
    assert "Why is the other week replaced?" in asked.text
    assert "Enter why the week from the same day is replaced" in asked.text
    said = again | {"correction_reason": "The pharmacy opens on Sundays too"}
    assert as_prescriber.post(f"{address}/week", data=said).status_code == 303
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert "Corrects an earlier week: The pharmacy opens on Sundays too" in page


def test_a_course_ends(app, house, as_prescriber):
    address, _ = treated(app, house, taken=(3,))
    answer = as_prescriber.post(f"{address}/end", data=day("ended_on", ago(3)))
    assert answer.status_code == 422
    assert "must end after it" in answer.text
    ending = day("ended_on", today()) | OUTSIDE | {"reason": "Transferred to another service today"}
    assert as_prescriber.post(f"{address}/end", data=ending).status_code == 303
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert "No course is open" in page
    assert "Methadone, ended" in page


def test_only_a_prescriber_decides_and_a_keyworker_logs(app, house, as_keyworker):
    address, _ = treated(app, house, taken=(1,))
    for name in ("order", "week", "reassess", "end"):
        assert as_keyworker.get(f"{address}/{name}").status_code == 403
        assert as_keyworker.post(f"{address}/{name}").status_code == 403
    assert as_keyworker.get(f"/record/{house.episode}/prescribing/start").status_code == 403
    page = as_keyworker.get(f"/record/{house.episode}/prescribing").text
    assert "Order a dose" not in page
    assert "Log a dose" in page
    assert as_keyworker.get(f"{address}/doses/log").status_code == 200


def test_another_service_finds_nothing(app, house, charlie):
    address, course_id = treated(app, house, taken=(1,))
    dose = stored(app, DoseEvent)[0].id
    for path in (
        "",
        "/order",
        "/week",
        "/reassess",
        "/end",
        "/doses",
        "/doses/log",
        f"/doses/{dose}/correct",
    ):
        path = f"{address}{path}" if path else f"/record/{house.episode}/prescribing"
        assert charlie.get(path).status_code == 404, path
    mine = f"/record/{house.other_episode}/prescribing/{course_id}"
    assert charlie.get(f"{mine}/doses").status_code == 404
    assert "WILLIAMS" not in charlie.get("/doses").text
    row = {"on": today().isoformat(), "episode": house.episode, "course": course_id, f"dose_{course_id}": "S"}
    assert charlie.post("/doses/row", data=row).status_code == 404


def test_the_overview_shows_course_doses_chart_findings_and_prescriptions(app, house, as_keyworker):
    _, course_id = treated(app, house, mg="42.5", taken=(1, 2, 3))
    with app.app_context():
        course = db.session.get_one(Course, course_id)
        DoseEventFactory(course=course, happened_on=ago(4), status="refused")
        PrescriptionFactory(course=course, prescriber_id=house.prescriber)
        db.session.commit()
    page = as_keyworker.get(f"/record/{house.episode}/prescribing").text
    for words in (
        "Methadone, day 11",
        "42.5 mg (42.5 ml of 1 mg/ml) a day",
        "Taken supervised",
        "Refused",
        "Not logged",
        "Daily dose ordered",
        "under rule M4: 72.5",
        "Supervised every day, collects every day",
        "Dr Pria Prescriber",
        "FP10MDA",
    ):
        assert words in page, words
    assert [one.action for one in stored_trail(app)].count("record.opened") == 1


def stored_trail(app):
    with app.app_context():
        return db.session.scalars(select(TrailEntry).order_by(TrailEntry.at)).all()


def dose_form(on, what="S", source="own", **more):
    return {"what": what, "source": source} | day("on", on) | more


def test_a_dose_of_any_day_is_logged_once(app, house, as_keyworker):
    address, _ = treated(app, house, taken=(1,))
    answer = as_keyworker.post(f"{address}/doses/log", data=dose_form(ago(2), "M"))
    assert answer.status_code == 303
    again = as_keyworker.post(f"{address}/doses/log", data=dose_form(ago(2), "S"))
    assert again.status_code == 422
    assert "already logged" in again.text
    assert sorted(one.status for one in stored(app, DoseEvent)) == ["missed", "taken"]
    early = as_keyworker.post(f"{address}/doses/log", data=dose_form(ago(30)))
    assert "The day must lie within the course" in early.text
    late = as_keyworker.post(f"{address}/doses/log", data=dose_form(today() + timedelta(days=1)))
    assert late.status_code == 422


def test_a_pharmacy_report_after_missed_days_is_saved_and_our_own_is_asked_about(app, house, as_keyworker):
    address, _ = treated(app, house, taken=(5,))
    own = as_keyworker.post(f"{address}/doses/log", data=dose_form(today(), "S"))
    assert "Nothing may be given" in own.text
    assert len(stored(app, DoseEvent)) == 1
    assert (
        as_keyworker.post(f"{address}/doses/log", data=dose_form(today(), "S", "pharmacy")).status_code == 303
    )
    kept = stored(app, DoseEvent)[-1]
    assert (kept.status, kept.source) == ("taken", "pharmacy")
    assert kept.because.startswith("M11: 4 missed days")


def test_a_wrong_entry_is_corrected_and_struck_through(app, house, as_keyworker):
    address, _ = treated(app, house, taken=(1,))
    wrong = stored(app, DoseEvent)[0].id
    path = f"{address}/doses/{wrong}/correct"
    assert as_keyworker.post(path, data={"what": "M", "reason": "short"}).status_code == 422
    assert as_keyworker.post(path, data={"what": "M", "reason": "It was another client"}).status_code == 303
    page = as_keyworker.get(f"{address}/doses").text
    assert "<del>Taken supervised</del>" in page
    assert "Corrects an earlier entry: It was another client" in page
    answer = as_keyworker.get(path)
    assert answer.status_code == 303, "an entry is corrected once"


def test_a_correction_without_an_amount_takes_the_dose_ordered_for_the_day(app, house, as_keyworker):
    address, course = treated(app, house, mg="30")
    with app.app_context():
        wrong = DoseEventFactory(
            course_id=course, service_id=house.service, happened_on=ago(2), mg=Decimal(300)
        ).id
        db.session.commit()
    form = {"what": "S", "mg": "", "reason": "A nought too many was typed"}
    assert as_keyworker.post(f"{address}/doses/{wrong}/correct", data=form).status_code == 303
    assert [(one.mg, one.superseded_at is None) for one in stored(app, DoseEvent)] == [
        (Decimal(300), False),
        (Decimal(30), True),
    ]


def test_a_correction_without_an_amount_is_refused_where_none_was_ordered(app, house, as_keyworker):
    with app.app_context():
        course = CourseFactory(episode=db.session.get_one(Episode, house.episode), first_dose_on=ago(5))
        wrong = DoseEventFactory(course=course, happened_on=ago(2), mg=Decimal(300))
        db.session.commit()
        path = f"/record/{house.episode}/prescribing/{course.id}/doses/{wrong.id}/correct"
    answer = as_keyworker.post(path, data={"what": "S", "mg": "", "reason": "A nought too many was typed"})
    assert answer.status_code == 422
    assert "Enter the dose: none was ordered for that day" in answer.text
    assert len(stored(app, DoseEvent)) == 1


def test_doses_are_paged(app, house, as_keyworker):
    address, _ = treated(app, house, started=40, taken=range(1, 35))
    assert "34 entries" in as_keyworker.get(f"{address}/doses").text
    assert as_keyworker.get(f"{address}/doses?page=2").status_code == 200
    assert as_keyworker.get(f"{address}/doses?page=3").status_code == 404
    for wrong in ("0", "x", "-1", "٢"):
        first = as_keyworker.get(f"{address}/doses", query_string={"page": wrong})
        assert 'aria-current="page"' in first.text
        assert first.text.count("/correct") == 28


def another(app, house, last_name, **more):
    with app.app_context():
        episode = EpisodeFactory(client=ClientFactory(last_name=last_name), service_id=house.service)
        db.session.commit()
        episode_id = episode.id
    return treated(app, house, episode=episode_id, **more)[1]


def test_the_round_logs_several_clients_at_once_and_leaves_the_rest(app, house, as_keyworker):
    first = another(app, house, "Abel", taken=(1, 2, 3))
    second = another(app, house, "Bede", taken=(1, 2, 3))
    third = another(app, house, "Cuthbert", taken=(1, 2, 3))
    nothing = as_keyworker.post("/doses", data={f"dose_{first}": ""})
    assert nothing.status_code == 422
    assert f'<a href="#dose_{first}">Choose what became of at least one dose</a>' in nothing.text
    assert f'id="dose_{first}-error"' in nothing.text
    page = as_keyworker.get("/doses").text
    assert '3 clients, <span id="round-left">3</span> not logged' in page
    assert page.index("ABEL") < page.index("BEDE") < page.index("CUTHBERT")
    answer = as_keyworker.post(
        "/doses", data={f"dose_{first}": "S", f"dose_{second}": "H", f"dose_{third}": ""}
    )
    assert answer.status_code == 303
    kept = {one.course_id: (one.status, one.mode, one.mg, one.source) for one in stored(app, DoseEvent)[-2:]}
    assert kept == {
        first: ("taken", "supervised", Decimal(50), "own"),
        second: ("collected", "take_home", Decimal(50), "own"),
    }
    page = as_keyworker.get("/doses").text
    assert "2 doses logged" in page
    assert '<span id="round-left">1</span> not logged' in page
    assert "logged by Kay Keyworker" in page


def test_a_stopped_row_refuses_giving_and_takes_a_report_or_a_miss(app, house, as_keyworker, as_prescriber):
    course = another(app, house, "Abel", taken=(4,))
    page = as_keyworker.get("/doses").text
    assert "Stop until reassessed" in page
    assert "Tell a prescriber" in page
    assert "/reassess" not in page
    assert "/reassess" in as_prescriber.get("/doses").text
    refused = as_keyworker.post("/doses", data={f"dose_{course}": "S"})
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert len(stored(app, DoseEvent)) == 1
    assert as_keyworker.post("/doses", data={f"dose_{course}": "A"}).status_code == 303
    kept = stored(app, DoseEvent)[-1]
    assert (kept.status, kept.source) == ("taken", "pharmacy")
    assert "M11" in kept.because


def test_a_dose_logged_meanwhile_is_named_and_not_logged_twice(app, house, as_keyworker, as_manager):
    course = another(app, house, "Abel", taken=(1,))
    other = another(app, house, "Bede", taken=(1,))
    assert as_manager.post("/doses", data={f"dose_{course}": "M"}).status_code == 303
    answer = as_keyworker.post("/doses", data={f"dose_{course}": "S", f"dose_{other}": "S"})
    assert answer.status_code == 422
    assert "Missed, logged by Mo Manager" in answer.text
    assert 'value="S" selected' in answer.text, "what was chosen for others stays"
    assert len(stored(app, DoseEvent)) == 3


@pytest.mark.parametrize("on", ["nonsense", "2026-13-01", "9999-12-31", "0001-01-01x", "\x00"])
def test_the_round_has_no_day_to_come_and_no_nonsense_day(as_keyworker, on):
    assert as_keyworker.get("/doses", query_string={"on": on}).status_code == 404


def test_one_row_is_saved_by_itself_and_comes_back_as_it_is_now(app, house, as_keyworker):
    course = another(app, house, "Abel", taken=(1,))
    with app.app_context():
        episode = db.session.get_one(Course, course).episode_id
    row = {"on": today().isoformat(), "episode": episode, "course": course}
    bad = as_keyworker.post("/doses/row", data=row | {f"dose_{course}": "X"})
    assert bad.status_code == 422
    assert "Select from the list" in bad.text
    good = as_keyworker.post("/doses/row", data=row | {f"dose_{course}": "R"})
    assert good.status_code == 200
    assert "Refused, logged by Kay Keyworker" in good.text
    assert "<html" not in good.text
    twice = as_keyworker.post("/doses/row", data=row | {f"dose_{course}": "S"})
    assert twice.status_code == 422
    assert "Correct it if it is wrong" in twice.text
    assert [one.status for one in stored(app, DoseEvent)] == ["taken", "refused"]


def test_the_round_takes_few_statements_whatever_the_rows(app, house, as_keyworker, statements):
    for number in range(3):
        another(app, house, f"Abel{number}", taken=(1, 2))
    statements.clear()
    as_keyworker.get("/doses")
    few = len(statements)
    for number in range(8):
        another(app, house, f"Bede{number}", taken=(1, 2))
    statements.clear()
    as_keyworker.get("/doses")
    assert len(statements) == few
    assert few <= 9
