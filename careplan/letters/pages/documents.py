"""Documents in words: the list of a record, one document, what may be struck out."""

from typing import TYPE_CHECKING

from flask import url_for

from careplan.clients.queries.mistakes import of_episode
from careplan.ground.mistakes import Mistake
from careplan.letters.actions import strike_document
from careplan.letters.labels import KINDS, SENSITIVE
from careplan.letters.models import Document
from careplan.ui.paging import Rows
from careplan.ui.tables import Above, Column, Link, Paged, Table, Tag
from careplan.ui.words import day

if TYPE_CHECKING:
    from careplan.clients.models import Episode

KILO = 1024


def name_of(row: Document) -> str:
    """What a list calls a document: of a sensitive one only that."""
    return SENSITIVE if row.sensitive else row.title


def listing(episode: "Episode", page: Rows, kind: str | None) -> Table:
    """The documents of a record, the latest first."""

    def link(row: tuple[Document, str]) -> Link:
        one = row[0]
        words = f"{KINDS[one.kind]}, {day(one.happened_on)}" if one.sensitive else one.title
        return Link(words, url_for("letters.document", episode_id=episode.id, document_id=one.id))

    columns = (
        Column("Document", link),
        Column("What", lambda row: Tag(SENSITIVE, "orange") if row[0].sensitive else KINDS[row[0].kind]),
        Column("Day", lambda row: day(row[0].happened_on)),
        Column("From or to", lambda row: "" if row[0].sensitive else row[0].party),
        Column("Recorded", lambda row: Above(day(row[0].recorded_at), row[1])),
    )
    return Table(
        "Documents",
        columns,
        page.rows,
        "No document of this kind is kept." if kind else "No document is kept yet.",
        caption_hidden=True,
        paged=Paged(
            page.number,
            page.pages,
            lambda number: url_for("letters.documents", episode_id=episode.id, kind=kind, page=number),
        ),
    )


def told(row: Document, worker: str = "") -> list[tuple[str, str]]:
    """What is recorded about a document: labels and words."""
    size = f"{row.file_name}, {max(1, (row.size or 0) // KILO):,} kB" if row.file_name else ""
    rows = [
        ("What", KINDS[row.kind]),
        ("Title", row.title),
        ("Day", day(row.happened_on)),
        ("From or to", row.party),
        ("Sensitive", "Yes" if row.sensitive else "No"),
        ("File", size),
        ("SHA-256 of the file", row.sha256 or ""),
        ("Recorded by", worker),
    ]
    return [one for one in rows if one[1]]


def told_of_mistake(row: Document) -> list[tuple[str, str]]:
    """The same on the page of a mistake, where a sensitive document is only named so."""
    if not row.sensitive:
        return told(row)
    return [("What", f"{KINDS[row.kind]}, {SENSITIVE.lower()}"), ("Day", day(row.happened_on))]


MISTAKES = (
    Mistake(
        kind="document",
        name="document",
        then="It is listed nowhere any more, and nobody can open it.",
        find=of_episode(Document),
        shown=told_of_mistake,
        strike=strike_document,
    ),
)
