"""Figures across a return: nothing counts twice and nobody is lost, held against a slow count over plain rows."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.audit.review.measures import MEASURES
from careplan.audit.review.measures.journeys import journeys
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.ruleset import load as ruleset
from careplan.clients import queries
from careplan.clients.codes import STRUCTURED, ExitReason
from careplan.clients.models import Episode, Intervention
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.actions.leaving import Leaving, leave
from careplan.plans.actions.returning import come_back
from careplan.plans.queries.leaving import running
from careplan.plans.queries.readings import clocked
from careplan.waits.queries import page
from tests.factories.clients import ClientFactory, EpisodeFactory, InterventionFactory
from tests.factories.plans import CarePlanFactory, CarePlanReviewFactory, GoalFactory
from tests.factories.prescribing import CourseFactory

REFERRED, STARTED, AGREED, REVIEWED, LEFT, BACK = 200, 185, 175, 90, 20, 8


def ago(days: int) -> date:
    return today() - timedelta(days)


def stay(house, name):
    """Half a year in treatment, with a plan and a review."""
    client = ClientFactory(first_name=name, last_name="Returning", nhs_number=None)
    row = EpisodeFactory(
        client=client, service_id=house.service, referred_on=ago(REFERRED), keyworker_id=house.keyworker,
        triaged_on=ago(REFERRED - 5),
    )  # fmt: skip
    days = {"referred_on": ago(REFERRED), "first_offered_on": ago(REFERRED - 10), "started_on": ago(STARTED)}
    InterventionFactory(episode=row, kind="structured_psychosocial", **days)
    plan = CarePlanFactory(episode=row, drafted_on=ago(AGREED))
    GoalFactory(plan=plan)
    plan.agreed_on, plan.agreement = ago(AGREED), "signed"
    CarePlanReviewFactory(episode=row, reviewed_on=ago(REVIEWED), held=True, client_present=True)
    db.session.commit()
    return row.id


@pytest.fixture
def both(house, session):
    """One who left and came back within the days, treated anew since, and one who never left."""
    by, twin, gone = house.actors.keyworker, stay(house, "Twin"), stay(house, "Gone")
    here, on = house.services, today()
    gone = queries.episode(here, gone)
    left = Leaving(ago(LEFT), ExitReason.DROPPED_OUT)
    leave(by=by, episode=gone, leaving=left, running=running(here, gone, on), today=on)
    session.commit()
    gone = queries.episode(here, gone.id)
    again = come_back(by=by, episode=gone, came_on=ago(BACK), words="Rang and wants to go on")
    session.commit()
    twin, again = (queries.episode(here, one) for one in (twin, again.id))
    return twin, again


def root(episode):
    """The first row of the chain, on which everything hangs."""
    return db.session.get_one(Episode, episode.root_id)


def treated_anew(again):
    days = {"referred_on": ago(BACK), "first_offered_on": ago(BACK - 1), "started_on": ago(BACK - 2)}
    InterventionFactory(episode=root(again), kind="structured_psychosocial", **days)
    db.session.commit()


def test_the_audit_counts_the_stay_once_and_each_treatment_by_itself(house, both, session):
    _, again = both
    treated_anew(again)
    census = Census.at(today())
    facts = facts_of(house.services, census)
    units = Counter(one.id for service in facts for one in service.episodes)
    roots = set(
        session.scalars(select(Episode.root_id).where(live(Episode), Episode.service_id == house.service))
    )
    assert len(units) == sum(units.values()) == len(roots)
    mine = [one for service in facts for one in service.episodes if one.client_id == again.client_id]
    assert [(one.closed_on, one.exit_reason) for one in mine] == [(None, None)]
    rows = select(Intervention).where(Intervention.episode_id == again.root_id, live(Intervention))
    slow = sorted(
        (one.referred_on, one.started_on, one.ended_on or date.max) for one in session.scalars(rows)
    )
    counted = [
        (one.days.referred_on, one.days.started_on, one.days.ended_on or date.max)
        for one in mine[0].interventions
    ]
    assert sorted(counted) == slow
    assert len(slow) == 2


def test_no_measure_judges_anything_of_the_stay_twice(house, both):
    treated_anew(both[1])
    census = Census.at(today())
    facts = facts_of(house.services, census)
    for name, measure in MEASURES.items():
        lines = tally(measure, facts, census).lines
        assert [one for one, times in Counter(line.id for line in lines).items() if times > 1] == [], name


def test_retention_runs_from_the_first_treatment_over_the_return(house, both, session):
    twin, again = both
    treated_anew(again)
    stays = list(
        journeys(facts_of(house.services, Census.at(today())), Census.at(today()), ruleset().numbers)
    )
    for one in (twin, again):
        (mine,) = [stay for stay in stays if stay.first.client_id == one.client_id]
        rows = session.scalars(
            select(Intervention).where(Intervention.episode_id == one.root_id, live(Intervention))
        )
        slow = min(row.started_on for row in rows if row.kind in STRUCTURED and row.started_on)
        assert (mine.started_on, mine.closed_on) == (slow, None)


def test_the_review_clock_goes_on_as_that_of_who_never_left(house, both):
    twin, again = both
    every = clocked(house.services, today(), None)
    mine = [one for one in every if one.episode_id in (again.id, again.root_id)]
    theirs = [one for one in every if one.episode_id in (twin.id, twin.root_id)]
    assert len(mine) == len(theirs) == 1
    assert (mine[0].reading.due, mine[0].reading.status) == (theirs[0].reading.due, theirs[0].reading.status)


def test_who_came_back_is_in_every_list_once_and_waits_only_for_treatment_anew(
    house, both, session, as_keyworker
):
    _, again = both
    listed = as_keyworker.get("/caseload").text
    assert listed.count("RETURNING, Gone") == listed.count("RETURNING, Twin") > 0
    assert "No treatment runs" in as_keyworker.get(f"/record/{again.id}").text
    waits, *_ = page(house.services, None, 1, 50)
    assert not [one for one in waits if "Gone" in one.client_name]
    InterventionFactory(
        episode=root(again),
        kind="structured_psychosocial",
        referred_on=ago(BACK),
        first_offered_on=None,
        started_on=None,
    )
    db.session.commit()
    waits, *_ = page(house.services, None, 1, 50)
    assert [one.referred_on for one in waits if "Gone" in one.client_name] == [ago(BACK)]
    assert "No treatment runs" not in as_keyworker.get(f"/record/{again.id}").text


def test_the_first_order_after_the_return_says_what_m12_says(house, both, session, as_prescriber):
    _, again = both
    old = CourseFactory(episode=root(again), first_dose_on=ago(150), ended_on=ago(LEFT))
    course = CourseFactory(
        episode=root(again), first_dose_on=today(), tolerance="assured", sedatives_or_alcohol=False
    )
    db.session.commit()
    assert old.ended_on
    day = {f"effective_on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    sent = {"daily_mg": "30", "formulation": "oral_mixture", "phase": "induction", **day}
    text = as_prescriber.post(f"/record/{again.id}/prescribing/{course.root_id}/order", data=sent).text
    assert "M12" in text
    assert f"{LEFT} days earlier" in text
    assert "M2" in text
    assert "second prescriber" in text
