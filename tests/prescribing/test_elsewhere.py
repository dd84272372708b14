"""Two live opioid courses of one person in the installation: what is asked, what is told, and what never leaks."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from careplan.clients.models import Client, Episode, Task
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing.models import Agreement, DoseOrder, OrderFinding
from careplan.prescribing.rules.elsewhere import Elsewhere, two_courses
from careplan.prescribing.rules.standard import standard
from careplan.staff.models import Service
from tests.factories.clients import ClientFactory, EpisodeFactory, TransferFactory
from tests.factories.prescribing import CourseFactory, DoseEventFactory, DoseOrderFactory

SECRET = "Lives with somebody who must not know"


def rule(sure=True, taken_over=False, plan=""):
    one = Elsewhere("C1", "S1", sure, taken_over)
    return [(found.rule, found.severity.value) for found in two_courses((one,), plan, standard(today()))]


def test_the_same_person_needs_a_plan_or_a_second_prescriber_and_a_likeness_only_asks():
    assert rule() == [("P12", "W2")]
    assert rule(plan="Methadone down by 5 mg a week while buprenorphine rises") == [("P12", "I")]
    assert rule(plan="xxxxxxxxxxxx") == [("P12", "W2")]
    assert rule(sure=False) == [("P12", "W")]
    assert rule(taken_over=True) == [("P12", "I")]
    assert list(two_courses((), "", standard(today()))) == []


@pytest.fixture
def theirs(house, session):
    """A methadone course at the other service, of a second record with the same NHS number."""
    me = session.get_one(Client, house.client)
    person = ClientFactory(
        first_name="Zebedee", last_name="Elsewhere", date_of_birth=me.date_of_birth, nhs_number=me.nhs_number
    )
    there = EpisodeFactory(client=person, service_id=house.other_service, keyworker_id=house.charlie)
    began = today() - timedelta(days=40)
    course = CourseFactory(episode=there, drug="methadone", first_dose_on=began)
    DoseOrderFactory(course=course, effective_on=began, daily_mg=Decimal("87.5"))
    DoseEventFactory(course=course, happened_on=today() - timedelta(days=1), status="taken", note=SECRET)
    service = session.get_one(Service, house.other_service)
    service.telephone = "01632 960 777"
    session.info["trailed"] = True
    db.session.commit()
    return there


@pytest.fixture
def mine(house, session):
    """A course here that has no order yet."""
    course = CourseFactory(
        episode=session.get_one(Episode, house.episode),
        drug="methadone",
        first_dose_on=today(),
        tolerance="assured",
        sedatives_or_alcohol=False,
    )
    db.session.commit()
    return course


def order(house, worker, course, **more):
    day = today()
    sent = {"daily_mg": "20", "formulation": "oral_mixture", "phase": "induction"}
    sent |= {"effective_on-day": day.day, "effective_on-month": day.month, "effective_on-year": day.year}
    return worker.post(f"/record/{house.episode}/prescribing/{course.id}/order", data=sent | more)


def test_a_first_dose_beside_a_live_course_elsewhere_takes_a_second_prescriber_and_leaks_nothing(
    house, session, theirs, mine, as_prescriber
):
    refused = order(house, as_prescriber, mine)
    assert refused.status_code == 422
    assert "Another service on this system has a live opioid course of this client" in refused.text
    for leak in ("Riverside", "87.5", "01632 960 777", "Zebedee", SECRET):
        assert leak not in refused.text
    asked = order(
        house,
        as_prescriber,
        mine,
        reason="They were rung and stop today",
        second_prescriber="outside",
        outside_name="Dr Una Outside",
        outside_registration="7654321",
        outside_reached="By telephone on 01632 960 002, at 10.40am",
    )
    assert asked.status_code == 303
    finding = session.scalars(select(OrderFinding).where(OrderFinding.rule == "P12")).one()
    assert finding.severity == "W2"


def test_with_a_plan_for_changing_the_dose_is_ordered(house, session, theirs, as_prescriber):
    course = CourseFactory(
        episode=session.get_one(Episode, house.episode),
        drug="methadone",
        first_dose_on=today(),
        tolerance="assured",
        sedatives_or_alcohol=False,
        cross_titration_plan="Their buprenorphine goes down while ours goes up, over two weeks",
    )
    db.session.commit()
    assert order(house, as_prescriber, course).status_code == 303
    assert session.scalars(select(DoseOrder).where(DoseOrder.course_id == course.id)).one().daily_mg == 20


def test_a_likeness_asks_and_is_told_nothing(house, session, mine, as_prescriber):
    me = session.get_one(Client, house.client)
    person = ClientFactory(
        first_name=me.first_name, last_name=me.last_name, date_of_birth=me.date_of_birth, nhs_number=None
    )
    there = EpisodeFactory(client=person, service_id=house.other_service)
    CourseFactory(episode=there, first_dose_on=today() - timedelta(days=9))
    db.session.commit()
    refused = order(house, as_prescriber, mine)
    assert "Somebody with the same name or birth" in refused.text
    page = as_prescriber.get(f"/record/{house.episode}/prescribing/elsewhere").text
    assert "nothing is told" in page
    assert "Read drug" not in page
    assert (
        order(house, as_prescriber, mine, reason="Her sister: asked, and the birth differs").status_code
        == 303
    )
    assert session.scalars(select(Agreement)).all() == []


def test_a_reason_shows_drug_last_dose_and_telephone_and_tells_the_other_service(
    house, session, theirs, as_keyworker, charlie
):
    here = f"/record/{house.episode}/prescribing/elsewhere"
    assert "01632" not in as_keyworker.get(here).text
    assert as_keyworker.post(here, data={"reason": ""}).status_code == 422
    page = as_keyworker.post(here, data={"reason": "She is unwell and cannot say what she takes"}).text
    last = today() - timedelta(days=1)
    assert f"Methadone, last day with a dose {last.day} {last:%B %Y}, telephone 01632 960 777" in page
    for leak in ("Riverside", "87.5", "Zebedee", "Elsewhere,", SECRET, theirs.id):
        assert leak not in page
    told = charlie.get("/?show=all").text
    assert "Northgate Test Service read drug, last dose and your telephone" in told
    assert "She is unwell and cannot say" in told
    own = session.scalars(select(Task).where(Task.episode_id == house.episode)).one()
    assert own.words.startswith("Ring the service with the live opioid course: Methadone")


def test_after_an_accepted_transfer_the_sender_is_told_from_which_day_to_end(
    house, session, theirs, mine, as_prescriber, charlie
):
    TransferFactory(episode=theirs, to_episode_id=house.episode, sent_on=today())
    db.session.commit()
    assert order(house, as_prescriber, mine).status_code == 303
    assert "Northgate Test Service prescribes from" in charlie.get("/?show=all").text
    session.expire_all()
    assert theirs.closed_on is None


def test_charlie_reads_nothing_of_a_record_out_of_reach(house, charlie):
    assert charlie.get(f"/record/{house.episode}/prescribing/elsewhere").status_code == 404
