"""Who may do what: what an actor holds on a day, and how signing in is counted. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path

from careplan.ground.permissions import PUBLIC, Permission
from careplan.ground.standards import Edition, Positive, Series
from careplan.staff.codes import SIGNED_IN, Role


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
    """Where a password comes from.

    `used_before`: this worker signed in from there before, so that tries of strangers do not count.
    """

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
    `sent_to`: the form of this request was sent before, and its answer led there. `typed_at`: when another form of the
    same address was, filled in with the same. `mark`: another number after every
    committed change in one of the worker's services that is not of one record alone. `stands_for`: workers (ids) whose
    work waits for the actor as well.
    """

    id: str
    username: str
    name: str
    memberships: tuple[RoleAtService, ...] = ()
    has_drafts: bool = False
    sent_to: str = ""
    typed_at: datetime | None = None
    resting: tuple[RoleAtService, ...] = ()
    mark: int = 0
    stands_for: frozenset[str] = frozenset()

    @property
    def works_for(self) -> frozenset[str]:
        """The actor and those for whom the actor stands in."""
        return self.stands_for | {self.id}

    def services(self, permission: Permission) -> frozenset[str]:
        """The services in which the actor holds the permission; the first argument of every query."""
        return frozenset(
            current.service_id
            for current in self._holding(permission)
            if permission.reading or not current.closed
        )

    def closed(self, permission: Permission) -> dict[str, RoleAtService]:
        """The closed services in which the actor would hold the permission: read, not written."""
        return {current.service_id: current for current in self._holding(permission) if current.closed}

    def open_services(self, permission: Permission) -> frozenset[str]:
        """The services in which the actor holds the permission and there is still something to do."""
        return frozenset(current.service_id for current in self._holding(permission) if not current.closed)

    def _holding(self, permission: Permission) -> tuple[RoleAtService, ...]:
        return tuple(current for current in self.memberships if current.role in permission.roles)

    def may(self, permission: Permission) -> bool:
        """Whether the door opens at all; PUBLIC and SIGNED_IN need no membership."""
        if permission in (PUBLIC, SIGNED_IN):
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
