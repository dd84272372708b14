"""The room's share of a record's history."""

from collections.abc import Iterator

from sqlalchemy import String, case, literal

from careplan.ground.history import Rows, own, recorded
from careplan.ground.offers import Entry, History, Line, Part
from careplan.letters.labels import KINDS, SENSITIVE
from careplan.letters.models import Document
from careplan.ui.history import joined, on_day


def rows() -> Iterator[Rows]:
    """Documents; the title of a sensitive one stays out."""
    row = Document
    title = case((row.sensitive, literal(SENSITIVE)), else_=row.title).cast(String)
    yield own(recorded("document", row, row.kind, title, row.happened_on), row)


def _words(entry: Entry) -> str:
    return joined(on_day(entry), KINDS.get(entry.first or ""), entry.second)


HISTORY = History(
    rows,
    (Line("document", "Document", "letters.documents", _words, "documents"),),
    (Part("documents", "Documents", 45),),
)
