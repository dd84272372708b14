"""Code sets of the governance files (record package, profile 1), and what the doors of this room ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import LEADING, Role

READ_STANDARDS = Permission("read_standards", (*LEADING, Role.ADMINISTRATOR), reading=True)
SIGN_STANDARDS = Permission("sign_standards", (Role.CLINICAL_LEAD,), "signs editions of standards")
KEEP_EVIDENCE = Permission("keep_evidence", (Role.MANAGER,), reading=True, written=True)


class Policy(StrEnum):
    """Eight for safety, then three between agencies (spec of the improvement review, section 5)."""

    ADVERSE_INCIDENTS = "adverse_incidents"
    PRESCRIBING = "prescribing"
    PRESCRIBING_REVIEW = "prescribing_review"
    COMPLAINTS_PRACTICE_PROTOCOLS = "complaints_practice_protocols"
    PHARMACIST_MEETINGS = "pharmacist_meetings"
    RISK_ASSESSMENT_PROTOCOLS = "risk_assessment_protocols"
    METHADONE_TITRATION = "methadone_titration"
    BUPRENORPHINE_TITRATION = "buprenorphine_titration"
    INFORMATION_SHARING = "information_sharing"
    CHILD_PROTECTION = "child_protection"
    CARE_COORDINATION = "care_coordination"


SAFETY_POLICIES = tuple(Policy)[:8]
INTER_AGENCY_POLICIES = tuple(Policy)[8:]


class PostRole(StrEnum):
    """What a post is for."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    DOCTOR = "doctor"
    OTHER = "other"


class PostStatus(StrEnum):
    """Whether somebody stands in a post."""

    FILLED = "filled"
    VACANT = "vacant"
    TEMPORARY = "temporary"


class ExperienceIn(StrEnum):
    """The field in which the years of experience were gained."""

    SUBSTANCE_MISUSE = "substance_misuse"
    MANAGEMENT = "management"


class IncidentKind(StrEnum):
    """What went wrong."""

    DRUG_ERROR = "drug_error"
    OVERDOSE = "overdose"
    DEATH = "death"
    VIOLENCE = "violence"
    SAFEGUARDING = "safeguarding"
    REGISTER = "register"
    LOST_PRESCRIPTION = "lost_prescription"
    OTHER = "other"


class Severity(StrEnum):
    """How much harm an incident did."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    SEVERE = "severe"
    DEATH = "death"


class Level(StrEnum):
    """Who answers a return."""

    SERVICE = "service"
    PARTNERSHIP = "partnership"


class EvidenceKind(StrEnum):
    """Whether the evidence is kept here or elsewhere."""

    DOCUMENT = "document"
    LINK = "link"


MOST_EVIDENCE_BYTES = 5 * 1024 * 1024
