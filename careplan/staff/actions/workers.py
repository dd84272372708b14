"""Workers, their roles, passwords and links to a password. Every change is in the trail."""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TypedDict, Unpack

from careplan.ground.db import db
from careplan.ground.ids import new_id
from careplan.staff import passwords, queries
from careplan.staff.codes import Role
from careplan.staff.models import Confirmation, Membership, SignInLink, Worker
from careplan.staff.queries import Resting
from careplan.staff.rules import Actor
from careplan.trail.actions import changed, write

Author = Actor | str


def _author(by: Author) -> str:
    return by if isinstance(by, str) else by.id


class Refused(ValueError):
    """The change would break a promise; the message is a sentence for the person who asked."""


class Details(TypedDict, total=False):
    """What may change about a worker; the username stays."""

    name: str
    email: str | None
    profession: str | None
    registration_number: str | None
    prescriber: str | None


def add_worker(*, by: Author, username: str, **details: Unpack[Details]) -> Worker:
    """A new worker, who cannot sign in before a password is set. Refused when the username is taken."""
    if queries.credentials(username) is not None:  # in capitals or small letters
        raise Refused(f"The username {username} is taken")
    worker = Worker(username=username, **details)
    db.add(worker)
    write("worker.added", by=by, subject=f"workers:{worker.id}", detail={"username": username})
    return worker


def change_details(*, by: Author, worker: Worker, **details: Unpack[Details]) -> Worker:
    """Who the worker is now; the values before go to the trail, and nothing when all stay."""
    before = {key: getattr(worker, key) for key, value in details.items() if getattr(worker, key) != value}
    for key, value in details.items():
        setattr(worker, key, value)
    if before:
        db.session.flush()
        changed(db.session)
        write("worker.changed", by=by, subject=f"workers:{worker.id}", detail={"before": before})
    return worker


def give_role(
    *, by: Author, worker: Worker, service_id: str, role: Role, from_on: date, until_on: date | None = None
) -> Membership:
    """A role at a service from a day, until the first day without it. Refused when it overlaps the same role."""
    if until_on is not None and until_on <= from_on:
        raise Refused("The first day without the role must be after its first day")
    if queries.closed_by(service_id, from_on):
        raise Refused("The service is closed by then. Choose another")
    if queries.overlapping(worker.id, service_id, role, from_on, until_on):
        raise Refused("The worker has this role at this service already in that time")
    if queries.membership(frozenset({service_id}), worker.id, service_id, role.value, from_on):
        raise Refused("The worker's former role began on the same day. Choose a later first day")
    membership = Membership(
        worker_id=worker.id,
        service_id=service_id,
        role=role.value,
        from_on=from_on,
        until_on=until_on,
        recorded_by=_author(by),
    )
    db.add(membership)
    _written("role.given", by, membership)
    return membership


def end_role(*, by: Author, membership: Membership, until_on: date) -> Membership:
    """Fill the end of a role, once: the first day without it."""
    if membership.until_on is not None:
        raise Refused("This role has an end already")
    if until_on < membership.from_on:
        raise Refused("The first day without the role cannot be before its first day")
    membership.until_on = until_on
    db.session.flush()
    _written("role.ended", by, membership)
    return membership


def _written(what: str, by: Author, row: Membership) -> None:
    until = row.until_on and row.until_on.isoformat()
    detail = {"role": row.role, "from": row.from_on.isoformat(), "until": until}
    write(what, by=by, subject=f"workers:{row.worker_id}", service_id=row.service_id, detail=detail)


def set_password(
    *, by: Author, worker: Worker, password: str, at: datetime, must_change: bool = False
) -> Worker:
    """A new password; every session and link of the worker ends. The caller has asked `passwords.fault` before."""
    void_links(worker.id, at)
    worker.password_hash = passwords.hashed(password)
    worker.password_set_at = at
    worker.must_change_password = must_change
    worker.session_key = new_id()
    db.session.flush()
    own = not isinstance(by, str) and by.id == worker.id
    write("password.changed" if own else "password.reset", by=by, subject=f"workers:{worker.id}")
    return worker


def void_links(worker_id: str, at: datetime) -> None:
    """Links to a password that nobody used yet open nothing from now on."""
    for link in queries.open_links(worker_id):
        link.voided_at = at


def reset_password(*, by: Author, worker: Worker, at: datetime) -> str:
    """A random password that must be changed at the next sign-in; it is returned once and never kept."""
    password = passwords.random_password()
    set_password(by=by, worker=worker, password=password, at=at, must_change=True)
    return password


def close_account(*, by: Author, worker: Worker, at: datetime) -> Worker:
    """Shut the worker out from the next request on; what they recorded stays."""
    if worker.disabled_at is None:
        worker.disabled_at = at
        worker.session_key = new_id()
        void_links(worker.id, at)
        db.session.flush()
        write("worker.closed", by=by, subject=f"workers:{worker.id}")
    return worker


def open_account(*, by: Author, worker: Worker) -> Worker:
    """Let the worker sign in again."""
    if worker.disabled_at is not None:
        worker.disabled_at = None
        db.session.flush()
        write("worker.opened", by=by, subject=f"workers:{worker.id}")
    return worker


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
        made_by=_author(by),
        until=at + timedelta(hours=passwords.PASSWORDS.latest.link_hours),
    )
    db.add(link)
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
    told = {"confirmed_at": at, "confirmed_by": _author(by)}
    db.session.add(Confirmation(worker_id=worker.id, service_id=service_id, **told))
    write("worker.confirmed", by=by, subject=f"workers:{worker.id}", service_id=service_id)
