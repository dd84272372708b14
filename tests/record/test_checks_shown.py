"""Checks stand in the list of what is missing, for who can act, read from this service's record alone."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from careplan.clients.models import Client, Episode
from careplan.ground.clock import today
from careplan.people.registers import Address, Consent, Relation
from careplan.record.pages.checks import EVERY, PAGES
from careplan.staff.models import Service
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import EpisodeFactory, InterventionFactory
from tests.factories.harm_reduction import BbvEventFactory, NaloxoneSupplyFactory
from tests.factories.outcomes import DrugTestFactory
from tests.factories.plans import CarePlanFactory, GoalFactory
from tests.factories.prescribing import CourseFactory, DoseOrderFactory, RegimenFactory
from tests.factories.risk import RiskActionFactory, RiskLevelFactory

CHILD = "A child lives at home, doses are taken home, and no lockable box is recorded"
AGO = timedelta(days=30)


def answered(episode, kind="comprehensive", days=10, **values):
    day = today() - timedelta(days=days)
    one = AssessmentFactory(episode=episode, kind=kind, checklist=kind, started_on=day)
    for item, value in values.items():
        AnswerFactory(assessment=one, item=item, value=value)
    one.completed_on = day
    return one


def treated(episode, **more):
    """A course with doses taken home."""
    course = CourseFactory(episode=episode, first_dose_on=today() - AGO, **more)
    DoseOrderFactory(course=course, effective_on=today() - AGO)
    RegimenFactory(course=course, effective_on=today() - AGO, collect="1000000", supervised="1000000")
    return course


@pytest.fixture
def shown(house, session, as_keyworker):
    def show():
        session.info["trailed"] = True
        session.commit()
        answer = as_keyworker.get(f"/record/{house.episode}")
        assert answer.status_code == 200
        return answer.text

    return show


@pytest.fixture
def here(house, session):
    return session.get_one(Episode, house.episode)


def test_a_check_leads_to_where_it_is_mended_and_goes_when_it_is(house, here, shown):
    treated(here)
    answered(here, children_under_18=[{"age": 4, "lives_with": True}])
    page = shown()
    assert CHILD in page
    assert "Act now" in page
    opened = AssessmentFactory(episode=here, kind="risk", checklist="risk", started_on=today())
    assert f'href="/record/{house.episode}/assessments/{opened.id}"' in shown()
    AnswerFactory(assessment=opened, item="safe_storage", value={"value": "locked_given", "text": "A box"})
    assert CHILD not in shown()


def test_what_every_room_records_reaches_the_checks(here, shown, session):
    treated(here)
    answered(
        here,
        allergies={"value": True, "text": "Methadone, a rash"},
        injecting_status="current",
        housing_status="settled",
        overdose_ever=True,
        overdose_last_date=(today() - AGO).isoformat(),
    )
    risk = AssessmentFactory(episode=here, kind="risk", checklist="risk", started_on=today() - AGO)
    RiskLevelFactory(assessment=risk, domain="self", level="high")
    risk.completed_on = today()
    plan = CarePlanFactory(episode=here, drafted_on=today() - AGO)
    GoalFactory(plan=plan, domain="social")
    plan.agreed_on, plan.agreement = today() - AGO, "signed"
    InterventionFactory(episode=here, kind="structured_psychosocial", started_on=today() - AGO)
    DrugTestFactory(episode=here, taken_on=today() - timedelta(days=2), results={"methadone": "negative"})
    row = {"recorded_by": "k", "told_by": "client"}
    session.add(Address(client_id=here.client_id, kind="no_fixed_abode", safe_to_write=False, **row))
    words = (
        "An allergy that names the drug of the course is recorded",
        "Injects, and no offer of hepatitis B vaccination is recorded",
        "The assessment and the addresses do not agree whether the client has a home",
        "Overdose in the last 90 days, and no naloxone in date since",
        "Overdose in the last 90 days, doses are taken home, and no prescribing review was held since",
        "High or immediate risk, and no open risk action for it",
        "High risk was assessed after the care plan was last agreed or reviewed",
        "A course runs, and the care plan has no goal about drugs or alcohol",
        "A course runs, and the treatment recorded is not prescribing",
        "The latest drug test found none of the prescribed drug, and no prescribing review was held since",
    )
    page = shown()
    assert [one for one in words if one not in page] == []
    RiskActionFactory(assessment=risk)
    BbvEventFactory(episode=here, kind="hbv_refused")
    NaloxoneSupplyFactory(
        client=session.get_one(Client, here.client_id), happened_on=today(), expires_on=today() + AGO
    )
    page = shown()
    assert [one for one in words if one not in page] == [words[1], words[3], words[5]]


def test_who_may_still_be_told_after_a_consent_ended_is_named(here, shown, session):
    row = {"recorded_by": "k"}
    person = {"client_id": here.client_id, "name": "Pat Test", "relation": "friend", "lives": "alone", **row}
    session.add(Relation(may_be_told=True, told_by="client", roles="", **person))
    consent = {
        "episode_id": here.id,
        "service_id": here.service_id,
        "party": "pat test",
        "purpose": "family",
        "scope": "How it goes",
        **row,
    }
    consent |= {"basis": "spoken", "given_on": today() - AGO}
    session.add(Consent(**consent, expires_on=today() + AGO, withdrawn_on=today()))
    words = "A consent was withdrawn or ended, and the same person is still marked as may be told"
    assert words in shown()
    session.add(Consent(**consent, expires_on=today() + AGO))
    assert words not in shown()


def test_what_another_service_recorded_of_the_person_makes_no_check_speak(house, here, shown, session):
    there = EpisodeFactory(client=session.get_one(Client, house.client), service_id=house.other_service)
    treated(there)
    answered(there, injecting_status="current", suicidal_thoughts="active_with_plan", pregnancy_status="yes")
    answered(there, children_under_18=[{"age": 4, "lives_with": True}], driving="drives_not_told")
    risk = AssessmentFactory(episode=there, kind="risk", checklist="risk", started_on=today() - AGO)
    RiskLevelFactory(assessment=risk, domain="self", level="high")
    risk.completed_on = today()
    before = shown()
    for words in ("Look again", "Act now"):
        assert words not in before
    treated(here)
    assert CHILD not in shown()


def test_an_earlier_stay_tells_of_an_allergy_and_nothing_of_pregnancy_today(house, here, shown, session):
    client = session.get_one(Client, house.client)
    past = {"referred_on": date(2024, 1, 1), "closed_on": date(2024, 9, 1), "exit_reason": "other"}
    allergy = {"value": True, "text": "Methadone, a rash"}
    stay = EpisodeFactory(client=client, service_id=house.service, **past)
    answered(stay, days=900, pregnancy_status="yes", allergies=allergy)
    CourseFactory(episode=here, first_dose_on=today() - AGO)
    page = shown()
    assert "Pregnant" not in page
    assert "An allergy that names the drug of the course is recorded" in page
    answered(here, pregnancy_status="yes")
    assert "Pregnant, and no joint plan with maternity services is recorded" in shown()


def test_where_nobody_can_act_nothing_is_told(here, shown, session):
    treated(here)
    answered(here, children_under_18=[{"age": 4, "lives_with": True}])
    assert CHILD in shown()
    session.execute(update(Service).where(Service.id == here.service_id).values(closed_on=today()))
    assert CHILD not in shown()
    session.execute(update(Service).values(closed_on=None))
    session.execute(update(Client).values(deceased_on=today()))
    assert CHILD not in shown()


def test_what_happened_since_risk_was_assessed_asks_for_it_again(house, here, shown):
    answered(here, kind="risk", days=20, self_harm="past", pregnancy_status="yes")
    words = "Risk to be assessed again"
    assert words not in shown()
    answered(here, days=19, self_harm="past", pregnancy_status="yes")
    assert words not in shown()
    answered(here, days=2, self_harm="last_3_months", housing_status="rough_sleeping")
    assert f"{words}: self-harm, the home was lost" in shown()
    answered(here, kind="risk", days=1, self_harm="last_3_months")
    assert words not in shown()


@pytest.mark.parametrize(
    ("page", "told"),
    [("prescribing", True), ("risk", True), ("care-plan", False), ("history", False)],
)
def test_the_pages_where_it_is_decided_tell_it_too(house, here, shown, as_keyworker, page, told):
    treated(here)
    answered(here, children_under_18=[{"age": 4, "lives_with": True}], pregnancy_status="yes")
    assert CHILD in shown()
    answer = as_keyworker.get(f"/record/{house.episode}/{page}")
    assert answer.status_code == 200
    assert (CHILD in answer.text) is told
    assert ("What does not go together" in answer.text) is (told or page == "care-plan")


def test_every_page_that_shows_checks_is_one_and_so_is_every_check():
    assert all(codes <= EVERY for codes in PAGES.values())
    doors = (Path(__file__).parents[1] / "doors.txt").read_text(encoding="utf-8")
    assert PAGES.keys() <= {line.split()[0] for line in doors.splitlines()}


def test_a_prescriber_reads_it_beside_the_order(house, here, shown, as_prescriber):
    course = treated(here)
    answered(here, children_under_18=[{"age": 4, "lives_with": True}])
    shown()
    page = as_prescriber.get(f"/record/{house.episode}/prescribing/{course.id}/order")
    assert page.status_code == 200
    assert CHILD in page.text
