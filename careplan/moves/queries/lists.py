"""Transfers of the worker's services, sent and come; what waits for either side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Date, and_, cast, func, null, or_, select
from sqlalchemy.orm import aliased, undefer
from sqlalchemy.orm.attributes import set_committed_value

from careplan.clients.codes import AppointmentOutcome, TransferAnswer
from careplan.clients.models import Appointment, Client, Episode, Packet, Transfer
from careplan.clients.rules.todo import Of, whose
from careplan.ground.clock import london_day
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.ground.types import Id
from careplan.moves.registers import NEWS, TransferNews
from careplan.moves.rules import FROM_NEWS, MOVING, Sent, State, late, state
from careplan.people.registers import Consent
from careplan.staff.models import Service
from careplan.staff.rules import Actor
from careplan.ui.paging import page_count

SIZE = 50


def seen_on(to_episode: Any) -> Any:
    """SQL: the day of the first appointment that was attended in the receiving episode."""
    row, there = aliased(Appointment), aliased(Episode)
    return (
        select(func.min(row.starts_at))
        .join(there, there.root_id == row.episode_id)
        .where(there.id == to_episode, row.outcome == AppointmentOutcome.ATTENDED, live(row))
        .correlate(Transfer, Packet)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """A transfer in a list: its packet or its row, and how it stands."""

    packet: Packet | None
    transfer: Transfer | None
    sent: Sent
    episode_id: str | None

    @property
    def id(self) -> str:
        """What its page is called by."""
        return self.packet.id if self.packet else self.transfer.id if self.transfer else ""


def undone(to_episode: Any) -> Any:
    """SQL condition: the episode that came of it was struck out, in whatever version."""
    there, alive = aliased(Episode), aliased(Episode)
    stands = select(alive.id).where(alive.root_id == there.root_id, live(alive)).correlate(there)
    rows = select(there.id).where(there.id == to_episode, ~stands.exists())
    return rows.correlate(Transfer, Packet).exists()


def _news() -> Any:
    """SQL: the id of what was told last of a transfer that left as a file."""
    row = aliased(TransferNews)
    since = (row.told_on >= Transfer.sent_on, row.recorded_at >= Transfer.recorded_at)
    rows = select(row.id).where(row.episode_id == Transfer.episode_id, live(row), *since)
    latest = rows.order_by(row.told_on.desc(), row.recorded_at.desc(), row.id.desc()).limit(1)
    return latest.correlate(Transfer).scalar_subquery()


def _rows() -> Any:
    """Packets and what was sent without one, each with the transfer and the first attended day."""
    there = func.coalesce(Transfer.to_episode_id, Packet.episode_id)
    return select(Transfer, Packet, seen_on(there), Episode.id, undone(Transfer.to_episode_id))


def _out(*wanted: Any) -> Any:
    """What was sent, the newest first."""
    return (
        _rows()
        .add_columns(TransferNews)
        .select_from(Transfer)
        .join(Episode, and_(Episode.root_id == Transfer.episode_id, live(Episode)))
        .outerjoin(Packet, and_(Packet.transfer_id == Transfer.id, live(Packet)))
        .outerjoin(TransferNews, TransferNews.id == _news())
        .where(*wanted)
        .order_by(Transfer.sent_on.desc(), Transfer.id.desc())
    )


def sent_from(services: frozenset[str], episode: Episode) -> list[Moved]:
    """Where the record was sent, the newest first."""
    mine = (Transfer.service_id.in_(services), Transfer.episode_id == episode.root_id, live(Transfer))
    return [_moved(*row) for row in db.session.execute(_out(*mine))]


def sent(services: frozenset[str], number: int) -> tuple[list[Moved], int, int]:
    """What these services sent, the newest first: a page, its number, how many pages. Two statements."""
    wanted = (Transfer.service_id.in_(services), live(Transfer))
    total = db.session.scalar(select(func.count()).select_from(Transfer).where(*wanted)) or 0
    pages = page_count(total, SIZE)
    number = min(number, pages)
    rows = _out(*wanted)
    shown = db.session.execute(rows.limit(SIZE).offset((number - 1) * SIZE))
    return [_moved(*row) for row in shown], number, pages


def came(services: frozenset[str], number: int) -> tuple[list[Moved], int, int]:
    """What came to these services, what waits on top, then the newest: a page, its number, how many pages."""
    wanted = (Packet.service_id.in_(services), live(Packet))
    total = db.session.scalar(select(func.count()).select_from(Packet).where(*wanted)) or 0
    pages = page_count(total, SIZE)
    number = min(number, pages)
    rows = (
        _rows()
        .select_from(Packet)
        .outerjoin(Transfer, Transfer.id == Packet.transfer_id)
        .outerjoin(Episode, and_(Episode.root_id == Packet.episode_id, live(Episode)))
        .where(*wanted)
        .order_by(Packet.answer.is_not(None), Packet.sent_on.desc(), Packet.id.desc())
        .options(undefer(Packet.content))
    )
    shown = db.session.execute(rows.limit(SIZE).offset((number - 1) * SIZE))
    return [_moved(*row) for row in shown], number, pages


def _moved(
    transfer: Transfer | None,
    packet: Packet | None,
    seen_at: Any,
    episode_id: str | None,
    gone: Any,
    news: Any = None,
) -> Moved:
    row: Any = packet or transfer
    answer = packet.answer if packet else TransferAnswer.ACCEPTED if row.to_episode_id else None
    reason = packet.answer_reason if packet else None
    first = london_day(seen_at) if seen_at else None
    struck = transfer is not None and transfer.struck_at is not None
    name = transfer.sent_to if transfer else ""
    one = Sent(row.id, name, row.sent_on, answer, reason, first, struck, undone=bool(gone) and news is None)
    if packet is None and (answer is None or news is not None):
        one = _of_file(one, news)
    return Moved(packet, transfer, one, episode_id)


def _of_file(one: Sent, news: Any) -> Sent:
    """A transfer that left as a file, with what the sender was told of it."""
    if news is None:
        return replace(one, as_file=True)
    told = {"answer": FROM_NEWS[news.outcome], "answer_reason": news.note, "seen_on": news.seen_on}
    return replace(one, as_file=True, told_on=news.told_on, **told)


def packet_of(services: frozenset[str], packet_id: str, *, lock: bool = False) -> Packet | None:
    """A live packet that came to one of the services, or that one of them sent; with its text. None elsewhere."""
    mine = select(Transfer.id).where(Transfer.service_id.in_(services))
    rows = (
        select(Packet)
        .where(Packet.id == packet_id, live(Packet))
        .where(or_(Packet.service_id.in_(services), Packet.transfer_id.in_(mine)))
        .options(undefer(Packet.content))
    )
    one: Packet | None = db.session.scalars(rows.with_for_update() if lock else rows).first()
    return one


def transfer_of(packet: Packet) -> tuple[Transfer, Episode] | None:
    """The transfer of a packet with the sender's episode and its client; None where it came as a file.

    Read by the receiver's answer alone: nothing of the sender's record is shown from it.
    """
    named, client = aliased(Client), aliased(Client)
    row = db.session.execute(
        select(Transfer, Episode, client)
        .join(Episode, and_(Episode.root_id == Transfer.episode_id, live(Episode)))
        .join(named, named.id == Episode.client_id)
        .join(client, and_(client.root_id == named.root_id, live(client)))
        .where(Transfer.id == packet.transfer_id)
    ).first()
    if row is None:
        return None
    transfer, episode, person = row
    set_committed_value(episode, "client", person)
    return transfer, episode


def standing_of(packet: Packet) -> Sent:
    """How the transfer of a packet stands."""
    rows = _rows().select_from(Packet).outerjoin(Transfer, Transfer.id == Packet.transfer_id)
    rows = rows.outerjoin(Episode, Episode.id == Packet.episode_id).where(Packet.id == packet.id)
    return _moved(*db.session.execute(rows).one()).sent


def packets(services: frozenset[str], episode: Episode) -> list[Packet]:
    """The packets that came with the client to this episode."""
    rows = select(Packet).where(
        Packet.episode_id == episode.root_id, Packet.service_id.in_(services), live(Packet)
    )
    return list(db.session.scalars(rows.order_by(Packet.sent_on.desc(), Packet.id.desc())))


def consents(services: frozenset[str], episode: Episode) -> list[Any]:
    """The consents that the episode's record holds, but for those on which it came here; the newest first."""
    rows = select(Consent).where(
        Consent.episode_id == episode.root_id, Consent.service_id.in_(services), live(Consent)
    )
    came = func.lower(Consent.party) == func.lower(Service.name)
    rows = rows.join(Service, Service.id == Consent.service_id)
    rows = rows.where(Consent.purpose == "treatment", Consent.basis != "override", ~came)
    return list(db.session.scalars(rows.order_by(Consent.given_on.desc(), Consent.id.desc())))


