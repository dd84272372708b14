"""Transfers of the worker's services, sent and come."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, undefer
from sqlalchemy.orm.attributes import set_committed_value

from careplan.clients.codes import AppointmentOutcome, TransferAnswer
from careplan.clients.models import Appointment, Client, Episode, Packet, Transfer
from careplan.ground.clock import london_day
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.moves.registers import TransferNews
from careplan.moves.rules import FROM_NEWS, Sent
from careplan.people.registers import Consent
from careplan.staff.models import Service
from careplan.ui.paging import Rows, read_page

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
    """A transfer in a list: its packet or its row, how it stands, and of one that was sent, the client's name."""

    packet: Packet | None
    transfer: Transfer | None
    sent: Sent
    episode_id: str | None
    name: str = ""

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


def news_of() -> Any:
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
    named, client = aliased(Client), aliased(Client)
    return (
        _rows()
        .add_columns(TransferNews, client)
        .select_from(Transfer)
        .join(Episode, and_(Episode.root_id == Transfer.episode_id, live(Episode)))
        .join(named, named.id == Episode.client_id)
        .join(client, and_(client.root_id == named.root_id, live(client)))
        .outerjoin(Packet, and_(Packet.transfer_id == Transfer.id, live(Packet)))
        .outerjoin(TransferNews, TransferNews.id == news_of())
        .where(*wanted)
        .order_by(Transfer.sent_on.desc(), Transfer.id.desc())
    )


def receiving(transfer: Transfer) -> Episode | None:
    """The live episode that came of a transfer, of whatever service: only its service may be told; None without one."""
    named = aliased(Episode)
    rows = (
        select(Episode)
        .join(named, named.root_id == Episode.root_id)
        .where(named.id == transfer.to_episode_id, live(Episode))
    )
    one: Episode | None = db.session.scalars(rows).first()
    return one


def sent_from(services: frozenset[str], episode: Episode) -> list[Moved]:
    """Where the record was sent, the newest first."""
    mine = (Transfer.service_id.in_(services), Transfer.episode_id == episode.root_id, live(Transfer))
    return [_moved(*row) for row in db.session.execute(_out(*mine))]


def sent(services: frozenset[str], number: int) -> Rows:
    """A page of what these services sent, the newest first. Two statements."""
    page = read_page(_out(), Transfer, (Transfer.service_id.in_(services), live(Transfer)), number, SIZE)
    return page._replace(rows=[_moved(*row) for row in page.rows])


def came(services: frozenset[str], number: int) -> Rows:
    """A page of what came to these services, what waits on top, then the newest. Two statements."""
    rows = (
        _rows()
        .select_from(Packet)
        .outerjoin(Transfer, Transfer.id == Packet.transfer_id)
        .outerjoin(Episode, and_(Episode.root_id == Packet.episode_id, live(Episode)))
        .order_by(Packet.answer.is_not(None), Packet.sent_on.desc(), Packet.id.desc())
        .options(undefer(Packet.content))
    )
    page = read_page(rows, Packet, (Packet.service_id.in_(services), live(Packet)), number, SIZE)
    return page._replace(rows=[_moved(*row) for row in page.rows])


def _moved(
    transfer: Transfer | None,
    packet: Packet | None,
    seen_at: Any,
    episode_id: str | None,
    gone: Any,
    news: Any = None,
    client: Client | None = None,
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
    return Moved(packet, transfer, one, episode_id, client.name if client else "")


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
