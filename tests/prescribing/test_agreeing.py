"""The second prescriber: a colleague agrees under their own password, and until then nothing changes."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from careplan.clients.models import Episode
from careplan.ground.clock import now, today
from careplan.ground.corrections import supersede
from careplan.ground.db import db
from careplan.ground.scope import Scope
from careplan.prescribing.models import Agreement, Course, DoseEvent, DoseOrder, OrderFinding, Prescription
from careplan.prescribing.queries.facts import courses
from careplan.prescribing.rules.agreeing import same_name
from careplan.staff.models import Worker
from careplan.staff.queries import names_at
from careplan.trail.actions import write
from careplan.trail.models import TrailEntry
from tests.conftest import browser
from tests.factories.prescribing import AgreementFactory, CourseFactory
from tests.prescribing.conftest import PASSWORD
from tests.prescribing.test_views import OUTSIDE, REASON, ago, day, order_form, seen_of, stored, treated


@pytest.fixture
def waiting(app, house, ada, as_prescriber):
    """30 mg is due; 65 mg waits for Dr Ada Second: its address, the course's, and the course's id."""
    address, course = treated(app, house, started=3, mg="30", taken=(3, 2, 1))
    form = order_form(as_prescriber, address, "65", reason=REASON, second_prescriber=ada.id)
    answer = as_prescriber.post(f"{address}/order", data=form)
    assert answer.status_code == 303
    assert answer.location.startswith(f"{address}/agreement/")
    return SimpleNamespace(at=answer.location, address=address, course=course)


def said(form_of, at, **more):
    return {"answer": "agreed", "password": PASSWORD, "seen": seen_of(form_of, at)} | more


def live(app):
    return [int(row.daily_mg) for row in stored(app, DoseOrder) if row.superseded_at is None]


def test_what_takes_a_colleague_waits_and_the_last_agreed_order_stays_due(
    app, house, as_prescriber, as_keyworker, waiting
):
    assert live(app) == [30]
    assert stored(app, OrderFinding) == []
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text.replace("\u00a0", " ")
    assert "To be agreed by Dr Ada Second: 65 mg (65 ml of 1 mg/ml) a day" in page
    assert "30 mg (30 ml of 1 mg/ml) a day" in page
    for path in ("/doses", f"/record/{house.episode}"):
        shown = as_keyworker.get(path).text.replace("\u00a0", " ")
        assert "30 mg" in shown, path
        assert "65 mg" not in shown, path
    with app.app_context():
        facts = [order for one in audit_orders(house) for order in one]
    assert [int(order.daily_mg) for order in facts] == [30]
    script = (
        {"form": "private"} | day("signed_on", today()) | day("starts_on", today()) | day("ends_on", today())
    )
    assert as_prescriber.post(f"{waiting.address}/prescription", data=script).status_code == 303
    assert [int(row.total_mg) for row in stored(app, Prescription)] == [30]


def audit_orders(house):
    found = courses(Scope(frozenset({house.service}), now())).values()
    return [course.orders for many in found for course in many]


def test_withholding_never_waits(app, house, as_keyworker, waiting):
    round_ = {"on": today().isoformat(), "course": waiting.course, "episode": house.episode}
    answer = as_keyworker.post("/doses/row", data=round_ | {f"dose_{waiting.course}": "W"})
    assert answer.status_code == 200
    assert [row.status for row in stored(app, DoseEvent)][-1] == "withheld"


def test_a_colleague_agrees_at_the_desk_of_whoever_ordered(app, house, as_prescriber, ada, waiting):
    page = as_prescriber.get(waiting.at).text.replace("\u00a0", " ")
    for words in (
        "65 mg (65 ml of 1 mg/ml) a day",
        "To be agreed by Dr Ada Second",
        "Password of Dr Ada Second",
        "M4",
        "5 mg over",
        REASON,
        "Tolerance at the start",
        "30 mg (30 ml of 1 mg/ml) a day",
        "Taken supervised",
    ):
        assert words in page, words
    answer = as_prescriber.post(waiting.at, data=said(as_prescriber, waiting.at))
    assert answer.status_code == 303
    assert live(app) == [30, 65]
    order = stored(app, DoseOrder)[-1]
    assert order.recorded_by == house.prescriber
    assert {row.second_prescriber for row in stored(app, OrderFinding) if row.severity == "W2"} == {ada.name}
    (row,) = stored(app, Agreement)
    assert (row.answer, row.answered_by, row.dose_order_id) == ("agreed", ada.id, order.id)
    assert "agreement.agreed" in {one.action for one in stored_trail(app)}
    assert as_prescriber.post(waiting.at, data=said(as_prescriber, waiting.at)).status_code == 303
    assert live(app) == [30, 65], "agreed once"


def stored_trail(app):
    with app.app_context():
        return db.session.scalars(select(TrailEntry)).all()


def test_a_wrong_password_agrees_to_nothing_and_is_counted_as_at_sign_in(
    app, house, as_prescriber, ada, waiting
):
    for _ in range(10):
        answer = as_prescriber.post(waiting.at, data=said(as_prescriber, waiting.at, password="wrong horse"))
        assert answer.status_code == 422
        assert "This is not the password of Dr Ada Second" in answer.text
        assert "wrong horse" not in answer.text
    answer = as_prescriber.post(waiting.at, data=said(as_prescriber, waiting.at))
    assert answer.status_code == 422, "after ten tries even the right one waits"
    assert live(app) == [30]


def test_a_password_that_somebody_else_set_is_not_ones_own(app, as_prescriber, ada, waiting):
    with app.app_context():
        db.session.get_one(Worker, ada.id).must_change_password = True
        db.session.commit()
    assert as_prescriber.post(waiting.at, data=said(as_prescriber, waiting.at)).status_code == 422
    assert live(app) == [30]


def test_whoever_waits_and_whoever_is_asked_see_it_on_today(
    app, house, as_prescriber, as_keyworker, ada, waiting
):
    as_ada = browser(app, ada.id)
    page = as_ada.get("/").text.replace("\u00a0", " ")
    assert "Agree to 65 mg (65 ml of 1 mg/ml) of methadone a day? Dr Pria Prescriber asks you" in page
    assert waiting.at in page
    mine = as_prescriber.get("/").text.replace("\u00a0", " ")
    assert "65 mg (65 ml of 1 mg/ml) of methadone a day waits until Dr Ada Second agrees" in mine
    assert "65 mg" not in as_keyworker.get("/").text
    assert as_ada.post(waiting.at, data=said(as_ada, waiting.at)).status_code == 303
    assert live(app) == [30, 65]
    assert "Agree to" not in as_ada.get("/").text
    assert "waits until" not in as_prescriber.get("/").text


def test_a_refusal_needs_its_reason_and_comes_back_to_whoever_ordered(app, as_prescriber, ada, waiting):
    as_ada = browser(app, ada.id)
    for words in ("", "xxxxxxxxxxxx"):
        refused = said(as_ada, waiting.at, answer="declined", words=words)
        assert as_ada.post(waiting.at, data=refused).status_code == 422
    why = "Too much after the missed weekend"
    assert (
        as_ada.post(waiting.at, data=said(as_ada, waiting.at, answer="declined", words=why)).status_code
        == 303
    )
    assert live(app) == [30]
    page = as_prescriber.get("/").text.replace("\u00a0", " ")
    assert "Dr Ada Second does not agree to 65 mg" in page
    assert why in as_prescriber.get(waiting.at).text
    assert as_prescriber.post(f"{waiting.at}/noted").status_code == 303
    assert "does not agree" not in as_prescriber.get("/").text


def test_nobody_agrees_to_what_was_not_shown(app, house, as_prescriber, ada, waiting):
    form = said(as_prescriber, waiting.at)
    with app.app_context():
        write("dose.corrected", by="test", subject="courses:test")
        for row in db.session.scalars(
            select(DoseEvent).where(DoseEvent.happened_on.in_([ago(1), ago(2), ago(3)]))
        ):
            right = DoseEvent(
                course_id=row.course_id, service_id=row.service_id, happened_on=row.happened_on, mode="supervised",
                status="missed", source="own", recorded_by="test",
            )  # fmt: skip
            supersede(row, right, reason="logged for somebody else")
        db.session.commit()
    answer = as_prescriber.post(waiting.at, data=form)
    assert answer.status_code == 422
    assert "Something of this changed since the page was shown" in answer.text
    answer = as_prescriber.post(waiting.at, data=said(as_prescriber, waiting.at))
    assert answer.status_code == 422
    assert "stop until reassessed" in answer.text
    assert live(app) == [30]


def test_another_order_withdraws_what_waits(app, as_prescriber, waiting):
    lower = order_form(as_prescriber, waiting.address, "25", phase="reduction")
    assert as_prescriber.post(f"{waiting.address}/order", data=lower).status_code == 303
    assert [row.answer for row in stored(app, Agreement)] == ["withdrawn"]
    assert live(app) == [30, 25]
    assert "Withdrawn" in as_prescriber.get(waiting.at).text


def test_an_order_is_withdrawn_by_hand(app, as_prescriber, waiting):
    assert as_prescriber.post(f"{waiting.at}/withdraw").status_code == 303
    assert [row.answer for row in stored(app, Agreement)] == ["withdrawn"]
    assert as_prescriber.post(waiting.at, data=said(as_prescriber, waiting.at)).status_code == 303
    assert live(app) == [30]


def test_a_colleague_from_outside_counts_at_once_and_the_managers_are_told(
    app, house, as_prescriber, as_manager, as_keyworker
):
    address, _ = treated(app, house, started=3, mg="30", taken=(3, 2, 1))
    form = order_form(as_prescriber, address, "65", reason=REASON) | OUTSIDE
    assert as_prescriber.post(f"{address}/order", data=form).status_code == 303
    assert live(app) == [30, 65]
    (row,) = stored(app, Agreement)
    assert (row.answer, row.outside_registration, row.asked_of) == ("agreed", "7012345", None)
    page = as_manager.get("/").text.replace("\u00a0", " ")
    assert "after agreement from outside: Dr Ada Okoro" in page
    at = f"{address}/agreement/{row.id}"
    assert "By telephone on 0191 498 0000" in as_manager.get(at).text
    as_keyworker.post(f"{at}/noted")
    assert "from outside" in as_manager.get("/").text, "only a manager notes it"
    assert as_manager.post(f"{at}/noted").status_code == 303
    assert "from outside" not in as_manager.get("/").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"outside_name": "x"}, "x"),
        ({"outside_name": ""}, "Enter the first and last name"),
        ({"outside_registration": "none"}, "Enter the registration number"),
        ({"outside_registration": "0000000"}, "Enter the registration number"),
        ({"outside_reached": "xxxxxxx"}, "Say it in words"),
        ({"outside_name": "Ada Second"}, "prescribes at this service"),
        ({"outside_name": "Second, Ada"}, "prescribes at this service"),
        ({"outside_name": "Dr A. Second"}, "prescribes at this service"),
        ({"outside_name": "Dr Pria Prescriber"}, "works at this service"),
        ({"outside_name": "P. Prescriber"}, "works at this service"),
        ({"outside_name": "Prescriber Pria"}, "works at this service"),
        ({"outside_name": "Dr X"}, "Enter the first and last name"),
        ({"outside_reached": "phone"}, "Enter how the colleague was reached"),
    ],
)
def test_nobody_from_nowhere_does_not_count(app, house, ada, as_prescriber, wrong, words):
    address, _ = treated(app, house, started=3, mg="30", taken=(3, 2, 1))
    form = order_form(as_prescriber, address, "65", reason=REASON) | OUTSIDE | wrong
    answer = as_prescriber.post(f"{address}/order", data=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert OUTSIDE["outside_reached"] in answer.text or "outside_reached" in wrong
    assert (live(app), stored(app, Agreement)) == ([30], [])


def test_no_worker_of_the_service_is_a_colleague_from_outside(app, house, ada, as_prescriber, as_keyworker):
    address, _ = treated(app, house, started=3, mg="30", taken=(3, 2, 1))
    with app.app_context():
        names = names_at(house.service, today()).values()
    assert len(names) > 2
    for name in names:
        form = order_form(as_prescriber, address, "65", reason=REASON) | OUTSIDE | {"outside_name": name}
        assert as_prescriber.post(f"{address}/order", data=form).status_code == 422, name
    assert (live(app), stored(app, Agreement)) == ([30], [])


def test_the_order_form_says_what_waits_and_would_be_withdrawn(app, house, waiting, as_prescriber):
    page = as_prescriber.get(f"{waiting.address}/order").text
    assert "To be agreed by Dr Ada Second: 65" in page
    assert "Another order withdraws it" in page


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dr Priya Hazel", "Hazel, Priya", True),
        ("P Hazel", "Dr Priya Hazel", True),
        ("Priya M. Hazel", "Priya Hazel", True),
        ("Ann Hazel", "Priya Hazel", False),
        ("Ada Okoro", "Priya Hazel", False),
        ("Hazel", "Priya Hazel", False),
    ],
)
def test_a_name_is_known_again_however_it_is_written(one, other, same):
    assert same_name(one, other) is same


def test_only_who_prescribes_here_and_is_not_the_orderer_is_on_the_list(app, house, ada, as_prescriber):
    address, _ = treated(app, house, started=3, mg="30", taken=(3, 2, 1))
    form = order_form(as_prescriber, address, "65", reason=REASON)
    page = as_prescriber.post(f"{address}/order", data=form).text
    assert f'value="{ada.id}"' in page
    for other in (house.prescriber, house.manager, house.keyworker, house.charlie):
        assert f'value="{other}"' not in page
        answer = as_prescriber.post(f"{address}/order", data=form | {"second_prescriber": other})
        assert answer.status_code == 422
    assert stored(app, Agreement) == []


def test_the_form_asks_whose_password_it_is_only_on_the_page_that_shows_the_order(
    app, house, ada, as_prescriber, waiting
):
    assert 'type="password"' not in as_prescriber.get(f"{waiting.address}/order").text
    assert 'type="password"' in as_prescriber.get(waiting.at).text


def test_a_colleague_who_left_is_not_asked_any_more(app, house, ada, as_prescriber, waiting):
    with app.app_context():
        db.session.get_one(Worker, ada.id).disabled_at = now()
        db.session.commit()
    answer = as_prescriber.post(waiting.at, data=said(as_prescriber, waiting.at))
    assert answer.status_code == 422
    assert "Dr Ada Second prescribes at this service no more" in answer.text


def test_a_correction_that_needs_a_colleague_waits_too(app, house, ada, as_prescriber):
    address, _ = treated(app, house, started=3, mg="30", taken=(3, 2, 1))
    (order,) = stored(app, DoseOrder)
    at = f"{address}/order/{order.id}/correct"
    form = {"daily_mg": "35", "formulation": "oral_mixture", "phase": "induction", "reason": REASON}
    form |= {"correction_reason": "Written for another client", "second_prescriber": ada.id}
    form |= day("effective_on", ago(3))
    answer = as_prescriber.post(at, data=form)
    if answer.status_code == 200:  # shown once more
        form["confirmed"] = answer.text.split('name="confirmed"')[1].split('value="')[1].split('"')[0]
        answer = as_prescriber.post(at, data=form)
    assert answer.status_code == 303
    assert live(app) == [30]
    assert as_prescriber.post(answer.location, data=said(as_prescriber, answer.location)).status_code == 303
    assert live(app) == [35]
    assert stored(app, DoseOrder)[-1].corrects == order.id


def test_an_order_that_waited_past_its_day_begins_when_it_is_agreed(app, house, ada, as_prescriber):
    address, course = treated(app, house, started=9, mg="30", taken=range(1, 10))
    with app.app_context():
        row = AgreementFactory(
            course=None, course_id=course, service_id=house.service, effective_on=ago(2), daily_mg=Decimal(65),
            asked_of=ada.id, recorded_by=house.prescriber, recorded_at=now() - timedelta(days=2),
        )  # fmt: skip
        db.session.commit()
        at = f"{address}/agreement/{row.id}"
    page = as_prescriber.get(at).text
    assert "Written to begin" in page
    assert as_prescriber.post(at, data=said(as_prescriber, at)).status_code == 303
    assert stored(app, DoseOrder)[-1].effective_on == today()


def test_the_database_holds_that_nobody_asks_themselves_and_one_waits(session, house, app):
    course = CourseFactory(episode=session.get_one(Episode, house.episode))
    with pytest.raises(IntegrityError), session.begin_nested():
        AgreementFactory(course=course, asked_of=house.prescriber, recorded_by=house.prescriber)
    AgreementFactory(course=course, asked_of=house.prescriber)
    with pytest.raises(IntegrityError), session.begin_nested():
        AgreementFactory(course=course, asked_of=house.prescriber)


def test_charlie_sees_and_answers_nothing(app, house, waiting):
    charlie = browser(app, house.charlie)
    assert charlie.get(waiting.at).status_code == 404
    assert charlie.post(waiting.at, data={"answer": "agreed", "password": PASSWORD}).status_code == 404
    for act in ("withdraw", "noted"):
        assert charlie.post(f"{waiting.at}/{act}").status_code == 404
    assert "65 mg" not in charlie.get("/").text


def test_what_waits_for_a_course_that_has_ended_asks_to_be_withdrawn(app, house, as_prescriber, ada, waiting):
    """As an import or a correction may leave it; ending a course withdraws what waits."""
    with app.app_context():
        course = db.session.get_one(Course, waiting.course)
        course.ended_on, course.ended_at = today(), now()
        course.ended_by = house.prescriber
        db.session().info["trailed"] = True
        db.session.commit()
    line = "What you asked a second prescriber waits, and the course has ended"
    assert line in as_prescriber.get("/").text
    assert line not in browser(app, ada.id).get("/").text
    assert as_prescriber.post(f"{waiting.at}/withdraw").status_code == 303
    assert line not in as_prescriber.get("/").text
    assert stored(app, Agreement)[0].answer == "withdrawn"
