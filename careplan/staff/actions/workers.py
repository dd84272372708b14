"""Workers, their roles and their passwords. Every change is in the trail."""

from datetime import date, datetime

from careplan.ground.db import db
from careplan.ground.ids import new_id
from careplan.staff import passwords, queries
from careplan.staff.codes import Role
from careplan.staff.models import Membership, Worker
from careplan.staff.rules import Actor
from careplan.trail.actions import changed, write

Author = Actor | str


class Refused(ValueError):
    """The change would break a promise; the message is a sentence for the person who asked."""


def add_worker(
    *,
    by: Author,
    username: str,
    name: str,
    email: str | None = None,
    profession: str | None = None,
    registration_number: str | None = None,
    prescriber: str | None = None,
) -> Worker:
    """A new worker, who cannot sign in before a password is set. Refused when the username is taken."""
    if username_taken(username):
        raise Refused(f"The username {username} is taken")
    worker = Worker(
        username=username,
        name=name,
        email=email,
        profession=profession,
        registration_number=registration_number,
        prescriber=prescriber,
    )
    db.session.add(worker)
    db.session.flush()
    write("worker.added", by=by, subject=f"workers:{worker.id}", detail={"username": username})
    return worker


def change_details(
    *,
    by: Author,
    worker: Worker,
    name: str,
    email: str | None,
    profession: str | None,
    registration_number: str | None,
    prescriber: str | None,
) -> Worker:
    """Who the worker is now; the values before go to the trail, and nothing when all stay."""
    new = {
        "name": name,
        "email": email,
        "profession": profession,
        "registration_number": registration_number,
        "prescriber": prescriber,
    }
    before = {key: getattr(worker, key) for key, value in new.items() if getattr(worker, key) != value}
    for key in before:
        setattr(worker, key, new[key])
    if before:
        db.session.flush()
        changed(db.session)
        write("worker.changed", by=by, subject=f"workers:{worker.id}", detail={"before": before})
    return worker


def username_taken(username: str) -> bool:
    """Whether a worker has that username, in capitals or small letters."""
    return queries.credentials(username) is not None


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
        recorded_by=by if isinstance(by, str) else by.id,
    )
    db.session.add(membership)
    db.session.flush()
    detail = {"role": role.value, "from": from_on.isoformat(), "until": until_on and until_on.isoformat()}
    write("role.given", by=by, subject=f"workers:{worker.id}", service_id=service_id, detail=detail)
    return membership


def end_role(*, by: Author, membership: Membership, until_on: date) -> Membership:
    """Fill the end of a role, once: the first day without it."""
    if membership.until_on is not None:
        raise Refused("This role has an end already")
    if until_on < membership.from_on:
        raise Refused("The first day without the role cannot be before its first day")
    membership.until_on = until_on
    db.session.flush()
    write(
        "role.ended",
        by=by,
        subject=f"workers:{membership.worker_id}",
        service_id=membership.service_id,
        detail={
            "role": membership.role,
            "from": membership.from_on.isoformat(),
            "until": until_on.isoformat(),
        },
    )
    return membership


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


def change_own_password(*, by: Actor, password: str, at: datetime) -> Worker:
    """The signed-in worker's own new password."""
    return set_password(by=by, worker=db.session.get_one(Worker, by.id), password=password, at=at)


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
