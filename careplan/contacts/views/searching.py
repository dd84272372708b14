"""Searching notes by their words: a POST that renders, so that nothing personal stands in an address."""

from flask import render_template
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.contacts.forms.notes import SearchForm
from careplan.contacts.pages import notes as pages
from careplan.contacts.queries import notes as reads
from careplan.contacts.views.room import bp
from careplan.staff.doors import actor, needs, services
from careplan.trail.actions import write


@bp.get("/notes/search")
@needs(READ_RECORD)
def search() -> ResponseReturnValue:
    """The empty search."""
    return render_template("contacts/search.html", form=SearchForm(), hits=None)


@bp.post("/notes/search")
@needs(READ_RECORD)
def searched() -> ResponseReturnValue:
    """Notes of the worker's own services that hold every word; whose notes were shown is written to the trail."""
    form = SearchForm()
    if not form.validate_on_submit():
        return render_template("contacts/search.html", form=form, hits=None), 422
    every = reads.search(services(), form.q.data.split())
    shown = every[: reads.MOST]
    for service_id in sorted({one.note.service_id for one in shown}):
        here = sorted({one.episode_id for one in shown if one.note.service_id == service_id})
        detail = {"episodes": here}
        subject = f"services:{service_id}"
        write("contact_note.searched", by=actor(), subject=subject, service_id=service_id, detail=detail)
    more = len(every) > len(shown)
    return render_template("contacts/search.html", form=form, hits=pages.hits(shown), more=more)
