"""Documents of an episode in pages, one of them, and what fills in a letter."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, undefer

from careplan.clients.codes import AppointmentOutcome
from careplan.clients.models import Appointment, Client, Episode
from careplan.clients.registers.rows import of_client
from careplan.clients.rules.names import folded
from careplan.ground.clock import now
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.letters.codes import DocumentKind
from careplan.letters.labels import SENSITIVE
from careplan.letters.models import Document
from careplan.letters.registers import LETTER_TEMPLATES
from careplan.plans.codes import ExitStep
from careplan.plans.rules.exit_steps import EXIT_STEPS
from careplan.staff.models import Worker
from careplan.ui.paging import Rows, read_page
from careplan.ui.words import day

SIZE = 20
NEWEST = (Document.happened_on.desc(), Document.recorded_at.desc(), Document.id.desc())


def exits(services: frozenset[str], episode: Episode, on: date) -> Iterator[tuple[str, str]]:
    """The last letter that went to the client lately, for the steps of leaving. One statement."""
    since = on - timedelta(days=EXIT_STEPS.on(on).recent.days)
    sent = (Document.kind == DocumentKind.LETTER_OUT, Document.happened_on >= since, live(Document))
    rows = select(Document).where(*_mine(services, episode), *sent).order_by(*NEWEST)
    name = folded(episode.client.whole_name)
    letter = next((one for one in db.session.scalars(rows) if folded(one.party) == name), None)
    if letter is not None:
        title = SENSITIVE if letter.sensitive else letter.title
        yield ExitStep.LETTER, f"{title}, {day(letter.happened_on)}, to {letter.party}"


def left_here(services: frozenset[str], client: Client, since: datetime) -> Iterator[tuple[datetime, str]]:
    """The letters that were kept as sent since a moment, of all episodes of the client there. One statement."""
    row, named = Document, aliased(Client)
    chain = select(Episode.root_id).join(named, named.id == Episode.client_id)
    here = (row.service_id.in_(services), row.episode_id.in_(chain.where(named.root_id == client.root_id)))
    rows = select(row.recorded_at, row.party, row.happened_on).where(
        row.kind == DocumentKind.LETTER_OUT, row.recorded_at >= since, *here
    )
    for at, who, on in db.session.execute(rows.order_by(row.recorded_at, row.id)):
        yield at, f"A letter to {who}, {day(on)}"


def _mine(services: frozenset[str], episode: Episode) -> tuple[ColumnElement[bool], ...]:
    return Document.service_id.in_(services), Document.episode_id == episode.root_id


def _named() -> Select[Document, str]:
    name = func.coalesce(Worker.name, Document.recorded_by)
    return select(Document, name).outerjoin(Worker, Worker.id == Document.recorded_by)


def page(services: frozenset[str], episode: Episode, kind: str | None, number: int) -> Rows:
    """A page of an episode's documents, of one kind or all, the latest first, each with who recorded it."""
    wanted = [*_mine(services, episode), live(Document), *([Document.kind == kind] if kind else [])]
    return read_page(_named().order_by(*NEWEST), Document, wanted, number, SIZE)


def document(services: frozenset[str], episode: Episode, document_id: str) -> tuple[Document, str] | None:
    """A live document of the episode with its bytes or words, and who recorded it; None elsewhere."""
    one = _named().where(Document.id == document_id, *_mine(services, episode), live(Document))
    row = db.session.execute(one.options(undefer(Document.content), undefer(Document.words))).first()
    return (row[0], row[1]) if row else None


def template(service_id: str, letter: str) -> str | None:
    """The service's own template of a letter; None where it has none."""
    own = LETTER_TEMPLATES.model
    rows = select(own.words).where(own.service_id == service_id, own.letter == letter, live(own))
    words: str | None = db.session.scalars(rows.order_by(own.id)).first()
    return words


def in_use(register: Any, episode: Episode, on: date) -> Sequence[Any]:
    """Rows of a register of the client that hold on the day, in the register's order."""
    model = register.model
    holds = [live(model), of_client(register, episode.client.root_id)]
    if hasattr(model, "until"):
        holds.append(or_(model.until.is_(None), model.until > on))
    return db.session.scalars(select(model).where(*holds).order_by(*register.ordered())).all()


def appointments(services: frozenset[str], episode: Episode) -> tuple[Appointment | None, Appointment | None]:
    """The next appointment that is booked, and the last one that the client did not attend."""
    row = Appointment
    mine = (row.service_id.in_(services), row.episode_id == episode.root_id, live(row))
    coming = select(row).where(*mine, row.outcome.is_(None), row.starts_at > now())
    missed = select(row).where(*mine, row.outcome == AppointmentOutcome.DID_NOT_ATTEND)
    return (
        db.session.scalars(coming.order_by(row.starts_at, row.id).limit(1)).first(),
        db.session.scalars(missed.order_by(row.starts_at.desc(), row.id.desc()).limit(1)).first(),
    )
