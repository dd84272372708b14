"""What was recorded in the wrong record is recorded in the right one: a search, then the form, filled in."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import queries
from careplan.clients.actions.mistakes import may_read_removed, take_over
from careplan.clients.codes import KEEP_DESK
from careplan.clients.doors import front
from careplan.clients.forms.mistakes import WithdrawForm
from careplan.clients.forms.people import SearchForm
from careplan.clients.queries import MOST, Wanted
from careplan.clients.queries.mistakes import right_record
from careplan.clients.rules.names import name_parts
from careplan.clients.views.mistakes import back_of, the_row
from careplan.clients.views.room import record
from careplan.ground.clock import now
from careplan.ground.mistakes import Mistake
from careplan.staff.actions.drafts import keep_draft
from careplan.staff.doors import actor, services
from careplan.ui.frame import address, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode

TAKEN = "It was taken to the record of the right client already."
NO_FORM = "There is no form to fill in for it in this record. Record it here."


@record.form("/mistake/<kind>/<row_id>/right", KEEP_DESK)
def right_client(episode: "Episode", kind: str, row_id: str) -> ResponseReturnValue:
    """The right client, among those of the worker's services with an open episode."""
    one, row = _removed(episode, kind, row_id)
    taken = right_record(kind, row_id)
    there = taken and queries.episode(services(), taken.episode_id)
    form, rows = SearchForm(), None
    if not taken and form.validate_on_submit():
        wanted = Wanted(name_parts(form.name.data or ""), form.born.data, form.nhs_number.data)
        others = queries.find(services(), wanted)
        rows = [other for other in others if other.episode_id not in ("", episode.id) and not other.closed_on]
    shown = {"one": one, "row": row, "form": form, "press": WithdrawForm(), "rows": rows and rows[:MOST]}
    shown |= {"taken": taken, "there": there}
    shown |= {"back": back_of(episode), "front": front(episode.service_id)}
    status = 422 if form.errors else 200
    return render_template("clients/right-client.html", episode=episode, nobody=rows == [], **shown), status


@record.post("/mistake/<kind>/<row_id>/right/<right_id>", KEEP_DESK)
def record_again(episode: "Episode", kind: str, row_id: str, right_id: str) -> ResponseReturnValue:
    """The form of the same kind in the right record, filled in for the worker, once."""
    one, row = _removed(episode, kind, row_id)
    right = queries.episode(services(), right_id) or abort(404)
    again = one.again(right, row) if one.again else None
    if again is None:
        return told(NO_FORM, url_for(front(right.service_id), episode_id=right.id))
    if right_record(kind, row_id) is not None:
        return told(TAKEN, url_for(".right_client", episode_id=episode.id, kind=kind, row_id=row_id))
    take_over(by=actor(), right=right, kind=kind, row=row)
    endpoint, values, fields = again
    page = address(endpoint, episode_id=right.id, **values)
    typed = [*_typed(fields), ("draft_title", f"{one.name.capitalize()}, from another record")]
    keep_draft(worker_id=actor().id, subject=page, form="page", pairs=typed, at=now())
    return redirect(f"{page}?draft=1", 303)


def _removed(episode: "Episode", kind: str, row_id: str) -> tuple[Mistake, Any]:
    """The row, to whoever struck it out and to its managers; 404 for anybody else."""
    one, row = the_row(episode, kind, row_id)
    may = actor().id == row.struck_by or may_read_removed(actor(), episode, shared=one.shared)
    if not may or not row.wrong_client:
        abort(404)
    return one, row


def _typed(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields as a browser sends them."""
    for name, value in fields.items():
        if isinstance(value, date):
            yield from ((f"{name}-{part}", str(getattr(value, part))) for part in ("day", "month", "year"))
        else:
            yield name, "" if value is None else str(value)
