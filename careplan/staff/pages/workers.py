"""What the administrator's pages say about workers and their roles."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask import url_for

from careplan.ground import gathering
from careplan.staff import queries
from careplan.staff.actions.workers import Details
from careplan.staff.codes import MANAGE_WORKERS, SEES_CLIENTS, PrescriberKind, Role
from careplan.staff.doors import actor
from careplan.staff.forms.workers import DetailsForm, RoleForm
from careplan.staff.labels import PRESCRIBERS, PROFESSIONS, ROLES
from careplan.staff.models import Membership, Worker
from careplan.staff.queries import Resting
from careplan.staff.rules import Actor
from careplan.ui import words
from careplan.ui.fields import Choice
from careplan.ui.paging import page_count
from careplan.ui.tables import Column, Paged, Table

AnyRoleForm = TypeVar("AnyRoleForm", bound=RoleForm)
DETAILS = tuple(Details.__annotations__)


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """One worker: details as (key, value), roles, and whether details and account are the administrator's to change."""

    details: list[tuple[str, str]]
    roles: Table
    oneself: bool
    elsewhere: bool
    ours: bool


def account_state(worker: Worker) -> str:
    """Whether the worker can sign in, in words."""
    if worker.disabled_at is not None:
        return f"Closed {words.day(worker.disabled_at)}"
    if worker.password_hash is None:
        return "No password yet"
    if worker.linked_at is not None and worker.linked_at == worker.password_set_at:
        return f"Password chosen with a link {words.day(worker.linked_at)}"
    return "Must change password" if worker.must_change_password else "Open"


def confirming(resting: Resting) -> list[tuple[str, str]]:
    """What somebody has to know before they confirm a worker."""
    worker = resting.worker
    begins = (f"{ROLES[current.role]} at {current.service_name}" for current in resting.roles)
    lines = [
        ("Name", worker.name),
        ("Username", worker.username),
        ("Profession", PROFESSIONS.get(worker.profession or "", "")),
        ("Registration number", worker.registration_number or ""),
    ]
    if worker.linked_at is not None:
        lines += [
            ("Link made by", queries.worker_name(worker.linked_by or "")),
            ("Password chosen", f"{words.day(worker.linked_at)} {words.clock(worker.linked_at)}"),
        ]
    if resting.given_by:
        lines.append(("Roles given by", ", ".join(resting.given_by)))
    return [*lines, ("Roles that begin", ", ".join(dict.fromkeys(begins)))]


def role_state(membership: Membership, on: date) -> str:
    """Present, coming or ended on the day."""
    if membership.until_on is not None and membership.until_on <= on:
        return "Ended"
    return "Present" if membership.from_on <= on else "Coming"


def role_lines(services: frozenset[str], one: Membership) -> list[tuple[str, str]]:
    """What, where and since when, as label and words."""
    service = queries.service_names(services)[one.service_id]
    return [("Role", ROLES[Role(one.role)]), ("Service", service), ("From", words.day(one.from_on))]


def worker_list(services: frozenset[str], page: int, size: int, on: date) -> tuple[Table, int]:
    """One page of the services' workers, each with the roles of today; and how many there are in all."""
    workers, total = queries.workers(services, page, size)
    roles: dict[str, list[str]] = {}
    for membership in queries.memberships(services, [worker.id for worker in workers]):
        if role_state(membership, on) == "Present":
            roles.setdefault(membership.worker_id, []).append(ROLES[Role(membership.role)])
    columns = (
        Column("Name", "name", lambda worker: url_for("staff.worker", worker_id=worker.id)),
        Column("Username", "username"),
        Column(
            "Roles today", lambda worker: ", ".join(dict.fromkeys(roles.get(worker.id, ["No role today"])))
        ),
        Column("Account", account_state),
    )
    paged = Paged(page, page_count(total, size), lambda number: url_for("staff.workers", page=number))
    return Table("Workers by name", columns, workers, "No worker on this page.", paged=paged), total


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
    oneself = worker.id == by.id
    roles = _roles(services, worker, oneself, on)
    elsewhere = queries.works_elsewhere(services, worker.id, on)
    ours = not queries.works_elsewhere(services, worker.id)
    return WorkerPage(details, roles, oneself, elsewhere, ours)


def _roles(services: frozenset[str], worker: Worker, oneself: bool, on: date) -> Table:
    def ends(one: Membership) -> bool:
        return one.until_on is None and not oneself

    names = queries.service_names(services)
    columns = (
        Column("Role", lambda one: ROLES[Role(one.role)]),
        Column("Service", lambda one: names[one.service_id]),
        Column("From", lambda one: words.day(one.from_on)),
        Column("Until", lambda one: words.day(one.until_on, missing="no end")),
        Column("State", lambda one: role_state(one, on)),
        Column(
            "Action",
            lambda one: f"End {ROLES[Role(one.role)].lower()}" if ends(one) else "",
            lambda one: _ending(one) if ends(one) else "",
            label_hidden=True,
        ),
    )
    return Table("Roles at your services", columns, queries.memberships(services, [worker.id]), "No role.")


def _ending(one: Membership) -> str:
    key: dict[str, Any] = {
        name: getattr(one, name) for name in ("worker_id", "service_id", "role", "from_on")
    }
    return url_for("staff.ending_role", **key)


def details_fit(form: DetailsForm, services: frozenset[str], worker: Worker, on: date) -> bool:
    """Whether the form can be saved; whoever is a prescriber, now or soon, goes on prescribing."""
    memberships = queries.memberships(services, [worker.id])
    form.is_prescriber = any(
        one.role == Role.PRESCRIBER.value and role_state(one, on) != "Ended" for one in memberships
    )
    return bool(form.validate())


def open_role(
    services: frozenset[str], worker_id: str, service_id: str, role: str, from_on: date
) -> Membership | None:
    """The role, when it is at one of the services and has no end yet."""
    membership = queries.membership(services, worker_id, service_id, role, from_on)
    return membership if membership is not None and membership.until_on is None else None


def with_services(form: AnyRoleForm, services: frozenset[str]) -> AnyRoleForm:
    """The form with what each role does, and the administrator's services to choose from; one is chosen already."""
    form.role.choices = [Choice(role.value, words, _does(role)) for role, words in ROLES.items()]
    names = queries.service_names(services & actor().open_services(MANAGE_WORKERS))
    form.service_id.choices = names
    if len(names) == 1 and form.service_id.data is None and not form.is_submitted():
        form.service_id.process_data(next(iter(names)))
    return form


def _does(role: Role) -> str:
    """What the rooms let the role do, in words."""
    told = [one.words for one in gathering.permissions() if one.words and role in one.roles]
    words = ", ".join(told).capitalize()
    return words if role in SEES_CLIENTS else f"{words}; sees no client"


def may_prescribe(form: RoleForm, worker: Worker) -> bool:
    """Whether the role fits: a prescriber has an authority to prescribe; else the form says so."""
    if form.role.data is Role.PRESCRIBER and worker.prescriber in (None, PrescriberKind.NONE.value):
        form.role.errors = ["This worker does not prescribe. Select another role"]
        return False
    return True


def worker_details(form: Any) -> dict[str, Any]:
    """What the form says about the worker."""
    return {name: form[name].data for name in DETAILS}


def role_details(form: Any) -> dict[str, Any]:
    """What the form says about the role."""
    return {name: form[name].data for name in ("service_id", "role", "from_on", "until_on")}
