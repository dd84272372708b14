"""The door to a client's record: scoped, and every opening is written to the trail."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.exceptions import NotFound

from careplan.clients import queries
from careplan.clients.codes import MANAGE_RECORDS, READ_RECORD
from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.ground.gathering import mistakes
from careplan.ground.permissions import Permission
from careplan.staff.doors import actor, needs, refuse_closed, services, view_permission
from careplan.trail.actions import within, write
from careplan.ui.frame import told

Page = Callable[..., Any]
STRUCK = "This {} was struck out as recorded by mistake."


def opens_record(view: Page) -> Page:
    """Give the view the episode that its URL names: 404 outside the actor's services; a GET is an opening."""

    @wraps(view)
    def opened(episode_id: str, **values: Any) -> Any:
        opening = request.method in ("GET", "HEAD")
        closed = actor().closed(view_permission())
        episode = queries.episode(services() | closed.keys(), episode_id, lock=not opening)
        episode = episode or _struck(episode_id)
        if episode is None:
            return _leads_on(episode_id, values)
        if episode.service_id in closed and not (opening and view_permission().reading):
            refuse_closed(closed[episode.service_id])
        _hold(episode, opening)
        if opening:
            write(
                "record.opened",
                by=actor(),
                subject=f"episodes:{episode.id}",
                of=episode,
                detail={"page": request.endpoint or ""},
            )
        try:
            return view(episode=episode, **values)
        except NotFound:
            return _struck_row(episode, values) if opening and "row_id" not in values else abort(404)

    opened.opens_record = True  # type: ignore[attr-defined]
    return opened


class RecordPages:
    """A room's pages about a client: a line each says address, permission, and that the record is opened.

    Addresses stand below `/record/<episode_id>`; the view gets the episode in its place.
    """

    def __init__(self, bp: Blueprint) -> None:
        self._bp = bp

    def get(self, address: str, permission: Permission) -> Callable[[Page], Page]:
        """A page that is looked at."""
        return self._page(address, permission, "GET")

    def post(self, address: str, permission: Permission) -> Callable[[Page], Page]:
        """What a form of another page is sent to."""
        return self._page(address, permission, "POST")

    def form(self, address: str, permission: Permission) -> Callable[[Page], Page]:
        """A page with the form that is sent to it."""
        return self._page(address, permission, "GET", "POST")

    def _page(self, address: str, permission: Permission, *methods: str) -> Callable[[Page], Page]:
        route = self._bp.route(f"/record/<episode_id>{address}", methods=methods)
        return lambda view: route(needs(permission)(opens_record(view)))


def _struck_row(episode: Episode, ids: Mapping[str, str]) -> Any:
    """To the history, where an address names a row that was struck out; 404 where it names nothing of the episode."""
    for id_ in ids.values():
        for one in mistakes().values():
            row = one.find(episode, id_)
            if row is not None and row.struck_at is not None:
                reads, words = reads_record(episode.service_id), STRUCK.format(one.name)
                there = "record.history" if reads else front(episode.service_id)
                words += " The history tells why." if reads else ""
                return told(words, url_for(there, episode_id=episode.id))
    abort(404)


def _struck(episode_id: str) -> Episode | None:
    """An episode that was registered by mistake: a manager of the service may read its history alone."""
    if request.endpoint != "record.history":
        return None
    return queries.episode(actor().services(MANAGE_RECORDS), episode_id, struck=True)


def _leads_on(episode_id: str, values: dict[str, Any]) -> Any:
    """An episode that was corrected has a new id: an address with an old one leads to the same page of it."""
    now = queries.corrected(services(), episode_id) or abort(404)
    query: dict[str, Any] = {**request.args.to_dict(flat=False), **values}
    return redirect(url_for(str(request.endpoint), episode_id=now, **query), 307)


def reads_record(service_id: str) -> bool:
    """Whether the worker reads records of the service, or, as reception, only the diary and contact details."""
    return service_id in actor().services(READ_RECORD)


def front(service_id: str) -> str:
    """The endpoint of the first page of a record of the service that the worker may open."""
    return "record.overview" if reads_record(service_id) else "contacts.appointments"


def reopened() -> Episode:
    """The opened episode anew, locked, after a transaction ended within the request; 404 where it is out of reach."""
    before: Episode = g.episode
    episode: Episode = queries.episode(services(), before.id, lock=True) or abort(404)
    _hold(episode, opening=False)
    return episode


def _hold(episode: Episode, opening: bool) -> None:
    """The request's episode; what it writes is of this record alone, where it names no other."""
    g.episode, client = episode, episode.client
    if not opening:
        ids = (episode.id, episode.root_id, client.id, client.root_id, episode.client_id, episode.service_id)
        within(db.session(), client.root_id, ids)


def opened_episode() -> Episode | None:
    """The episode that this request opened, for the banner."""
    episode: Episode | None = g.get("episode")
    return episode
