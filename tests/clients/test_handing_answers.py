"""What becomes of a hand-over: its note, who is told of its end, and what is said when it waits no more."""

import pytest
from sqlalchemy import select

from careplan.clients import actions
from careplan.clients.codes import HandOverAnswer
from careplan.clients.models import Episode, HandOver, Task
from careplan.clients.pages.handing import MOST
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.staff.models import Membership, Worker
from careplan.trail.models import TrailEntry
from tests.clients.test_handing import HERE, TAKEN, form_values, gone, handed, keepers, leaving  # noqa: F401
from tests.conftest import browser
from tests.factories.clients import ClientFactory, EpisodeFactory, HandOverFactory
from tests.factories.staff import MembershipFactory, WorkerFactory
from tests.plans.test_exit_steps import back
from tests.plans.test_exit_steps import leaving as leaves


def asked(session):
    session.expire_all()
    return session.scalars(select(HandOver).order_by(HandOver.episode_id)).all()


def lot(session, house, size, start=0):
    """Clients of the prescriber whom the manager hands to the keyworker."""
    for number in range(start, start + size):
        client = ClientFactory(first_name=f"Nr{number:03}", last_name="Lot", nhs_number=None)
        episode = EpisodeFactory(client=client, service_id=house.service, keyworker_id=house.prescriber)
        keeps = {"from_worker_id": house.prescriber, "to_worker_id": house.keyworker}
        HandOverFactory(episode=episode, handed_on=today(), recorded_by=house.manager, **keeps)
    session.commit()
    return [row for row in asked(session) if row.answer is None]


@pytest.fixture
def boss(house, session):
    """A second manager, who hands over and then goes."""
    worker = WorkerFactory(name="Bea Boss", username="bea")
    MembershipFactory(worker_id=worker.id, service_id=house.service, role="manager")
    session.commit()
    return worker.id


def ends(session, worker_id):
    row = session.scalars(select(Membership).where(Membership.worker_id == worker_id)).one()
    row.until_on = today()
    session.info["trailed"] = True
    session.commit()


def test_the_note_about_a_client_who_goes_at_once_is_kept(house, session, as_manager, as_keyworker, gone):  # noqa: F811
    first, second, _ = keepers(session, gone)
    handed(as_manager, "nobody", [first, second], house.keyworker, **{f"note_{first}": "Rings on Mondays."})
    assert {first, second} <= set(keepers(session, house.keyworker))
    (row,) = asked(session)
    assert (row.episode_id, row.from_worker_id, row.to_worker_id) == (first, gone, house.keyworker)
    assert (row.note, row.answer, row.answered_by) == ("Rings on Mondays.", "accepted", house.manager)
    assert "Rings on Mondays." in as_keyworker.get(f"/record/{first}/history").text


def test_accepting_reads_no_more_for_more_clients(house, session, statements):
    def reads(rows):
        statements.clear()
        count = actions.answer_hand_overs(
            by=house.actors.keyworker, rows=rows, answer=HandOverAnswer.ACCEPTED
        )
        session.commit()
        assert count == len(rows)
        return sum(one.lstrip().startswith("SELECT") for one in statements)

    few = reads(lot(session, house, 2))
    assert reads(lot(session, house, 12, start=2)) == few


def test_many_hand_overs_stand_in_pages(house, session, as_manager, as_keyworker):
    lot(session, house, MOST + 1)
    mine = as_keyworker.get(TAKEN).text
    assert ("LOT, Nr000" in mine, f"LOT, Nr{MOST:03}" in mine) == (True, False)
    assert "1 more client follows when these are answered" in mine
    first, second = as_manager.get(TAKEN).text, as_manager.get(f"{TAKEN}?page=2").text
    assert ("LOT, Nr000" in first, f"LOT, Nr{MOST:03}" in first) == (True, False)
    assert ("LOT, Nr000" in second, f"LOT, Nr{MOST:03}" in second) == (False, True)
    last = asked(session)[-1].id
    assert as_manager.post(f"{TAKEN}/{last}/take-back").status_code == 303
    assert session.get_one(HandOver, last).answer == "taken_back"


