"""Two records that were one for a while, each with a row of every kind: what putting them apart leaves in all rooms."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import select

from careplan.clients.actions import Because, merge, unmerge
from careplan.clients.actions.transfers import Sending, accept, send
from careplan.clients.codes import TransferBasis
from careplan.clients.models import Client, Episode, Packet
from careplan.clients.queries import episode as load
from careplan.clients.registers import Of, rows
from careplan.clients.registers.rows import Owner
from careplan.ground.clock import now, today
from careplan.ground.db import Base, db
from careplan.letters.codes import DocumentKind
from careplan.rooms import ROOMS
from careplan.team.registers import WalkIn
from careplan.trail.models import Change, TrailEntry
from careplan.ui.words import day
from tests.conftest import browser
from tests.factories.clients import contents, written
from tests.factories.letters import DocumentFactory
from tests.factories.staff import MembershipFactory, ServiceFactory, WorkerFactory
from tests.furniture import furnish
from tests.test_doors import WHO, table
from tests.walk import address, on_page, rules

WORDS = ("MINE", "THEIRS")
TELLS = {"clients.joinings", "record.history", "record.looked"}
"""Pages that say that the two were one for a while, and who did what."""
WRITTEN = {
    TrailEntry.__tablename__,
    Change.__tablename__,
    "clients",
    "client_merges",
    "submissions",
    "drafts",
}
"""Tables in which an undo leaves something by design; of the clients themselves tests/clients/test_merging.py tells."""


@pytest.fixture
def two(house, session):
    """Two furnished records at two services, and a worker with every clinical role at both."""
    both = WorkerFactory(username="both").id
    for service in (house.service, house.other_service):
        for role in ("keyworker", "prescriber", "manager"):
            MembershipFactory(worker_id=both, service_id=service, role=role)
    places = zip((house.service, house.other_service), ("9990000034", "9990000042"), WORDS, strict=True)
    ids = [furnish(service, both, word, number) for service, number, word in places]
    for one, service in zip(ids, (house.service, house.other_service), strict=True):
        one.service_id, one.role, one.from_on = service, "keyworker", "2010-01-01"
    db.session.commit()
    return SimpleNamespace(ids=ids, services=frozenset({house.service, house.other_service}), worker=both)


def joined(house, two):
    """The second record becomes part of the first."""
    mine, theirs = two.ids
    because = Because("The same passport", "Two numbers", "The GP says so")
    row = merge(
        by=house.actors.manager,
        episode=load(two.services, mine.episode_id),
        other=load(two.services, theirs.episode_id).client,
        taken=("postcode",),
        because=because,
        refusals=(),
    )
    db.session.commit()
    db.session.expire_all()
    return row


def parted(house, two, row):
    unmerge(by=house.actors.manager, episode=load(two.services, two.ids[0].episode_id), row=row, refusal="")
    db.session.commit()
    db.session.expire_all()


def cells_of(session):
    """All cells of the record by table, key and column, but for versions and what an undo leaves by design."""
    return {
        (table.name, *(str(row[key.name]) for key in table.primary_key), name): str(value)
        for table in Base.metadata.sorted_tables
        if table.name not in WRITTEN
        for row in session.execute(select(table)).mappings()
        for name, value in row.items()
        if name != "version"
    }


def pages_of(app, two, ids):
    """Every page of a record as its worker reads it, without what differs from one look to the next."""
    who, shown = browser(app, two.worker), {}
    for rule in rules(app, "GET"):
        clinical = {"keyworker", "prescriber", "manager"} & set(WHO[table()[rule.endpoint]])
        if not clinical or "episode_id" not in rule.arguments or rule.endpoint in TELLS:
            continue
        answer = who.get(address(app, rule, ids))
        if answer.status_code == 200 and answer.mimetype == "text/html":
            text = re.sub(r'<input type="hidden"[^>]*>', "", answer.text)
            shown[rule.endpoint] = re.sub(r"Printed by [^<]*", "", text)
    return shown


def test_an_undo_leaves_every_row_and_every_page_as_it_was(house, session, app, two):
    with time_machine.travel(now(), tick=False):
        _undone(house, session, app, two)


def _undone(house, session, app, two):
    cells, pages = cells_of(session), [pages_of(app, two, one) for one in two.ids]
    assert min(map(len, pages)) > 60
    row = joined(house, two)
    parted(house, two, row)
    assert dict(cells_of(session).items() ^ cells.items()) == {}
    for one, before in zip(two.ids, pages, strict=True):
        shown = pages_of(app, two, one)
        assert [name for name in before if shown.get(name) != before[name]] == []


def test_what_is_written_while_they_are_one_stays_where_it_was_written(house, session, app, two):
    mine, theirs = two.ids
    row = joined(house, two)
    who, record = browser(app, two.worker), f"/record/{theirs.episode_id}"
    assert who.post(f"{record}/walk-in").status_code == 303
    owner = Owner(two.services, theirs.service_id, load(two.services, theirs.episode_id))
    written = {}
    for one in (one for room in ROOMS for one in room.registers if one.of is not Of.SERVICE and not one.once):
        first = rows.find(one, owner, getattr(theirs, f"{one.name}_id"))
        values = {field.name: getattr(first, field.name) for field in one.fields}
        written[one.name] = rows.record(one, by=house.actors.manager, owner=owner, values=values).id
    db.session.commit()
    parted(house, two, row)
    own = Owner(two.services, mine.service_id, load(two.services, mine.episode_id))
    owner = replace(owner, episode=load(two.services, theirs.episode_id))
    assert len(written) > 10
    for one in (one for room in ROOMS for one in room.registers if one.name in written):
        assert written[one.name] not in {each.id for each in rows.every(one, own)}
        assert written[one.name] in {each.id for each in rows.every(one, owner)}
    came = session.scalars(select(WalkIn).where(WalkIn.recorded_by == two.worker)).all()
    (last,) = [one for one in came if one.seen_by is None and one.service_id == theirs.service_id]
    assert last.client_id == owner.episode.client_id


def test_an_episode_opened_while_they_are_one_goes_with_the_record_that_led_to_it(house, session, app, two):
    theirs, row = two.ids[1], joined(house, two)
    there, next_ = (ServiceFactory(name=name).id for name in ("Third", "Fourth"))
    for service in (there, next_):
        MembershipFactory(worker_id=two.worker, service_id=service, role="manager")
    db.session.commit()
    sender = load(two.services, theirs.episode_id)
    sending = Sending(
        there, "Third", "Elsewhere", today(), "Moves", written(contents()), TransferBasis.CONSENT
    )
    sent = send(by=house.actors.charlie, episode=sender, sending=sending)
    packet = session.scalars(select(Packet).where(Packet.transfer_id == sent.id)).one()
    came = accept(by=house.actors.charlie, packet=packet, client=sender.client, sent=(sent, sender))
    db.session.commit()
    who, new = browser(app, two.worker), f"/record/{theirs.episode_id}/referrals/new"
    asked = on_page(who, new)[0].data() | {"service": next_, "referral_source": "gp"}
    asked |= {f"referred_on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    assert who.post(new, data=asked).status_code == 303
    parted(house, two, row)
    opened = session.scalars(select(Episode).where(Episode.service_id.in_((there, next_)))).all()
    assert {one.service_id for one in opened} == {there, next_}
    assert came.id in {one.id for one in opened}
    person = load(two.services, theirs.episode_id).client
    for one in opened:
        assert session.get_one(Client, one.client_id).root_id == person.root_id


def test_what_left_while_they_were_one_is_listed_to_tell_whoever_has_it(house, session, app, two):
    mine, theirs = two.ids
    row = joined(house, two)
    sender = load(two.services, theirs.episode_id)
    sending = Sending(
        house.service, "Far", "Elsewhere", today(), "Moves", written(contents()), TransferBasis.CONSENT
    )
    send(by=house.actors.charlie, episode=sender, sending=sending)
    letter = {"kind": DocumentKind.LETTER_OUT, "title": "Discharge", "party": "Dr Reed", "words": "Dear"}
    letter |= dict.fromkeys(("file_name", "media_type", "sha256", "size", "content"))
    DocumentFactory(episode=load(two.services, mine.episode_id), happened_on=today(), **letter)
    db.session.commit()
    who, page = browser(app, two.worker), "/record/{}/joined"
    shown = who.get(page.format(mine.episode_id)).text
    sentences = (f"The packet of a transfer to Far, {day(today())}", f"A letter to Dr Reed, {day(today())}")
    assert all(words in shown for words in sentences)
    parted(house, two, row)
    DocumentFactory(
        episode=load(two.services, mine.episode_id), happened_on=today(), **letter | {"party": "Later"}
    )
    db.session.commit()
    for one, told, other in ((mine, 1, 0), (theirs, 0, 1)):
        shown = who.get(page.format(one.episode_id)).text
        # one more joining is furnished, which was never put apart
        assert shown.count("Later") < shown.count(sentences[told])
        assert sentences[other] not in shown