@dataclass(frozen=True, slots=True)
class Followed:
    """A transfer that its sender is still responsible for, or that was seen while the episode stays open."""

    sent_to: str
    sent_on: date
    answer: str | None
    seen: bool
    packet: str | None
    told: str | None
    undone: bool | int = False


@dataclass(frozen=True, slots=True)
class Waits:
    """A packet that nobody accepted or put back."""

    id: str
    sent_by: str
    sent_on: date
    service_id: str


def _followed() -> Rows:
    row, packet = Transfer, Packet
    news = aliased(TransferNews)
    columns = {"sent_to": row.sent_to, "sent_on": row.sent_on, "answer": packet.answer}
    columns |= {"packet": packet.id, "told": news.outcome, "undone": undone(row.to_episode_id)}
    followed = mark(
        Followed, row.episode_id, row.sent_on, seen=seen_on(row.to_episode_id).is_not(None), **columns
    )
    return (
        followed.select_from(row)
        .outerjoin(packet, and_(packet.transfer_id == row.id, live(packet)))
        .outerjoin(news, news.id == _news())
        .where(
            row.service_id.in_(SERVICES),
            live(row),
            or_(packet.id.is_not(None), row.to_episode_id.is_(None), undone(row.to_episode_id)),
        )
    )


def _waits() -> Rows:
    row = Packet
    names = ("id", "sent_by", "sent_on", "service_id")
    columns = {name: getattr(row, name) for name in names}
    struck = select(Transfer.id).where(Transfer.id == row.transfer_id, Transfer.struck_at.is_not(None))
    waits = mark(Waits, cast(null(), Id), cast(null(), Date), **columns)
    return waits.where(row.service_id.in_(SERVICES), row.answer.is_(None), live(row), ~struck.exists())


