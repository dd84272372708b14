"""Who may do what: permissions by role, and what an actor holds on a day. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from ipaddress import ip_address, ip_network
from pathlib import Path

from careplan.ground.standards import Edition, Positive, Series
from careplan.staff.codes import Role


class Permission(StrEnum):
    """What a door asks for; the rooms above declare their own (`permission`)."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    FIND_CLIENTS = "find_clients"
    READ_RECORD = "read_record"
    REGISTER_CLIENT = "register_client"
    WRITE_ASSESSMENT = "write_assessment"
    COUNTERSIGN_RISK = "countersign_risk"
    READ_AUDIT = "read_audit"
    READ_AUDIT_FIGURES = "read_audit_figures"
    HAND_OVER = "hand_over"
    MERGE_CLIENTS = "merge_clients"
    SIGN_AUDIT = "sign_audit"
    MANAGE_WORKERS = "manage_workers"
    KEEP_SERVICES = "keep_services"
    CONFIRM_WORKER = "confirm_worker"


_READERS = {Permission.SIGNED_IN, Permission.FIND_CLIENTS, Permission.READ_RECORD}
_WRITERS = {Permission.REGISTER_CLIENT, Permission.WRITE_ASSESSMENT}
CLINICAL = (Role.KEYWORKER, Role.PRESCRIBER, Role.MANAGER)
"""Roles that open a record: they rest while nobody has confirmed whose the account's password is."""

GRANTS: dict[Role, set[str]] = {
    Role.KEYWORKER: {*_READERS, *_WRITERS},
    Role.PRESCRIBER: {*_READERS, *_WRITERS, Permission.CONFIRM_WORKER},
    Role.MANAGER: {
        *_READERS,
        *_WRITERS,
        Permission.COUNTERSIGN_RISK,
        Permission.HAND_OVER,
        Permission.MERGE_CLIENTS,
        Permission.READ_AUDIT,
        Permission.READ_AUDIT_FIGURES,
        Permission.SIGN_AUDIT,
        Permission.CONFIRM_WORKER,
    },
    Role.ADMINISTRATOR: {Permission.SIGNED_IN, Permission.MANAGE_WORKERS, Permission.KEEP_SERVICES},
    Role.AUDITOR: {Permission.SIGNED_IN, Permission.READ_AUDIT_FIGURES},
}
"""Administrators see no client data; auditors see figures, never records."""

READING: set[str] = {
    Permission.SIGNED_IN,
    Permission.FIND_CLIENTS,
    Permission.READ_RECORD,
    Permission.READ_AUDIT,
    Permission.READ_AUDIT_FIGURES,
    Permission.SIGN_AUDIT,
    Permission.MANAGE_WORKERS,
    Permission.KEEP_SERVICES,
}
"""What is still asked of a closed service."""
WRITTEN_TOO: set[str] = {Permission.SIGN_AUDIT}
"""Permissions that read and write: of a closed service they read."""


def permission(name: str, *roles: Role, reading: bool = False, written: bool = False) -> str:
    """Declare what doors of a room above ask for, and which roles hold it; ValueError for a name that is taken.

    `reading`: it is still asked of a closed service, where what is `written` with it is refused.
    """
    if name in set(Permission).union(*GRANTS.values()):
        raise ValueError(f"{name} is declared already")
    for role in roles:
        GRANTS[role].add(name)
    if reading:
        READING.add(name)
    if written:
        WRITTEN_TOO.add(name)
    return name


class SignIn(Edition, frozen=True, kw_only=True):
    """How many password checks are made in how many minutes, and for how many days what is remembered."""

    minutes: Positive
    of_name_and_origin: Positive
    of_name: Positive
    of_address: Positive
    known_days: Positive
    told_days: Positive


SIGN_IN = Series(Path(__file__).parent / "standards", "sign-in", SignIn)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a password comes from; `known`: from where this worker signed in before, so that strangers do not count."""

    key: str
    used_before: bool


DESK = Origin("desk", used_before=True)
"""Somebody is signed in there already and is asked again."""


def address_key(address: str) -> str:
    """The address under which checks are counted; of IPv6 the network, since one household has all of it (RFC 6177)."""
    try:
        ip = ip_address(address.split("%")[0])
    except ValueError:
        return "unknown address"
    return str(ip) if ip.version == 4 else str(ip_network((ip, 64), strict=False))


@dataclass(frozen=True, slots=True)
class RoleAtService:
    """One membership: a role at a service from a day until another (exclusive), or open."""

    service_id: str
    role: Role
    from_on: date
    until_on: date | None
    service_name: str = ""
    closed_on: date | None = None
    closed: bool = False

    def on(self, day: date) -> bool:
        """Whether the membership holds on the day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in worker and the memberships that hold today; `has_drafts`: forms were begun and not sent.

    `resting`: memberships that grant nothing until somebody of the service confirms the person.
    `sent_to`: the form of this request was sent before, and its answer led there.
    """

    id: str
    username: str
    name: str
    memberships: tuple[RoleAtService, ...] = ()
    has_drafts: bool = False
    sent_to: str = ""
    resting: tuple[RoleAtService, ...] = ()

    def services(self, permission: str) -> frozenset[str]:
        """The services in which the actor holds the permission; the first argument of every query."""
        return frozenset(
            current.service_id
            for current in self._holding(permission)
            if permission in READING or not current.closed
        )

    def closed(self, permission: str) -> dict[str, RoleAtService]:
        """The closed services in which the actor would hold the permission: read, not written."""
        return {current.service_id: current for current in self._holding(permission) if current.closed}

    def open_services(self, permission: str) -> frozenset[str]:
        """The services in which the actor holds the permission and there is still something to do."""
        return frozenset(current.service_id for current in self._holding(permission) if not current.closed)

    def _holding(self, permission: str) -> tuple[RoleAtService, ...]:
        return tuple(current for current in self.memberships if permission in GRANTS[current.role])

    def may(self, permission: str) -> bool:
        """Whether the door opens at all; PUBLIC and SIGNED_IN need no membership."""
        if permission in (Permission.PUBLIC, Permission.SIGNED_IN):
            return True
        return bool(self._holding(permission))

    @property
    def place(self) -> str:
        """Where the actor works, for the header: the names of one or two services, else how many."""
        names = sorted({current.service_name for current in self.memberships if current.service_name})
        return " and ".join(names) if len(names) < 3 else f"{len(names)} services"

    @property
    def roles(self) -> tuple[Role, ...]:
        """The actor's roles, in the order of the code set, each once."""
        return tuple(role for role in Role if any(current.role is role for current in self.memberships))

    @property
    def initials(self) -> str:
        """Initials for page titles."""
        return "".join(word[0] for word in self.name.split() if word).upper()[:4]
