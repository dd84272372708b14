"""Who opened a record, as a list."""

from flask import url_for

from careplan.ground.gathering import rooms
from careplan.record.queries.looked import SIZE, Openings
from careplan.record.rules.looked import page_words
from careplan.ui.paging import page_count
from careplan.ui.tables import Column, Paged, Table
from careplan.ui.words import clock, day

OPENINGS = (
    Column("Worker", "worker"),
    Column("Day", lambda one: day(one.at)),
    Column("Time", lambda one: clock(one.at)),
    Column("Page", lambda one: page_words(rooms(), one.page)),
)


def openings(episode_id: str, shown: Openings, worker: str, number: int) -> Table:
    """One page of openings, of one worker where one is chosen."""

    def address(page: int) -> str:
        return url_for("record.looked", episode_id=episode_id, worker=worker or None, page=page)

    paged = Paged(number, page_count(shown.total, SIZE), address)
    empty = "Nobody of these opened this record."
    return Table("Who opened what", OPENINGS, shown.rows, empty, caption_hidden=True, paged=paged)
