"""A worker's calendar feed: switched on and off by the worker, read by a calendar that knows its link."""

from datetime import timedelta

from flask import Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.contacts.actions.feed import make_link, revoke_link
from careplan.contacts.forms.feed import FeedForm
from careplan.contacts.queries import diary as reads
from careplan.contacts.queries.feed import behind, own_link
from careplan.contacts.rules.feed import calendar
from careplan.contacts.rules.standard import DIARY
from careplan.contacts.views.room import bp
from careplan.ground.clock import now, today
from careplan.ground.permissions import PUBLIC
from careplan.staff.doors import actor, needs
from careplan.ui.frame import kept


@bp.route("/diary/feed", methods=["GET", "POST"])
@needs(READ_RECORD)
def feed_link() -> ResponseReturnValue:
    """Switch the feed on, which shows its address once, or off."""
    form, link = FeedForm(), ""
    if form.validate_on_submit():
        if form.act.data == "off":
            revoke_link(by=actor())
            return kept("The feed is off: its address leads nowhere any more.", url_for("contacts.feed_link"))
        link = url_for("contacts.feed", secret=make_link(by=actor()), _external=True)
    values = {"form": form, "link": link, "on": own_link(actor().id)}
    return render_template("contacts/feed.html", **values), 422 if form.errors else 200


@bp.get("/calendar/<secret>")
@needs(PUBLIC)
def feed(secret: str) -> ResponseReturnValue:
    """The worker's appointments as a calendar reads them: time and purpose alone."""
    whose = behind(secret, today()) or abort(404)
    diary = DIARY.on(today())
    days = [today() - timedelta(diary.feed_back_days), today() + timedelta(diary.feed_ahead_days)]
    slots = reads.of_days(whose[1], days, *reads.whose(whose[0]))
    return Response(calendar(slots, now()), mimetype="text/calendar")
