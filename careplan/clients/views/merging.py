"""Two records of one person: finding the other, choosing what is kept, joining them, taking it back."""

from typing import TYPE_CHECKING

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions, queries
from careplan.clients.codes import MERGE_CLIENTS, READ_RECORD
from careplan.clients.forms.merging import MergeForm
from careplan.clients.forms.people import SearchForm
from careplan.clients.labels import LIKENESSES
from careplan.clients.pages import merging as pages
from careplan.clients.pages.people import listed
from careplan.clients.queries import MOST, Wanted, find, merging
from careplan.clients.rules.merging import person
from careplan.clients.rules.names import name_parts
from careplan.clients.views.room import bp, record
from careplan.ground.clock import today
from careplan.ground.corrections import Refused
from careplan.staff.doors import actor, needs, services
from careplan.ui.fields import Form
from careplan.ui.frame import kept, stale
from careplan.ui.render import rooted

if TYPE_CHECKING:
    from careplan.clients.models import Episode

NOWHERE = "None yet"
CHANGED = "One of the records was joined or changed meanwhile. Look at them again."


@bp.get("/clients/<client_id>")
@needs(READ_RECORD)
def person_of(client_id: str) -> ResponseReturnValue:
    """Whoever has the id of a client, of a joined record too, is led to the record."""
    client = merging.client(services(), client_id) or abort(404)
    episodes = queries.episodes_of(services(), client)
    if not episodes:
        return redirect(url_for("clients.first_referral", client_id=client.id))
    newest = min(episodes, key=lambda one: one.closed_on is not None)
    return redirect(url_for("record.overview", episode_id=newest.id))


@record.form("/merge", MERGE_CLIENTS)
def merge(episode: "Episode") -> ResponseReturnValue:
    """Who may be the same person, and a search for anybody else of the manager's services."""
    form, client = SearchForm(), episode.client
    near = queries.alike(reach(), person(actions.details_of(client)), but=client.id)
    alike = [(one, LIKENESSES[why]) for one, why in near]

    def link(one: queries.Match) -> str:
        return url_for("clients.merge_with", episode_id=episode.id, client_id=one.client_id)

    table = None
    if form.validate_on_submit():
        wanted = Wanted(name_parts(form.name.data or ""), form.born.data, form.nhs_number.data)
        pairs = [(one, "") for one in find(reach(), wanted)[:MOST] if one.client_id != client.id]
        table = listed("Found", pairs, link, nowhere=NOWHERE)
    values = {"alike": listed("May be the same person", alike, link, nowhere=NOWHERE), "matches": table}
    page = render_template("clients/merge-find.html", episode=episode, form=form, **values)
    return page, 422 if form.errors else 200


@record.form("/merge/<client_id>", MERGE_CLIENTS)
def merge_with(episode: "Episode", client_id: str) -> ResponseReturnValue:
    """Both records side by side; asks once more with both names, then joins."""
    form = MergeForm()
    other = merging.client(reach(), client_id, form.is_submitted()) or abort(404)
    two = pages.pair(reach(), episode, other, today())
    pages.ask(form, two)
    if not form.is_submitted():
        if not form.from_draft:
            form.seen.data = two.seen
        return render_template("clients/merge.html", episode=episode, form=form, two=two)
    if form.differs(two.seen):
        return stale(form, [("Both records", CHANGED, "")], back=rooted(request.path))
    good = form.validate_on_submit() and not two.refusals
    if good:
        form.form_errors.extend(pages.misfits(form, two))
    if not good or form.errors or request.form.get("change"):
        page = render_template("clients/merge.html", episode=episode, form=form, two=two)
        return page, 422 if form.errors or two.refusals else 200
    if not request.form.get("confirmed"):
        values = {"result": pages.result(form, two), "then": pages.consequences(two, today())}
        return render_template("clients/merge-confirm.html", episode=episode, form=form, two=two, **values)
    because = actions.Because(form.why.data, form.answer("why_numbers"), form.answer("why_death"))
    actions.merge(
        by=actor(), episode=episode, other=two.other, taken=form.taken, because=because, refusals=two.refusals
    )
    return kept("The two records are one now.", url_for("record.overview", episode_id=episode.id))


@record.get("/joined", READ_RECORD)
def joinings(episode: "Episode") -> ResponseReturnValue:
    """What was joined to this record, and until when it can be taken back."""
    return _joinings(episode, Form())


@record.post("/joined/<merge_id>", MERGE_CLIENTS)
def unmerge(episode: "Episode", merge_id: str) -> ResponseReturnValue:
    """Put two records apart again."""
    form, rows = Form(), {one.row.id: one for one in pages.joinings(episode, services(), today())}
    one = rows.get(merge_id) or abort(404)
    mine = pages.within(reach(), episode.client)
    if not form.validate_on_submit():
        return _joinings(episode, form)
    try:
        refusal = one.refusal or ("" if mine else pages.NOT_ALL_YOURS)
        actions.unmerge(by=actor(), episode=episode, row=one.row, refusal=refusal)
    except Refused as refused:
        form.form_errors.extend(refused.problems.values())
        return _joinings(episode, form)
    return kept("The two records are apart again.", url_for("clients.joinings", episode_id=episode.id))


def _joinings(episode: "Episode", form: Form) -> ResponseReturnValue:
    rows = pages.joinings(episode, services(), today())
    may = episode.service_id in actor().services(MERGE_CLIENTS)
    page = render_template("clients/joined.html", episode=episode, form=form, rows=rows, may=may)
    return page, 422 if form.errors else 200


def reach() -> frozenset[str]:
    """The services that the worker manages, closed ones too: what stands there moves with the person."""
    return services() | actor().closed(MERGE_CLIENTS).keys()
