"""Who comes back within 21 days goes on with the same episode, also when it is written down a little later."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients import queries
from careplan.clients.actions import Referral, open_episode
from careplan.clients.codes import ExitReason
from careplan.clients.models import Client, Episode, Task
from careplan.clients.queries import actions_of, open_tasks
from careplan.clients.rules.aftercare import EXIT, FOLLOW_UP, back_until, last_written_back
from careplan.ground.clock import today
from careplan.plans.actions.leaving import Leaving, leave
from careplan.plans.queries.leaving import running
from tests.factories.clients import EpisodeFactory, TaskFactory
from tests.plans.test_exit_steps import back

LEFT, LAST = date(2026, 1, 1), date(2026, 1, 22)


def test_a_return_of_before_is_written_down_for_a_week_more():
    assert last_written_back(LEFT) == date(2026, 1, 29)
    for on, until in ((LAST, LAST), (date(2026, 1, 29), LAST), (date(2026, 1, 30), None)):
        assert back_until(LEFT, [], on, died=False) == until
    assert back_until(LEFT, [], LAST, died=True) is None
    assert back_until(None, [], LAST, died=False) is None


@pytest.mark.parametrize(
    ("first", "last", "since"),
    [
        (date(2026, 1, 5), None, True),
        (date(2026, 1, 5), date(2026, 1, 9), True),
        (LEFT, LEFT, True),
        (date(2025, 1, 5), None, True),
        (date(2025, 1, 5), date(2026, 1, 2), True),
        (date(2025, 1, 5), date(2025, 12, 9), False),
    ],
)
def test_nobody_comes_back_to_a_stay_after_which_there_was_another(first, last, since):
    assert (back_until(LEFT, [(first, last)], LAST, died=False) is None) is since


@pytest.fixture
def gone(house, session):
    """The client left so many days ago."""

    def made(ago: int) -> Episode:
        episode = queries.episode(house.services, house.episode)
        still = running(house.services, episode, today())
        left = Leaving(today() - timedelta(ago), ExitReason.DROPPED_OUT)
        leave(by=house.actors.keyworker, episode=episode, leaving=left, running=still, today=today())
        session.commit()
        return episode

    return made


@pytest.mark.parametrize(("ago", "offered"), [(21, True), (22, True), (28, True), (29, False)])
def test_the_way_back_is_offered_as_long_as_it_can_be_written_down(gone, as_keyworker, ago, offered):
    at = f"/record/{gone(ago).id}"
    assert ("Came back" in as_keyworker.get(at).text) is offered
    assert ("goes on with the same episode" in as_keyworker.get(f"{at}/referrals/new").text) is offered
    page = as_keyworker.get(f"{at}/came-back", follow_redirects=True).text
    assert ("The client came back" in page) is offered
    assert ("Record a new referral" in page) is not offered


@pytest.mark.parametrize(("came", "kept"), [(20, True), (21, True), (22, False), (23, False)])
def test_the_day_of_coming_back_is_judged_not_the_day_of_writing(gone, as_keyworker, came, kept):
    path = f"/record/{gone(23).id}/came-back"
    answer = as_keyworker.post(path, data=back(today() - timedelta(23 - came)))
    assert answer.status_code == (303 if kept else 422)
    assert ("begins a new episode: record a referral" in answer.text) is not kept


def test_the_form_says_today_only_while_today_is_in_time(gone, as_keyworker):
    page = as_keyworker.get(f"/record/{gone(22).id}/came-back").text
    assert f'value="{today().year}"' not in page


def test_who_was_referred_again_and_left_again_comes_back_to_the_later_episode(
    house, gone, session, as_keyworker
):
    first = gone(20)
    client = session.get_one(Client, house.client)
    ended = {"closed_on": today() - timedelta(5), "exit_reason": "dropped_out"}
    later = EpisodeFactory(
        client=client, service_id=house.service, referred_on=today() - timedelta(15), **ended
    )
    session.commit()
    assert "Came back" not in as_keyworker.get(f"/record/{first.id}").text
    assert "goes on with the same episode" not in as_keyworker.get(f"/record/{first.id}/referrals/new").text
    for send in (as_keyworker.get, as_keyworker.post):
        said = send(f"/record/{first.id}/came-back", follow_redirects=True).text
        assert "referred to this service again since" in said
    session.expire_all()
    assert queries.episode(house.services, first.id).closed_on == today() - timedelta(20)
    assert "Came back" in as_keyworker.get(f"/record/{later.id}").text


def test_the_referral_says_nothing_of_a_way_back_after_a_death(house, gone, session, as_keyworker):
    first = gone(3)
    session.get_one(Client, house.client).deceased_on = today()
    session.info["trailed"] = True
    session.commit()
    assert "goes on with the same episode" not in as_keyworker.get(f"/record/{first.id}/referrals/new").text


def test_a_new_episode_ends_the_follow_ups_of_the_one_before_at_its_service(house, gone, session):
    first = gone(30)
    mine = {"episode": first, "worker_id": house.keyworker}
    for kind in (FOLLOW_UP, EXIT, "safety"):
        TaskFactory(kind=kind, source=f"{kind}:x", **mine)
    client = session.get_one(Client, house.client)
    there = EpisodeFactory(client=client, service_id=house.other_service)
    elsewhere = TaskFactory(episode=there, kind=FOLLOW_UP, source="follow_up:y", worker_id=house.charlie)
    referral = Referral(house.service, today(), "self")
    open_episode(by=house.actors.keyworker, services=house.services, client=client, referral=referral)
    assert [task.kind for task in open_tasks(first)] == ["safety"]
    assert open_tasks(there) == [elsewhere]
    ended = session.scalars(select(Task).where(Task.source == "follow_up:x")).one()
    assert actions_of(ended)[-1].words.startswith("The client was referred again on ")
