"""Transfers: the lists, sending from a record, a packet and the answer to it, what stands in a record."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.actions import accept, put_back, refuse_answered
from careplan.clients.codes import READ_RECORD, REGISTER_CLIENT, WRITE_ASSESSMENT, TransferAnswer
from careplan.clients.doors import RecordPages
from careplan.clients.registers.views import mount
from careplan.clients.rules.names import initials
from careplan.clients.rules.packets import hashed, read
from careplan.ground.clock import today
from careplan.ground.corrections import Refused
from careplan.moves import actions, pages
from careplan.moves.forms import AnswerForm, SendForm
from careplan.moves.labels import OVERRIDE, SEEN_HERE, STATES, WITHDRAWN
from careplan.moves.queries import lists, releases
from careplan.moves.queries.packing import Why
from careplan.moves.registers import NEWS, RELEASE
from careplan.moves.rules import RELEASED, State, state
from careplan.staff.doors import actor, needs, opens_list, services
from careplan.staff.queries import open_services, service_names
from careplan.trail.actions import write
from careplan.ui.frame import address, kept, told
from careplan.ui.paging import page_number, part_of

if TYPE_CHECKING:
    from careplan.clients.models import Client, Episode, Packet

DIED = "The client has died. Check the date of death in the client’s details."
bp = Blueprint("moves", __name__, template_folder="templates")
record = RecordPages(bp)
mount(bp, RELEASE)
mount(bp, NEWS)


@bp.get("/transfers")
@needs(READ_RECORD)
def index() -> ResponseReturnValue:
    """What came to the worker's services and what they sent."""
    mine, args = services(), request.args
    here, there = page_number(args.get("came", "1")), page_number(args.get("sent", "1"))
    came = pages.came(
        lists.came(mine, here), service_names(mine), lambda at: url_for(".index", came=at, sent=there)
    )
    sent = pages.sent(lists.sent(mine, there), lambda at: url_for(".index", came=here, sent=at))
    counts, standard = releases.shares(mine, today()), RELEASED.on(today())
    return render_template("moves/index.html", came=came, sent=sent, counts=counts, standard=standard)


@record.form("/transfers/new", REGISTER_CLIENT)
def send(episode: "Episode") -> ResponseReturnValue:
    """Send the client to another service, on a consent or with a reason why without."""
    here = url_for("record.overview", episode_id=episode.id)
    if episode.client.deceased_on is not None:
        return told(DIED, here)
    form, on = SendForm(), today()
    others = {id_: name for id_, name in open_services(on).items() if id_ != episode.service_id}
    form.about(others, lists.consents(services(), episode), on)
    if not form.validate_on_submit():
        return render_template("moves/send.html", episode=episode, form=form), (
            422 if form.is_submitted() else 200
        )
    by, to = actor(), str(form.service.data)
    consent = form.consents[form.basis.data].id if form.basis.data in form.consents else None
    if form.asked_now:
        consent = actions.consent_now(by=by, services=services(), episode=episode, party=others[to], on=on)
    without = form.override_reason.data if form.basis.data == OVERRIDE else None
    why = Why(others[to], form.reason.data, "override" if without else "consent", without, consent)
    actions.send(by=by, services=services(), episode=episode, to=to, why=why, on=on)
    return kept(f"Sent to {others[to]}. You stay responsible until they have seen the client.", here)


@bp.route("/transfers/<packet_id>", methods=["GET", "POST"])
@needs(READ_RECORD)
@opens_list
def packet(packet_id: str) -> ResponseReturnValue:
    """A packet as it was sent, for either side; the receiver accepts it or puts it back."""
    row = lists.packet_of(services(), packet_id, lock=request.method == "POST") or abort(404)
    mine = actor().services(REGISTER_CLIENT)
    form, may = AnswerForm(), row.service_id in mine and row.answer is None
    form.about(actions.may_be(row, mine) if may and row.transfer_id is None else {})
    if not form.is_submitted():
        write("packet.opened", by=actor(), subject=f"packets:{row.id}", service_id=row.service_id)
        return _packet(row, form, may=may)
    if row.service_id not in mine:
        abort(403)
    if form.validate() and (answer := _answered(row, form)):
        return answer
    return _packet(row, form, may=may), 422


def _answered(row: "Packet", form: AnswerForm) -> ResponseReturnValue | None:
    sent = lists.transfer_of(row)
    try:
        if lists.standing_of(row).struck:
            raise Refused({"answer": WITHDRAWN})
        if form.answer.data == TransferAnswer.PUT_BACK:
            put_back(by=actor(), packet=row, reason=form.reason.data, sent=sent)
            return kept("Put back. The other service reads why.", url_for(".index"))
        refuse_answered(row)
        client = sent[1].client if sent else _client(row, form)
        there = accept(by=actor(), packet=row, client=client, sent=sent)
        actions.consent_came(by=actor(), packet=row, episode=there)
    except Refused as refused:
        form.form_errors.extend(refused.problems.values())
        return None
    words = "Accepted. What came stands in the record; the other service stays responsible until you see the client."
    return kept(words, url_for(".of_record", episode_id=there.id))


def _client(row: "Packet", form: AnswerForm) -> "Client":
    mine = actor().services(REGISTER_CLIENT)
    return actions.client_of(by=actor(), packet=row, chosen=form.chosen, services=mine)


def _came_of(row: "Packet") -> str:
    """The id of the live episode that came of a packet, for who may strike it out; empty without one."""
    sent = lists.transfer_of(row)
    there = lists.receiving(sent[0]) if sent else None
    may = there is not None and there.service_id in actor().services(WRITE_ASSESSMENT)
    return there.id if there and may else ""


def _packet(row: "Packet", form: AnswerForm, *, may: bool) -> str:
    standing = lists.standing_of(row)
    contents = read(row.content)
    shown = {
        "row": row,
        "contents": contents,
        "about": pages.about(contents),
        "whole": hashed(row.content) == row.sha256,
        "state": (STATES | SEEN_HERE if row.service_id in services() else STATES)[state(standing)],
        "initials": initials(contents.person.first_name, contents.person.last_name),
        "here": _came_of(row),
        "withdrawn": WITHDRAWN if state(standing) is State.WITHDRAWN else "",
        "form": form if may and not standing.struck else None,
        "forms": [form],
    }
    return render_template("moves/packet.html", **shown)


@record.get("/transfers", READ_RECORD)
def of_record(episode: "Episode") -> ResponseReturnValue:
    """What came with the client to this record, and where the record was sent."""
    mine = services()
    rows = [(one, state(lists.standing_of(one)) is State.WITHDRAWN) for one in lists.packets(mine, episode)]
    sent = lists.sent_from(mine, episode)
    shown = {"came": rows, "sent": pages.sent(part_of(sent, 1, len(sent) or 1), str), "words": WITHDRAWN}
    shown |= {
        "filed": any(one.sent.as_file or one.sent.undone for one in sent),
        "news": NEWS,
        "address": address,
    }
    return render_template("moves/record.html", episode=episode, **shown)
