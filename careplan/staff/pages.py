"""What the administrator's pages say about workers and their roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from careplan.staff import queries
from careplan.staff.codes import PrescriberKind, Role
from careplan.staff.forms import PRESCRIBERS, PROFESSIONS, ROLES, RoleForm
from careplan.staff.models import Membership, Worker
from careplan.staff.rules import Actor
from careplan.ui import words

AnyRoleForm = TypeVar("AnyRoleForm", bound=RoleForm)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role as a line: what, where, when, its state in words, and the key that names it in an address."""

    role: str
    service: str
    from_on: str
    until_on: str
    state: str
    key: dict[str, str]
    open: bool


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker as a line of the list."""

    id: str
    name: str
    username: str
    roles: str
    account: str


@dataclass(frozen=True, slots=True)
class WorkerList:
    """One page of workers."""

    rows: list[WorkerRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """One worker: details as (key, value), roles, and whether the account is the administrator's to change."""

    details: list[tuple[str, str]]
    roles: list[RoleRow]
    oneself: bool
    elsewhere: bool


def account_state(worker: Worker) -> str:
    """Whether the worker can sign in, in words."""
    if worker.disabled_at is not None:
        return f"Closed {words.day(worker.disabled_at)}"
    if worker.password_hash is None:
        return "No password yet"
    return "Must change password" if worker.must_change_password else "Open"


def role_state(membership: Membership, on: date) -> str:
    """Present, coming or ended on the day."""
    if membership.until_on is not None and membership.until_on <= on:
        return "Ended"
    return "Present" if membership.from_on <= on else "Coming"


def role_rows(memberships: Iterable[Membership], services: frozenset[str], on: date) -> list[RoleRow]:
    """Roles as lines."""
    names = queries.service_names(services)
    return [_role_row(held, names[held.service_id], on) for held in memberships]


def _role_row(membership: Membership, service: str, on: date) -> RoleRow:
    key = {
        "worker_id": membership.worker_id,
        "service_id": membership.service_id,
        "role": membership.role,
        "from_on": membership.from_on.isoformat(),
    }
    return RoleRow(
        role=ROLES[Role(membership.role)],
        service=service,
        from_on=words.day(membership.from_on),
        until_on=words.day(membership.until_on, missing="no end"),
        state=role_state(membership, on),
        key=key,
        open=membership.until_on is None,
    )


def worker_list(services: frozenset[str], page: int, size: int, on: date) -> WorkerList:
    """One page of the services' workers, each with the roles of today."""
    found, total = queries.workers(services, page, size)
    roles: dict[str, list[str]] = {}
    for held in queries.memberships(services, [worker.id for worker in found]):
        if role_state(held, on) == "Present":
            roles.setdefault(held.worker_id, []).append(ROLES[Role(held.role)])
    rows = [
        WorkerRow(
            worker.id,
            worker.name,
            worker.username,
            ", ".join(dict.fromkeys(roles.get(worker.id, ["No role today"]))),
            account_state(worker),
        )
        for worker in found
    ]
    return WorkerList(rows, total, page, max(1, -(-total // size)))


def worker_page(services: frozenset[str], worker: Worker, by: Actor, on: date) -> WorkerPage:
    """What the page of one worker says."""
    prescriber = PRESCRIBERS[PrescriberKind(worker.prescriber)] if worker.prescriber else ""
    details = [
        ("Name", worker.name),
        ("Username", worker.username),
        ("Email address", worker.email or ""),
        ("Profession", PROFESSIONS.get(worker.profession or "", "")),
        ("Registration number", worker.registration_number or ""),
        ("Prescribing", prescriber),
        ("Account", account_state(worker)),
    ]
    roles = role_rows(queries.memberships(services, [worker.id]), services, on)
    elsewhere = queries.works_elsewhere(services, worker.id, on)
    return WorkerPage(details, roles, worker.id == by.id, elsewhere)


def own_account(services: frozenset[str], worker_id: str, by: Actor, on: date) -> Worker | None:
    """The worker whose password and account the administrator may change: of these services alone, not oneself."""
    found = queries.worker(services, worker_id)
    if found is None or worker_id == by.id or queries.works_elsewhere(services, worker_id, on):
        return None
    return found


def open_role(
    services: frozenset[str], worker_id: str, service_id: str, role: str, from_on: date
) -> Membership | None:
    """The role, when it is at one of the services and has no end yet."""
    found = queries.membership(services, worker_id, service_id, role, from_on)
    return found if found is not None and found.until_on is None else None


def with_services(form: AnyRoleForm, services: frozenset[str]) -> AnyRoleForm:
    """The form with the administrator's services to choose from; a single one is chosen already."""
    names = queries.service_names(services)
    form.service_id.choices = names
    if len(names) == 1 and form.service_id.data is None and not form.is_submitted():
        form.service_id.process_data(next(iter(names)))
    return form


def may_prescribe(form: RoleForm, worker: Worker) -> bool:
    """Whether the role fits: a prescriber has an authority to prescribe; else the form says so."""
    if form.role.data is Role.PRESCRIBER and worker.prescriber in (None, PrescriberKind.NONE.value):
        form.role.errors = ["This worker does not prescribe. Select another role"]
        return False
    return True


def worker_details(form: Any) -> dict[str, Any]:
    """What the form says about the worker."""
    names = ("username", "name", "email", "profession", "registration_number", "prescriber")
    return {name: form[name].data for name in names}


def role_details(form: Any) -> dict[str, Any]:
    """What the form says about the role."""
    return {name: form[name].data for name in ("service_id", "role", "from_on", "until_on")}