def test_every_answer_stands_in_the_trail_of_the_client(house, session, as_manager, as_keyworker):
    one, two = lot(session, house, 2)
    as_manager.post(f"{TAKEN}/{one.id}/take-back")
    as_keyworker.post(TAKEN, data={"clients": [two.id], "answer": "accepted"})
    answers = select(TrailEntry).where(
        TrailEntry.subject.in_([f"hand_overs:{one.id}", f"hand_overs:{two.id}"])
    )
    told = {entry.subject.split(":")[1]: entry.client_id for entry in session.scalars(answers)}
    clients = {row.id: session.get_one(Episode, row.episode_id).client_id for row in asked(session)}
    assert told == clients


def test_an_account_that_closes_tells_whoever_asked_it(house, session, as_administrator, as_manager, leaving):  # noqa: F811
    handed(as_manager, house.keyworker, [house.episode], leaving)
    as_administrator.post(f"/workers/{leaving}/account", data={"closed": "yes"})
    assert [row.answer for row in asked(session)] == ["taken_back"]
    told = "Lea Leaving does not take the client over: the account was closed"
    assert told in as_manager.get("/").text


def test_all_of_a_list_that_merely_waits_says_so(house, session, as_manager):
    lot(session, house, 2)
    path = f"{HERE}?whose={house.prescriber}"
    sent = {"everyone": "y", "seen": form_values(as_manager.get(path).text)}
    answer = handed(as_manager, house.prescriber, [], house.keyworker, **sent)
    assert answer.status_code == 422
    assert "All clients of this list wait already for somebody to accept" in answer.text
    assert "The list has changed" not in answer.text


def test_who_leaves_treatment_is_offered_to_nobody_and_not_again_on_coming_back(
    house, session, as_manager, as_keyworker
):
    handed(as_manager, house.keyworker, [house.episode], house.prescriber)
    assert as_keyworker.post(f"/record/{house.episode}/leave", data=leaves("declined")).status_code == 303
    (row,) = asked(session)
    assert (row.answer, row.answered_by) == ("taken_back", house.keyworker)
    assert "left treatment" in row.answer_words
    as_keyworker.post(f"/record/{house.episode}/came-back", data=back())
    now = session.scalars(select(Episode).where(Episode.root_id == house.episode, live(Episode))).one()
    assert now.closed_on is None
    again = handed(as_manager, house.keyworker, [now.id], house.prescriber)
    assert again.status_code == 303
    assert [row.answer for row in asked(session)].count(None) == 1


@pytest.mark.parametrize("how", ["role ended", "account closed"])
def test_who_is_put_back_to_somebody_who_has_gone_waits_for_a_manager(
    app, house, session, as_manager, boss, how
):
    handed(browser(app, boss), house.keyworker, [house.episode], house.prescriber)
    (row,) = asked(session)
    if how == "role ended":
        ends(session, boss)
    else:
        actions.close_worker(
            by=house.actors.administrator, worker=session.get_one(Worker, boss), at=row.recorded_at
        )
        session.commit()
    sent = {"clients": [row.id], "answer": "put_back", "words": "Too many clients"}
    assert browser(app, house.prescriber).post(TAKEN, data=sent).status_code == 303
    assert session.scalars(select(Task.worker_id)).all() == [None]
    for worker in (house.manager, house.keyworker):
        assert "put the client back: Too many clients" in browser(app, worker).get("/").text


def test_an_answer_to_what_was_taken_back_meanwhile_is_told(house, session, as_manager, as_keyworker):
    one, two = lot(session, house, 2)
    sent = {"clients": [one.id, two.id], "answer": "accepted"}
    as_manager.post(f"{TAKEN}/{one.id}/take-back")
    some = as_keyworker.post(TAKEN, data=sent)
    assert some.status_code == 303
    page = as_keyworker.get(some.location).text
    assert "You are the keyworker of 1 client now" in page
    assert "1 client waited no more" in page
    assert session.get_one(Episode, two.episode_id).keyworker_id == house.keyworker
    none = as_keyworker.post(TAKEN, data=sent)
    assert (none.status_code, none.location) == (303, TAKEN)
    assert "What you answered waits no more" in as_keyworker.get(TAKEN).text
    session.expire_all()
    assert session.get_one(Episode, one.episode_id).keyworker_id == house.prescriber
