"""Documents of an episode in pages, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import undefer

from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.letters.models import Document
from careplan.staff.models import Worker
from careplan.ui.paging import page_count

SIZE = 20
NEWEST = (Document.happened_on.desc(), Document.recorded_at.desc(), Document.id.desc())


@dataclass(frozen=True, slots=True)
class Page:
    """The documents of one page, each with the name of who recorded it; its number, how many pages and documents."""

    rows: Sequence[tuple[Document, str]]
    number: int
    pages: int
    total: int


def _mine(services: frozenset[str], episode: Episode) -> tuple[ColumnElement[bool], ...]:
    return Document.service_id.in_(services), Document.episode_id == episode.root_id


def _named() -> Select[Document, str]:
    name = func.coalesce(Worker.name, Document.recorded_by)
    return select(Document, name).outerjoin(Worker, Worker.id == Document.recorded_by)


def page(services: frozenset[str], episode: Episode, kind: str | None, number: int) -> Page:
    """A page of an episode's documents, of one kind or all, the latest first. Two statements."""
    wanted = [*_mine(services, episode), live(Document), *([Document.kind == kind] if kind else [])]
    total = db.session.scalar(select(func.count()).select_from(Document).where(*wanted)) or 0
    pages = page_count(total, SIZE)
    number = min(number, pages)
    rows = _named().where(*wanted).order_by(*NEWEST).limit(SIZE).offset((number - 1) * SIZE)
    return Page([(row[0], row[1]) for row in db.session.execute(rows)], number, pages, total)


def document(services: frozenset[str], episode: Episode, document_id: str) -> tuple[Document, str] | None:
    """A live document of the episode with its bytes or words, and who recorded it; None elsewhere."""
    one = _named().where(Document.id == document_id, *_mine(services, episode), live(Document))
    row = db.session.execute(one.options(undefer(Document.content), undefer(Document.words))).first()
    return (row[0], row[1]) if row else None
