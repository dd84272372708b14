"""What the record is said to hold of the steps of leaving it holds; the steps of another ending are not kept."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from careplan.clients import queries
from careplan.clients.codes import ExitReason
from careplan.clients.models import Episode
from careplan.clients.queries import open_tasks
from careplan.clients.rules.aftercare import AFTERCARE, FOLLOW_UP
from careplan.ground import gathering
from careplan.ground.clock import moment_of, today
from careplan.plans.actions.leaving import Leaving, leave
from careplan.plans.codes import ExitStep, StepState
from careplan.plans.queries.leaving import running
from careplan.plans.registers import TakenStep
from careplan.plans.rules.exit_steps import Taken
from tests.factories.clients import AppointmentFactory, InterventionFactory
from tests.factories.contacts import ContactNoteFactory, LostTouchDoneFactory
from tests.factories.letters import DocumentFactory
from tests.factories.plans import CarePlanFactory, GoalFactory
from tests.plans.test_exit_steps import leaving

AGREED = {"agreement": "signed"}


@pytest.fixture
def treated(house, session):
    episode = session.get_one(Episode, house.episode)
    InterventionFactory(episode=episode)
    session.commit()
    return queries.episode(house.services, house.episode)


@pytest.fixture
def held(house, session, treated):
    def now() -> dict[str, str]:
        session.flush()
        return gathering.exits(house.services, treated, today())

    return now


@pytest.mark.parametrize(
    ("party", "to_client"),
    [("Janet Williams", True), ("JANET  WILLIAMS", True), ("Example Surgery", False), ("The court", False)],
)
def test_only_a_letter_to_the_client_is_one(treated, held, party, to_client):
    DocumentFactory(episode=treated, kind="letter_out", happened_on=today(), party=party)
    assert (ExitStep.LETTER in held()) is to_client


def test_a_later_letter_to_the_court_does_not_hide_the_one_to_the_client(treated, held):
    sent = {"episode": treated, "kind": "letter_out"}
    DocumentFactory(happened_on=today() - timedelta(2), party="Janet Williams", title="Goodbye", **sent)
    DocumentFactory(happened_on=today(), party="The court", **sent)
    assert held()[ExitStep.LETTER].startswith("Goodbye, ")


def missed(treated, ago):
    starts_at = moment_of(today() - timedelta(ago), "11:00")
    return AppointmentFactory(episode=treated, starts_at=starts_at, outcome="did_not_attend").id


def test_what_was_tried_before_the_client_was_seen_again_is_not_told(treated, held):
    tried = {"episode": treated, "done_on": today() - timedelta(60)}
    LostTouchDoneFactory(appointment_id=missed(treated, 61), **tried)
    assert ExitStep.REACHING in held()
    ContactNoteFactory(episode=treated, way="face_to_face", happened_on=today() - timedelta(40))
    assert ExitStep.REACHING not in held()
    first = missed(treated, 9)
    missed(treated, 5)
    LostTouchDoneFactory(appointment_id=first, episode=treated, way="phone", done_on=today() - timedelta(8))
    assert held()[ExitStep.REACHING].startswith("Telephone ")


def test_no_goal_is_no_settled_goal(session, treated, held):
    plan = CarePlanFactory(episode=treated, agreed_on=today(), **AGREED)
    goal = GoalFactory(plan=plan, status="achieved")
    assert held()[ExitStep.GOALS] == "None is open"
    goal.struck_at, goal.struck_by, goal.struck_reason = goal.recorded_at, "kay", "Another client’s"
    session.info["trailed"] = True
    assert ExitStep.GOALS not in held()


def test_an_aftercare_plan_of_before_is_none_once_another_plan_holds(treated, held):
    on = today() - timedelta(60)
    CarePlanFactory(episode=treated, kind="aftercare", agreed_on=on, **AGREED)
    assert ExitStep.AFTERCARE_PLAN in held()
    CarePlanFactory(episode=treated, version=2, agreed_on=today(), **AGREED)
    assert ExitStep.AFTERCARE_PLAN not in held()


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        (ExitReason.DROPPED_OUT, {"reaching", "gp"}),
        (ExitReason.COMPLETED_DRUG_FREE, {"aftercare_plan", "gp"}),
        (ExitReason.DIED, set()),
    ],
)
def test_only_the_steps_of_the_ending_are_kept(house, session, treated, reason, kept):
    said = {one: Taken(StepState.DONE) for one in (ExitStep.REACHING, ExitStep.AFTERCARE_PLAN, ExitStep.GP)}
    gone = Leaving(today(), reason, taken=said, end_courses=True)
    still = running(house.services, treated, today())
    leave(by=house.actors.keyworker, episode=treated, leaving=gone, running=still, today=today())
    assert set(session.scalars(select(TakenStep.step))) == kept


def test_a_step_of_another_ending_refuses_nothing(treated, session, as_keyworker):
    sent = leaving("dropped_out", step_aftercare_plan="not_done")
    assert as_keyworker.post(f"/record/{treated.id}/leave", data=sent).status_code == 303
    assert session.scalars(select(TakenStep.step)).all() == []


def test_the_edition_is_that_of_the_day_of_leaving(treated, session, as_keyworker, monkeypatch):
    now = AFTERCARE.latest
    new = replace(now, edition="2", in_force_from=today(), follow_ups=replace(now.follow_ups, weeks=(3,)))
    monkeypatch.setitem(AFTERCARE.__dict__, "editions", (now, new))
    path = f"/record/{treated.id}/leave"
    assert "After 3 weeks" in as_keyworker.get(path).text
    before = leaving(on=today() - timedelta(1), follow_ups=["2"])
    assert as_keyworker.post(path, data=before).status_code == 303
    left = session.get_one(Episode, treated.id)
    assert [one.source[-2:] for one in open_tasks(left) if one.kind == FOLLOW_UP] == [":2"]
