"""The words of this room: roles, professions, prescribers, sectors, why a password is refused."""

from careplan.staff.codes import PrescriberKind, Profession, Role, Sector
from careplan.staff.passwords import PasswordFault

ROLES = {
    Role.KEYWORKER: "Keyworker",
    Role.PRESCRIBER: "Prescriber",
    Role.MANAGER: "Manager",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
    Role.RECEPTION: "Reception",
    Role.CLINICAL_LEAD: "Clinical lead",
}
PROFESSIONS = {profession.value: profession.value.capitalize() for profession in Profession}
PRESCRIBERS = {
    PrescriberKind.NONE: "Does not prescribe",
    PrescriberKind.DOCTOR: "Doctor",
    PrescriberKind.INDEPENDENT: "Independent prescriber",
    PrescriberKind.SUPPLEMENTARY: "Supplementary prescriber",
}
SECTORS = {
    Sector.NHS: "NHS",
    Sector.VOLUNTARY: "Voluntary sector",
    Sector.PRIMARY_CARE: "Primary care",
    Sector.PRIVATE: "Private sector",
}
PASSWORD_FAULTS = {
    PasswordFault.TOO_SHORT: "Password must be 12 characters or more",
    PasswordFault.TOO_LONG: "Password must be 128 characters or fewer",
    PasswordFault.COMMON: "This password is easy to guess. Choose another, such as four words that do not go together",
    PasswordFault.LIKE_USERNAME: "Password must not be made of the username",
}
