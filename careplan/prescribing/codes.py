"""Code sets of the prescribing files (record package, profile 1), and what the doors of this room ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import CLINICAL, Role

PRESCRIBE = Permission("prescribe", (Role.PRESCRIBER,), "starts and changes prescriptions")
RECORD_DOSE = Permission("record_dose", CLINICAL, "records doses")
SIGN_LIMITS = Permission(
    "sign_limits",
    (Role.ADMINISTRATOR, Role.CLINICAL_LEAD),
    "signs the limits of prescribing off",
    reading=True,
)
SET_LIMITS = Permission("set_limits", (Role.CLINICAL_LEAD,), "sets limits of prescribing of their provider")
READ_RULES = Permission("read_rules", (*CLINICAL, Role.ADMINISTRATOR), reading=True)


class Drug(StrEnum):
    """Opioid substitution drugs."""

    METHADONE = "methadone"
    BUPRENORPHINE = "buprenorphine"


class Intent(StrEnum):
    """What a course is for."""

    MAINTENANCE = "maintenance"
    REDUCTION = "reduction"
    DETOX = "detox"


class Formulation(StrEnum):
    """The first four are methadone, the rest buprenorphine."""

    ORAL_MIXTURE = "oral_mixture"
    ORAL_CONCENTRATE = "oral_concentrate"
    TABLET = "tablet"
    INJECTABLE = "injectable"
    SUBLINGUAL = "sublingual"
    SUBLINGUAL_WITH_NALOXONE = "sublingual_with_naloxone"
    LYOPHILISATE = "lyophilisate"
    DEPOT_WEEKLY = "depot_weekly"
    DEPOT_MONTHLY = "depot_monthly"


FORMULATIONS: dict[Drug, tuple[Formulation, ...]] = {
    Drug.METHADONE: tuple(Formulation)[:4],
    Drug.BUPRENORPHINE: tuple(Formulation)[4:],
}
DEPOTS = frozenset({Formulation.DEPOT_WEEKLY, Formulation.DEPOT_MONTHLY})


class Phase(StrEnum):
    """Where a course stands."""

    INDUCTION = "induction"
    MAINTENANCE = "maintenance"
    REDUCTION = "reduction"
    DETOX = "detox"


class PrescriptionForm(StrEnum):
    """The paper a prescription is written on."""

    FP10MDA = "fp10mda"
    FP10 = "fp10"
    HOSPITAL = "hospital"
    PRIVATE = "private"


class PrescriptionStatus(StrEnum):
    """What became of a prescription."""

    ISSUED = "issued"
    CANCELLED = "cancelled"
    LOST = "lost"
    REPLACED = "replaced"
    EXPIRED = "expired"
    COMPLETED = "completed"


class Mode(StrEnum):
    """How a dose was to be taken."""

    SUPERVISED = "supervised"
    ON_SITE = "on_site"
    TAKE_HOME = "take_home"


class DoseStatus(StrEnum):
    """What became of a dose."""

    TAKEN = "taken"
    COLLECTED = "collected"
    MISSED = "missed"
    REFUSED = "refused"
    WITHHELD = "withheld"
    VOMITED = "vomited"
    PART_TAKEN = "part_taken"
    NOT_SUPPLIED = "not_supplied"


class Cause(StrEnum):
    """On whose side a missed dose lay."""

    CLIENT = "client"
    SERVICE = "service"


class Source(StrEnum):
    """Who reported a dose."""

    PHARMACY = "pharmacy"
    OWN = "own"


class Ends(StrEnum):
    """What an agreement ends: the course alone, or with the prescriptions that still stand."""

    COURSE = "course"
    PRESCRIPTIONS = "with_prescriptions"


class Agreed(StrEnum):
    """What came of asking for a second prescriber."""

    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
