"""Code sets of the staff files (record package, profile 1), and what the doors of this room ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission


class Sector(StrEnum):
    """What kind of organisation a provider is."""

    NHS = "nhs"
    VOLUNTARY = "voluntary"
    PRIMARY_CARE = "primary_care"
    PRIVATE = "private"


class Profession(StrEnum):
    """A worker's profession."""

    KEYWORKER = "keyworker"
    NURSE = "nurse"
    DOCTOR = "doctor"
    PHARMACIST = "pharmacist"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    OTHER = "other"


class PrescriberKind(StrEnum):
    """On what authority a worker prescribes."""

    NONE = "none"
    INDEPENDENT = "independent"
    SUPPLEMENTARY = "supplementary"
    DOCTOR = "doctor"


class Role(StrEnum):
    """What a worker is at one service, from one day to another."""

    KEYWORKER = "keyworker"
    PRESCRIBER = "prescriber"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    RECEPTION = "reception"
    CLINICAL_LEAD = "clinical_lead"


LEADING = (Role.MANAGER, Role.CLINICAL_LEAD)
"""Roles that answer for what others do at a service."""
CLINICAL = (Role.KEYWORKER, Role.PRESCRIBER, *LEADING)
"""Roles that open a record."""
SEES_CLIENTS = (*CLINICAL, Role.RECEPTION)
"""Roles that see who is a client: they rest while nobody has confirmed whose the account's password is."""
SIGNED_IN = Permission("signed_in", tuple(Role), reading=True)
MANAGE_WORKERS = Permission("manage_workers", (Role.ADMINISTRATOR,), "keeps workers and roles", reading=True)
KEEP_SERVICES = Permission("keep_services", (Role.ADMINISTRATOR,), "keeps services", reading=True)
CONFIRM_WORKER = Permission("confirm_worker", (Role.PRESCRIBER, *LEADING))
PERMISSIONS = (SIGNED_IN, MANAGE_WORKERS, KEEP_SERVICES, CONFIRM_WORKER)
