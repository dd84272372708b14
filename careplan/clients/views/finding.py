"""Finding a client. The search is a POST that renders, so that nothing personal stands in an address."""

from flask import render_template
from flask.typing import ResponseReturnValue

from careplan.clients.codes import FIND_CLIENTS, MANAGE_RECORDS, REGISTER_CLIENT
from careplan.clients.forms.people import SearchForm
from careplan.clients.labels import LIKENESSES
from careplan.clients.pages import people as pages
from careplan.clients.queries import MOST, Wanted, find, resembling
from careplan.clients.rules.names import name_parts
from careplan.clients.views.room import bp
from careplan.ground import gathering
from careplan.staff.doors import actor, needs, services
from careplan.ui.tables import Column

KEYWORKER = (Column("Last keyworker", lambda pair: pair[0].keyworker or "Nobody yet"),)


@bp.get("/clients/search")
@needs(FIND_CLIENTS)
def search() -> ResponseReturnValue:
    """The empty search."""
    return render_template("clients/search.html", form=SearchForm(), matches=None, may_register=_may())


@bp.post("/clients/search")
@needs(FIND_CLIENTS)
def searched() -> ResponseReturnValue:
    """Clients of the worker's own services who match all that was entered."""
    form = SearchForm()
    if not form.validate_on_submit():
        return render_template("clients/search.html", form=form, matches=None, may_register=_may()), 422
    wanted = Wanted(name_parts(form.name.data or ""), form.born.data, form.nhs_number.data)
    rows = find(services(), wanted, actor().services(MANAGE_RECORDS))
    ids = {one.client_id for one in rows}
    near = [(one, LIKENESSES[why]) for one, why in resembling(services(), wanted) if one.client_id not in ids]
    return render_template(
        "clients/search.html",
        form=form,
        matches=pages.listed("Clients of your services", [(one, "") for one in rows[:MOST]], more=KEYWORKER),
        more=len(rows) > MOST,
        papers=gathering.papers(actor(), form.name.data or ""),
        near=pages.listed("May be the client you look for", near[:MOST]),
        may_register=_may(),
    )


def _may() -> bool:
    return actor().may(REGISTER_CLIENT)
