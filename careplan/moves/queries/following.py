"""What waits for either side of a transfer: for the receiver an answer, for the sender what becomes of the client."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Date, and_, cast, null, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.codes import TransferAnswer
from careplan.clients.models import Client, Episode, Packet, Transfer
from careplan.clients.queries.packets import stands
from careplan.clients.rules.todo import Of, whose
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.ground.types import Id
from careplan.moves.queries.lists import news_of, seen_on, sent_from, undone
from careplan.moves.registers import NEWS, TransferNews
from careplan.moves.rules import FROM_NEWS, MOVING, Sent, State, late, state
from careplan.staff.rules import Actor
from careplan.ui.words import day


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
        .outerjoin(news, news.id == news_of())
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
    waits = mark(Waits, cast(null(), Id), cast(null(), Date), **columns)
    return waits.where(row.service_id.in_(SERVICES), row.answer.is_(None), stands(row))


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
    said = {State.SEEN: f"{fact.sent_to} has seen the client: end what runs here"} | _ours(one)
    if words := said.get(state(one)):
        now = state(one) in (State.SEEN, State.AS_FILE)
        due = Rank.OVERDUE if late(one, on) else Rank.DUE if now else Rank.OPEN
        due = Rank.DUE if state(one) in (State.SEEN, State.UNDONE) else due
        where = ("moves.of_record", "See the transfer")
        if state(one) in (State.AS_FILE, State.UNDONE):
            where = (NEWS.endpoint("new"), "Write down what you were told")
        yield of.line(words, fact.sent_on, due, *where, dated="sent")


def _ours(sent: Sent) -> dict[State, str]:
    """The words of a transfer in each state in which its sender answers for the client."""
    return {
        State.UNDONE: f"{sent.sent_to} struck out that the client came: the client is with you",
        State.AS_FILE: f"Sent to {sent.sent_to} as a file: ask whether they have seen the client",
        State.WAITS: f"{sent.sent_to} has not picked up the transfer: you stay responsible",
        State.ACCEPTED: f"{sent.sent_to} has not seen the client yet: you stay responsible",
    }


def still_ours(services: frozenset[str], episode: Episode) -> Iterator[tuple[str, str, str]]:
    """Transfers whose client the receiver has not seen: the key, the words and what leaving has to answer."""
    for one in sent_from(services, episode):
        if words := _ours(one.sent).get(state(one.sent)):
            ask = "Ring them, and write down who answers for the client until they are seen there"
            yield f"transfer-{one.sent.id}", words, ask


def left_here(services: frozenset[str], client: Client, since: datetime) -> Iterator[tuple[datetime, str]]:
    """The packets that were sent since a moment, of all episodes of the client there. One statement."""
    row, named = Transfer, aliased(Client)
    chain = select(Episode.root_id).join(named, named.id == Episode.client_id)
    here = (row.service_id.in_(services), row.episode_id.in_(chain.where(named.root_id == client.root_id)))
    rows = select(row.recorded_at, row.sent_to, row.sent_on).where(row.recorded_at >= since, *here)
    for at, who, on in db.session.execute(rows.order_by(row.recorded_at, row.id)):
        yield at, f"The packet of a transfer to {who}, {day(on)}"


PENDING = Pending((Followed, Waits), lambda: [_followed(), _waits()], each(_lines))
