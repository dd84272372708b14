"""Code sets of the staff files (record package, profile 1)."""

from enum import StrEnum


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