def _lines(fact: Followed | Waits, of: Of | None, worker: Actor, on: date) -> Iterator[Todo]:
    if isinstance(fact, Waits):
        days = MOVING.on(on).pick_up_days
        rank = Rank.OVERDUE if (on - fact.sent_on).days > days else Rank.WAITING
        words, where = "Transferred to us: accept, or put back", (("packet_id", fact.id),)
        line = ("", f"From {fact.sent_by}", words, fact.sent_on, rank, "moves.packet", where, "Open")
        yield Todo(*line, fact.service_id, dated="sent", subject=f"packet:{fact.id}")
    elif of is not None and of.closed_on is None and of.deceased_on is None:
        yield from whose(_sender(fact, of, on), worker)


def _sender(fact: Followed, of: Of, on: date) -> Iterator[Todo]:
    as_file = fact.packet is None and not fact.undone
    answer = FROM_NEWS[fact.told] if fact.told else fact.answer
    seen = on if fact.seen or fact.told == State.SEEN else None
    one = Sent("", fact.sent_to, fact.sent_on, answer, None, seen, as_file=as_file)
    one = replace(one, answer=TransferAnswer.ACCEPTED, undone=True) if fact.undone and not fact.told else one
    words = {
        State.UNDONE: f"{fact.sent_to} struck out that the client came: the client is with you",
        State.AS_FILE: f"Sent to {fact.sent_to} as a file: ask whether they have seen the client",
        State.WAITS: f"{fact.sent_to} has not picked up the transfer: you stay responsible",
        State.ACCEPTED: f"{fact.sent_to} has not seen the client yet: you stay responsible",
        State.SEEN: f"{fact.sent_to} has seen the client: end what runs here",
    }.get(state(one))
    if words:
        now = state(one) in (State.SEEN, State.AS_FILE)
        due = Rank.OVERDUE if late(one, on) else Rank.DUE if now else Rank.OPEN
        due = Rank.DUE if state(one) in (State.SEEN, State.UNDONE) else due
        where = ("moves.of_record", "See the transfer")
        if state(one) in (State.AS_FILE, State.UNDONE):
            where = (NEWS.endpoint("new"), "Write down what you were told")
        yield of.line(words, fact.sent_on, due, *where, dated="sent")


PENDING = Pending((Followed, Waits), lambda: [_followed(), _waits()], each(_lines))
