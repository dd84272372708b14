"""An account is closed, its clients are nobody's, and a manager hands them over, many at once."""

from datetime import date

import pytest
from sqlalchemy import event, select

from careplan.clients.models import Episode, HandOver, KeyworkerSince, Task
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.staff.models import Membership, Worker
from careplan.trail.models import TrailEntry
from tests.factories.clients import ClientFactory, EpisodeFactory, TaskFactory
from tests.factories.staff import MembershipFactory, WorkerFactory

HERE, TAKEN = "/caseload/hand-over", "/caseload/handed-over"


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
    assert listed.count("LEFT, Nr") == 6  # a box and a note for each


@pytest.fixture
def gone(session, leaving):
    """The same keyworker without a role: nobody keeps the clients now."""
    row = session.scalars(select(Membership).where(Membership.worker_id == leaving)).one()
    row.until_on = row.from_on
    session.info["trailed"] = True
    session.commit()
    return leaving


def test_many_clients_whom_nobody_keeps_go_over_at_once(house, session, as_manager, gone):
    ids = keepers(session, gone)
    data = {"shown": "nobody", "clients": ids[:2], "keyworker": house.keyworker}
    assert as_manager.post(HERE, data=data).status_code == 303
    assert set(ids[:2]) <= set(keepers(session, house.keyworker))
    assert keepers(session, gone) == ids[2:]
    entries = session.scalars(select(TrailEntry).where(TrailEntry.action == "episode.allocated")).all()
    assert [(one.detail["before"], one.detail["after"]) for one in entries] == [(gone, house.keyworker)] * 2


