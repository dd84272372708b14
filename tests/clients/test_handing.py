"""An account is closed, its clients are nobody's, and a manager hands them over, many at once."""

import pytest
from sqlalchemy import event, select

from careplan.clients.models import Episode, Task
from careplan.ground.db import db
from careplan.staff.models import Membership, Worker
from careplan.trail.models import TrailEntry
from tests.factories.clients import ClientFactory, EpisodeFactory, TaskFactory
from tests.factories.staff import MembershipFactory, WorkerFactory

HERE = "/caseload/hand-over"


@pytest.fixture
def leaving(house, session):
    """A keyworker with three clients and a task."""
    worker = WorkerFactory(name="Lea Leaving", username="lea")
    MembershipFactory(worker_id=worker.id, service_id=house.service)
    for number in range(3):
        client = ClientFactory(first_name=f"Nr{number}", last_name="Left", nhs_number=None)
        episode = EpisodeFactory(client=client, service_id=house.service, keyworker_id=worker.id)
    TaskFactory(episode=episode, worker_id=worker.id)
    session.commit()
    return worker.id


def keepers(session, worker_id=None):
    session.expire_all()
    rows = select(Episode.id).where(Episode.keyworker_id == worker_id).order_by(Episode.id)
    return session.scalars(rows).all()


def test_an_account_is_closed_at_once_and_leaves_its_clients_to_nobody(
    house, session, as_administrator, as_manager, leaving
):
    path = f"/workers/{leaving}/account"
    asked = as_administrator.get(path).text
    assert "3 clients will have no keyworker" in asked
    assert "LEFT" not in asked
    answer = as_administrator.post(path, data={"closed": "yes"})
    assert answer.status_code == 303
    said = as_administrator.get(answer.location).text
    assert "3 clients without a keyworker now" in said
    assert "LEFT" not in said
    assert keepers(session, leaving) == []
    assert session.scalars(select(Task.worker_id)).all() == [None]
    assert session.get_one(Worker, leaving).disabled_at is not None
    page = as_manager.get("/").text
    assert HERE in page
    assert "clients without a keyworker" in page
    listed = as_manager.get(HERE).text
    assert listed.count("LEFT, Nr") == 3


def test_many_clients_are_handed_over_at_once(house, session, as_manager, leaving):
    ids = keepers(session, leaving)
    page = as_manager.get(f"{HERE}?whose={leaving}").text
    assert "Lea Leaving (3 clients)" in page
    data = {"shown": leaving, "clients": ids[:2], "keyworker": house.keyworker}
    assert as_manager.post(HERE, data=data).status_code == 303
    assert set(ids[:2]) <= set(keepers(session, house.keyworker))
    assert keepers(session, leaving) == ids[2:]
    entries = session.scalars(select(TrailEntry).where(TrailEntry.action == "episode.allocated")).all()
    assert [(one.detail["before"], one.detail["after"]) for one in entries] == [
        (leaving, house.keyworker)
    ] * 2


def form_values(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def test_all_of_a_list_are_handed_over_with_their_tasks(house, session, as_manager, leaving):
    seen = form_values(as_manager.get(f"{HERE}?whose={leaving}").text)
    data = {"shown": leaving, "everyone": "y", "keyworker": house.keyworker, "seen": seen}
    assert as_manager.post(HERE, data=data).status_code == 303
    assert keepers(session, leaving) == []
    assert session.scalars(select(Task.worker_id)).all() == [house.keyworker]


def test_all_of_a_list_that_has_changed_is_asked_again(house, session, as_manager, leaving):
    seen = form_values(as_manager.get(f"{HERE}?whose={leaving}").text)
    first, *_ = keepers(session, leaving)
    session.get_one(Episode, first).keyworker_id = house.keyworker
    session.info["trailed"] = True
    session.commit()
    page = as_manager.post(
        HERE, data={"shown": leaving, "everyone": "y", "keyworker": house.prescriber, "seen": seen}
    )
    assert page.status_code == 422
    assert "The list has changed since you opened it" in page.text
    some = {"shown": leaving, "clients": [first], "keyworker": house.prescriber}
    assert as_manager.post(HERE, data=some).status_code == 422
    assert len(keepers(session, leaving)) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"clients": []}, "Select at least one client, or all of the list"),
        ({"keyworker": ""}, "Select who keeps these clients now"),
        ({"keyworker": "nobody-we-know"}, "Select from the list"),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused_and_nothing_moves(
    house, session, as_manager, leaving, change, sentence
):
    ids = keepers(session, leaving)
    page = as_manager.post(
        HERE, data={"shown": leaving, "clients": ids, "keyworker": house.keyworker} | change
    )
    assert page.status_code == 422
    assert sentence in page.text
    assert keepers(session, leaving) == ids


def test_a_keyworker_without_a_role_any_more_leaves_the_clients_to_the_manager(
    house, session, as_manager, leaving
):
    row = session.scalars(select(Membership).where(Membership.worker_id == leaving)).one()
    row.until_on = row.from_on
    session.info["trailed"] = True
    session.commit()
    assert "clients without a keyworker" in as_manager.get("/").text
    page = as_manager.get(HERE).text
    assert page.count("was Lea Leaving’s") == 3


def test_only_managers_hand_over_and_only_their_own(house, session, request, leaving):
    ids = keepers(session, leaving)
    for role in ("as_keyworker", "as_prescriber", "as_administrator", "as_auditor"):
        assert request.getfixturevalue(role).get(HERE).status_code == 403
    charlie = request.getfixturevalue("charlie")
    assert charlie.get(HERE).status_code in (200, 403)
    assert "LEFT" not in charlie.get(f"{HERE}?whose={leaving}").text
    charlie.post(HERE, data={"shown": leaving, "clients": ids, "keyworker": house.charlie})
    assert keepers(session, leaving) == ids


def test_the_list_asks_no_more_for_more_clients(house, session, as_manager, leaving):
    def statements():
        count = 0

        def note(*_):
            nonlocal count
            count += 1

        event.listen(db.engine, "before_cursor_execute", note)
        as_manager.get(f"{HERE}?whose={leaving}")
        event.remove(db.engine, "before_cursor_execute", note)
        return count

    few = statements()
    for number in range(30):
        client = ClientFactory(first_name=f"More{number}", last_name="Left", nhs_number=None)
        EpisodeFactory(client=client, service_id=house.service, keyworker_id=leaving)
    session.commit()
    assert statements() == few
