"""Keeping a file or a letter, and striking it out."""

from dataclasses import dataclass
from datetime import date
from typing import Unpack

from careplan.clients.actions import strike_out
from careplan.clients.models import Episode
from careplan.ground.corrections import Why
from careplan.ground.db import db
from careplan.letters.models import Document
from careplan.letters.rules import File
from careplan.staff.rules import Actor
from careplan.trail.actions import write


@dataclass(frozen=True, slots=True)
class Described:
    """What a document is, the day on it, whom it came from or went to, and whether it is sensitive."""

    kind: str
    title: str
    happened_on: date
    party: str
    sensitive: bool = False


def keep_file(*, by: Actor, episode: Episode, described: Described, file: File) -> Document:
    """A file as it came."""
    row = _row(by, episode, described)
    row.file_name, row.media_type, row.content = file.name, file.media_type, file.content
    row.sha256, row.size = file.sha256, len(file.content)
    return _kept(row, by, episode)


def keep_letter(*, by: Actor, episode: Episode, described: Described, words: str) -> Document:
    """A letter as it was sent: its text does not change any more."""
    row = _row(by, episode, described)
    row.words = words
    return _kept(row, by, episode)


def _row(by: Actor, episode: Episode, described: Described) -> Document:
    return Document(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        recorded_by=by.id,
        kind=described.kind,
        title=described.title,
        happened_on=described.happened_on,
        party=described.party,
        sensitive=described.sensitive,
    )


def _kept(row: Document, by: Actor, episode: Episode) -> Document:
    db.add(row)
    detail = {"kind": row.kind, "sha256": row.sha256}
    write("document.recorded", by=by, subject=f"documents:{row.id}", of=episode, detail=detail)
    return row


def strike_document(*, by: Actor, episode: Episode, row: Document, **why: Unpack[Why]) -> None:
    """The document was recorded by mistake: it is listed nowhere."""
    strike_out(by=by, episode=episode, row=row, act="document", **why)