def form_values(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def handed(as_manager, whose, ids, to, **more):
    data = {"shown": whose, "clients": ids, "keyworker": to} | more
    return as_manager.post(HERE, data=data)


def waiting(session):
    session.expire_all()
    return session.scalars(select(HandOver).order_by(HandOver.episode_id)).all()


def test_all_of_a_list_stay_with_their_keyworker_until_the_next_one_accepts(
    house, session, as_manager, as_keyworker, leaving
):
    seen = form_values(as_manager.get(f"{HERE}?whose={leaving}").text)
    ids = keepers(session, leaving)
    own = {"note": "Reviews are done.", f"note_{ids[0]}": "Rings on Mondays."}
    answer = handed(as_manager, leaving, [], house.keyworker, everyone="y", seen=seen, **own)
    assert "3 clients handed over once Kay Keyworker accepts" in as_manager.get(answer.location).text
    assert keepers(session, leaving) == ids
    assert {row.note for row in waiting(session)} == {"Reviews are done.", "Rings on Mondays."}
    assert "hands 3 clients over to you" in as_keyworker.get("/").text
    page = as_keyworker.get(TAKEN).text
    assert page.count(" checked") == 4
    assert "Rings on Mondays." in page
    chosen = [row.id for row in waiting(session)]
    assert as_keyworker.post(TAKEN, data={"clients": chosen, "answer": "accepted"}).status_code == 303
    assert keepers(session, leaving) == []
    assert set(ids) <= set(keepers(session, house.keyworker))
    assert session.scalars(select(Task.worker_id)).all() == [house.keyworker]
    rows = session.scalars(select(KeyworkerSince).where(KeyworkerSince.episode_id == ids[0])).all()
    assert sorted((row.from_on, row.worker_id) for row in rows) == [
        (date(2025, 1, 6), leaving),
        (today(), house.keyworker),
    ]
    told = as_keyworker.get(f"/record/{ids[0]}/treatment").text
    assert told.index("Lea Leaving") < told.rindex("Kay Keyworker")
    assert "Rings on Mondays." in as_keyworker.get(f"/record/{ids[0]}/history").text


def test_some_are_put_back_with_a_reason_that_whoever_handed_over_reads(
    house, session, as_manager, as_keyworker, leaving
):
    ids = keepers(session, leaving)
    handed(as_manager, leaving, ids, house.keyworker)
    first, *others = [row.id for row in waiting(session)]
    silent = as_keyworker.post(TAKEN, data={"clients": [first], "answer": "put_back"})
    assert silent.status_code == 422
    assert "Enter why you put them back" in silent.text
    assert as_keyworker.post(TAKEN, data={"clients": [], "answer": "accepted"}).status_code == 422
    words = {"answer": "put_back", "words": "I know the family of this client"}
    assert as_keyworker.post(TAKEN, data={"clients": [first], **words}).status_code == 303
    assert keepers(session, leaving) == ids
    assert [row.answer for row in waiting(session) if row.id in others] == [None, None]
    assert "put the client back: I know the family of this client" in as_manager.get("/").text
    assert "has not taken 2 clients over yet" in as_manager.get("/").text


def test_a_client_who_waits_is_not_handed_over_twice(house, session, as_manager, as_keyworker, leaving):
    first, *_ = keepers(session, leaving)
    handed(as_manager, leaving, [first], house.keyworker)
    again = handed(as_manager, leaving, [first], house.prescriber)
    assert again.status_code == 422
    assert "waits for Kay Keyworker to answer already. Take that back first" in again.text
    form = as_manager.get(f"/record/{first}/referral").text
    data = {"keyworker": house.prescriber, "seen": form_values(form)}
    refused = as_manager.post(f"/record/{first}/referral", data=data)
    assert refused.status_code == 422
    assert "Kay Keyworker was asked already and has not answered" in refused.text
    assert len(waiting(session)) == 1
    back = f"{TAKEN}/{waiting(session)[0].id}/take-back"
    assert as_keyworker.post(back).status_code == 303
    assert waiting(session)[0].answer is None
    assert as_manager.post(back).status_code == 303
    assert waiting(session)[0].answer == "taken_back"
    assert as_manager.post(back).status_code == 303
    assert as_manager.post(f"{TAKEN}/nothing/take-back").status_code == 404
    assert handed(as_manager, leaving, [first], house.prescriber).status_code == 303


def test_a_colleague_who_is_given_one_client_on_the_record_is_asked_as_well(
    house, session, as_keyworker, leaving
):
    first, second, _ = keepers(session, leaving)
    for id_, to in ((first, house.prescriber), (second, house.keyworker)):
        form = as_keyworker.get(f"/record/{id_}/referral").text
        data = {"keyworker": to, "seen": form_values(form)}
        assert as_keyworker.post(f"/record/{id_}/referral", data=data).status_code == 303
    assert [(row.episode_id, row.to_worker_id) for row in waiting(session)] == [(first, house.prescriber)]
    assert second in keepers(session, house.keyworker)


def test_an_account_that_closes_answers_what_waited_for_it(
    house, session, as_administrator, as_manager, leaving
):
    handed(as_manager, house.keyworker, [house.episode], leaving)
    assert len(waiting(session)) == 1
    as_administrator.post(f"/workers/{leaving}/account", data={"closed": "yes"})
    assert waiting(session)[0].answer == "taken_back"
    assert house.episode in keepers(session, house.keyworker)


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


def test_a_keyworker_without_a_role_any_more_leaves_the_clients_to_the_manager(as_manager, gone):
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


OWN = "/caseload/hand-over/mine"


def test_a_keyworker_hands_over_own_clients_with_a_note_each(house, session, as_keyworker, as_prescriber):
    ids = [
        EpisodeFactory(
            client=ClientFactory(first_name=name, last_name="Mine", nhs_number=None),
            service_id=house.service,
            keyworker_id=house.keyworker,
        ).id
        for name in ("Ada", "Bea")
    ]
    db.session.commit()
    assert OWN in as_keyworker.get("/caseload").text
    page = as_keyworker.get(OWN).text
    assert "Hand over my clients" in page
    assert f'<option value="{house.keyworker}"' not in page
    assert f'<option value="{house.prescriber}"' in page
    data = {
        "clients": ids,
        "keyworker": house.prescriber,
        "note": "Ring before noon",
        f"note_{ids[1]}": "Has a dog",
    }
    assert as_keyworker.post(OWN, data=data).status_code == 303
    rows = session.scalars(select(HandOver).order_by(HandOver.episode_id)).all()
    assert {one.episode_id: one.note for one in rows} == {ids[0]: "Ring before noon", ids[1]: "Has a dog"}
    assert set(ids) <= set(keepers(session, house.keyworker))
    assert "Has a dog" in as_prescriber.get(TAKEN).text


def test_nobody_hands_over_the_clients_of_another_there(house, session, as_keyworker, leaving):
    theirs = keepers(session, leaving)
    refused = as_keyworker.post(OWN, data={"clients": theirs, "keyworker": house.prescriber})
    assert refused.status_code == 422
    assert session.scalars(select(HandOver)).all() == []
    assert "Nr0" not in as_keyworker.get(OWN).text


def test_the_whole_of_an_own_caseload_goes_in_one_press(house, session, as_keyworker):
    mine = keepers(session, house.keyworker)
    page = as_keyworker.get(OWN).text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    data = {"everyone": "y", "keyworker": house.prescriber, "seen": seen}
    assert as_keyworker.post(OWN, data=data).status_code == 303
    assert len(session.scalars(select(HandOver)).all()) == len(mine) > 0
