"""What the database leaves out beforehand asks for nothing: the lines are those that the rules find in every record."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.demo.actions.fill import fill
from careplan.ground.clock import now, today
from careplan.ground.db import analyse
from careplan.plans.queries import today as plans
from careplan.risk.queries import today as risk
from tests.factories.assessment import AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, InterventionFactory, PauseFactory
from tests.factories.plans import CarePlanFactory, CarePlanReviewFactory, GoalFactory
from tests.waiting import waits

ON = date(2026, 5, 31)
NEVER_LEFT_OUT = {
    plans.PENDING: {"plan_due_near": date.max, "plan_anchored_before": date.max},
    risk.PENDING: {"risk_assessed_before": date.max},
}
PAIRS = [
    (offer, replace(offer, values=lambda _, bounds=bounds: bounds))
    for offer, bounds in NEVER_LEFT_OUT.items()
]


def compared(services: frozenset[str], worker_id: str, day: date) -> int:
    """How many lines there are, the same with and without what is left out."""
    number = 0
    for offer, every in PAIRS:
        whole = waits(every, services, worker_id, day)
        assert waits(offer, services, worker_id, day) == whole
        number += len(whole)
    return number


def lived(house, chance: Random) -> None:
    """One episode with treatment, plans, reviews, pauses and risk assessments as they fall."""

    def back(most: int, least: int = 0) -> date:
        return ON - timedelta(days=chance.randint(least, most))

    episode = EpisodeFactory(
        client=ClientFactory(nhs_number=None, deceased_on=chance.choice([*[None] * 9, back(9)])),
        service_id=house.service,
        keyworker_id=house.keyworker,
        referred_on=back(400, 300),
    )
    if chance.random() < 0.8:
        InterventionFactory(episode=episode, started_on=back(290))
    agreed_on = ON
    if chance.random() < 0.8:
        agreed_on = back(250)
        plan = CarePlanFactory(episode=episode, drafted_on=agreed_on)
        GoalFactory(plan=plan)
        plan.agreed_on, plan.agreement = agreed_on, "signed"
        plan.next_due_on = chance.choice([None, agreed_on + timedelta(days=chance.randint(5, 90))])
    for _ in range(chance.choice([0, 0, 1, 2])):
        day = back(200)
        later = chance.choice([None, day + timedelta(days=chance.randint(5, 90))])
        CarePlanReviewFactory(episode=episode, reviewed_on=day, next_due_on=later, held=chance.random() < 0.8)
    if chance.random() < 0.2:
        PauseFactory(episode=episode, from_on=back(30, 5), until_on=chance.choice([None, ON]))
    for kind in ("risk", "risk", "triage"):
        if chance.random() < 0.5:
            made = AssessmentFactory(episode=episode, kind=kind, started_on=back(200))
            made.completed_on = made.started_on


def test_no_line_is_lost_of_generated_records(session, house):
    chance = Random(5)
    for _ in range(80):
        lived(house, chance)
    session.flush()
    analyse(session.connection())
    for days in range(-20, 40):
        assert compared(house.services, house.keyworker, ON + timedelta(days=days)) > 40


@pytest.mark.slow
def test_no_line_is_lost_of_the_demo(session):
    fill(session, today=today(), now=now(), password="larch-and-linden-42", progress=lambda _: None)
    keepers = session.execute(select(Episode.service_id, Episode.keyworker_id).distinct()).all()
    number = 0
    for service_id, worker_id in keepers:
        for days in (-30, 0, 1, 14, 45):
            day = today() - timedelta(days=days)
            number += compared(frozenset({service_id}), worker_id or "", day)
    assert number > 100
