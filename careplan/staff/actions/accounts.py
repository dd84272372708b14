"""Links to a password, and confirming who chose it: an administrator alone opens no record."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from careplan.ground.db import db
from careplan.staff import passwords, queries
from careplan.staff.actions.workers import Author, set_password, void_links
from careplan.staff.models import Confirmation, SignInLink, Worker
from careplan.staff.queries import Resting
from careplan.staff.rules import Actor
from careplan.trail.actions import write

JOB = "link"
"""The author of what the holder of a link does, in the trail."""


def make_link(*, by: Author, worker: Worker, at: datetime) -> str:
    """The secret of a link with which the worker chooses a password in time (`link_hours`); older links end.

    It is returned once and never kept. The present password goes on until the link is used.
    """
    void_links(worker.id, at)
    secret = secrets.token_urlsafe(32)
    link = SignInLink(
        worker_id=worker.id,
        secret_sha256=sha256(secret.encode()).hexdigest(),
        made_at=at,
        made_by=by if isinstance(by, str) else by.id,
        until=at + timedelta(hours=passwords.PASSWORDS.latest.link_hours),
    )
    db.session.add(link)
    db.session.flush()
    write("link.made", by=by, subject=f"workers:{worker.id}", detail={"until": link.until.isoformat()})
    return secret


def use_link(*, link: SignInLink, password: str, at: datetime) -> Worker:
    """Set the password that the holder of the link chose. From now on the clinical roles of the account rest.

    The caller has asked `passwords.fault` before.
    """
    link.used_at = at
    worker = db.session.get_one(Worker, link.worker_id)
    worker.linked_at, worker.linked_by = at, link.made_by
    write("link.used", by=JOB, subject=f"workers:{worker.id}")
    return set_password(by=JOB, worker=worker, password=password, at=at)


def confirm(*, by: Actor, resting: Resting, at: datetime) -> None:
    """The actor knows that the person chose the password: the roles at these services begin again."""
    for service_id in sorted(resting.services):
        _confirmed(resting.worker, service_id, by, at)
    db.session.flush()


def confirm_by_command(*, by: str, worker: Worker, service_id: str, at: datetime) -> None:
    """Whoever runs the server gave a role: it does not rest."""
    if worker.linked_at is not None:
        _confirmed(worker, service_id, by, at)
        db.session.flush()


def trust(*, by: str, worker: Worker, at: datetime) -> None:
    """Whoever runs the server knows whose account it is: nothing of it rests, wherever it has a role."""
    if worker.linked_at is not None:
        worker.linked_at = worker.linked_by = None
        db.session.flush()
        write("worker.confirmed", by=by, subject=f"workers:{worker.id}")
    for service_id in queries.services_at_rest(worker.id):
        _confirmed(worker, service_id, by, at)
    db.session.flush()


def _confirmed(worker: Worker, service_id: str, by: Author, at: datetime) -> None:
    author = by if isinstance(by, str) else by.id
    db.session.add(
        Confirmation(worker_id=worker.id, service_id=service_id, confirmed_at=at, confirmed_by=author)
    )
    write("worker.confirmed", by=by, subject=f"workers:{worker.id}", service_id=service_id)
