"""Joining two records of one person changes what counts journeys, and nothing else of an audit."""

from datetime import date, timedelta

from careplan.audit.review.measures import MEASURES
from careplan.audit.review.measures.journeys import journeys
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.ruleset import load as ruleset
from careplan.clients.actions import Because, merge
from careplan.clients.models import Client
from careplan.clients.queries import episode as load
from careplan.ground.clock import today
from careplan.ground.db import db
from tests.factories.clients import ClientFactory, EpisodeFactory, InterventionFactory


def figures(services, census):
    found = {}
    for name, measure in MEASURES.items():
        figure = tally(measure, services, census).figure
        found[name] = (figure.part, figure.whole) if hasattr(figure, "part") else figure
    return found


def test_only_journeys_are_fewer_and_no_episode_counts_twice_on_any_day(house, session):
    mine = load(house.services, house.episode)
    other = ClientFactory(first_name="Anna", nhs_number=None)
    theirs = EpisodeFactory(
        client=other,
        service_id=house.service,
        referred_on=date(2024, 9, 1),
        closed_on=date(2024, 12, 30),
        exit_reason="dropped_out",
    )
    InterventionFactory(
        episode=theirs,
        referred_on=date(2024, 9, 1),
        first_offered_on=date(2024, 9, 5),
        started_on=date(2024, 9, 8),
        ended_on=date(2024, 12, 30),
        ending="unplanned",
    )
    InterventionFactory(
        episode=mine,
        referred_on=date(2025, 1, 6),
        first_offered_on=date(2025, 1, 8),
        started_on=date(2025, 1, 10),
    )
    db.session.commit()
    census, numbers = Census.at(date(2025, 3, 31)), ruleset().numbers
    before = facts_of(house.services, census)
    counted, stays = figures(before, census), list(journeys(before, census, numbers))
    assert len(stays) == 2
    because, mine = Because("One passport"), load(house.services, house.episode)
    merge(by=house.actors.manager, episode=mine, other=other, taken=(), because=because, refusals=())
    db.session.commit()
    after = facts_of(house.services, census)
    assert {one.client_id for one in after[0].episodes} == {house.client}
    assert len(list(journeys(after, census, numbers))) == 1
    changed = {name for name, figure in figures(after, census).items() if figure != counted[name]}
    assert changed == {"11.2"}
    for days in (0, 1):
        known = facts_of(house.services, census, today() - timedelta(days=days))
        ids = [one.id for service in known for one in service.episodes]
        assert len(ids) == len(set(ids))
    assert session.get_one(Client, other.id).superseded_by is not None
