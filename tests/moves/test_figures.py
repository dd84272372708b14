"""What comes with a client counts in no figure of the receiver, and no list runs more statements for more rows."""

from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.rules.census import Census
from careplan.clients.models import Client, Episode
from careplan.clients.rules.names import listed_name
from careplan.clients.rules.packets import read
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.moves.registers import Release
from tests.factories.clients import PacketFactory, TransferFactory
from tests.furniture import furnish


def figures(house):
    db.session.expire_all()
    return facts_of(house.services, Census.at(today()), None)


def test_a_packet_counts_in_no_figure_of_the_receiver(house, session):
    furnish(house.service, house.keyworker, "Furnished", "9990000042")
    db.session.commit()
    before = figures(house)
    answered = {"answer": "accepted", "answered_at": now(), "answered_by": house.keyworker}
    PacketFactory(service_id=house.service, episode_id=house.episode, **answered)
    PacketFactory(service_id=house.service)
    session.add(
        Release(
            episode_id=house.episode, service_id=house.service, recorded_by=house.keyworker, kind="prison",
            released_on=today(), medicine="methadone", covered_until=today(), place="HMP Testwood",
        )
    )  # fmt: skip
    session.info["trailed"] = True
    db.session.commit()
    assert len(before) == 1
    assert before[0].episodes
    assert figures(house) == before


def test_the_lists_run_as_many_statements_for_one_transfer_as_for_thirty(
    house, session, statements, as_keyworker
):
    def cost(address):
        as_keyworker.get(address)
        statements.clear()
        assert as_keyworker.get(address).status_code == 200
        return len(statements)

    mine = session.get_one(Episode, house.episode)
    pages = ("/transfers", f"/record/{house.episode}/transfers", "/?show=all")
    TransferFactory(episode=mine)
    PacketFactory(service_id=house.service)
    db.session.commit()
    few = [cost(one) for one in pages]
    for _ in range(29):
        TransferFactory(episode=mine)
        PacketFactory(service_id=house.service)
    session.info["changed"] = {("", house.service)}
    db.session.commit()
    assert [cost(one) for one in pages] == few


def test_both_lists_say_whom_each_transfer_is_about(house, session, as_keyworker):
    TransferFactory(episode=session.get_one(Episode, house.episode))
    came = PacketFactory(service_id=house.service)
    db.session.commit()
    person = read(came.content).person
    page = as_keyworker.get("/transfers").text
    assert session.get_one(Client, house.client).name in page
    assert listed_name(person.first_name, person.last_name) in page
