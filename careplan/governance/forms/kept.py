"""Policies, posts, clinical audits and incidents: recording, correcting, taking out."""

from typing import Any

from wtforms.validators import ValidationError

from careplan.governance.codes import ExperienceIn, IncidentKind, Kept, PostRole, PostStatus, Severity
from careplan.governance.rules.wording import wording
from careplan.ground.clock import today
from careplan.ui.fields import Day, Decimal2, Form, Radios, Reason, Select, Text

POST_ROLES = {
    PostRole.PRACTITIONER.value: "Practitioner",
    PostRole.MANAGER.value: "Manager",
    PostRole.DOCTOR.value: "Doctor",
    PostRole.OTHER.value: "Other",
}
POST_STATES = {
    PostStatus.FILLED.value: "Filled",
    PostStatus.VACANT.value: "Vacant",
    PostStatus.TEMPORARY.value: "Filled for a time only",
}
FIELDS = {
    ExperienceIn.SUBSTANCE_MISUSE.value: "Substance misuse",
    ExperienceIn.MANAGEMENT.value: "Management",
}
INCIDENTS = {
    IncidentKind.DRUG_ERROR.value: "Medication error",
    IncidentKind.OVERDOSE.value: "Overdose",
    IncidentKind.DEATH.value: "Death",
    IncidentKind.VIOLENCE.value: "Violence",
    IncidentKind.SAFEGUARDING.value: "Safeguarding",
    IncidentKind.REGISTER.value: "Controlled drugs register",
    IncidentKind.LOST_PRESCRIPTION.value: "Lost prescription",
    IncidentKind.OTHER.value: "Other",
}
SEVERITIES = {
    Severity.NONE.value: "No harm",
    Severity.LOW.value: "Low harm",
    Severity.MODERATE.value: "Moderate harm",
    Severity.SEVERE.value: "Severe harm",
    Severity.DEATH.value: "Death",
}


class KeptForm(Form):
    """What the four kinds share: their fields are named like the columns."""

    def show(self, row: Any) -> None:
        """Fill in a row that is to be corrected; a form that holds a draft keeps it."""
        for field in () if self.from_draft else self.shown_fields:
            if hasattr(row, field.name):
                field.process_data(getattr(row, field.name))

    def values(self) -> dict[str, Any]:
        """The columns of a row."""
        return {field.name: field.data for field in self.shown_fields if field.name != "reason"}


class PolicyForm(KeptForm):
    """A policy was approved, and when it will be reviewed."""

    policy = Select(
        "Policy",
        required="Select the policy",
        blank="Select a policy",
    )
    approved_on = Day(
        "When was it approved?",
        required="Enter the day it was approved",
        called="The day it was approved",
        latest=today,
    )
    review_due_on = Day(
        "When is its review due?",
        required="Enter the day its review is due",
        called="The day its review is due",
        hint="From this day on its review is overdue; the policy stays in place",
    )

    def validate_review_due_on(self, field: Any) -> None:
        """After the approval."""
        if field.data and self.approved_on.data and field.data <= self.approved_on.data:
            raise ValidationError("The day its review is due must be after the day it was approved")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy.choices = {policy.value: words for policy, words in wording().policies.items()}


class PostForm(KeptForm):
    """A post of the establishment; `worker_id.choices` are set by the page."""

    role = Radios("What is the post?", required="Select what the post is", choices=POST_ROLES)
    established_wte = Decimal2(
        "Whole-time equivalents",
        required="Enter the whole-time equivalents of the post",
        least=0,
        most=99,
        hint="1 for a full-time post, 0.5 for half",
    )
    status = Radios("State", required="Select whether the post is filled", choices=POST_STATES)
    worker_id = Select("Who stands in it? (optional)", called="Who stands in it", blank="Not recorded")
    direct_work_percent = Decimal2(
        "Direct work with clients (optional)",
        called="Direct work with clients",
        most=100,
        unit="% of the time",
    )
    experience_years = Decimal2("Experience (optional)", called="Experience", most=80, unit="years")
    experience_in = Radios("Experience in (optional)", called="The field of the experience", choices=FIELDS)
    accredited = Radios(
        "Accredited? (optional)", called="Accredited", choices={"yes": "Yes", "no": "No"}, inline=True
    )

    def show(self, row: Any) -> None:
        """As every row; a yes or no in words."""
        super().show(row)
        if not self.from_draft and row.accredited is not None:
            self.accredited.process_data("yes" if row.accredited else "no")

    def values(self) -> dict[str, Any]:
        """As every row; a yes or no as true or false."""
        said = self.accredited.data
        return super().values() | {"accredited": None if said is None else said == "yes"}

    def validate_established_wte(self, field: Any) -> None:
        """A post of nothing is none."""
        if field.data is not None and field.data == 0:
            raise ValidationError("Whole-time equivalents must be more than 0")

    def validate_worker_id(self, field: Any) -> None:
        """Nobody stands in a vacant post."""
        if field.data and self.status.data == PostStatus.VACANT:
            raise ValidationError("Nobody stands in a vacant post. Select “Not recorded”, or another state")

    def validate_experience_in(self, field: Any) -> None:
        """Years count in a field only."""
        if self.experience_years.data is not None and field.data is None:
            raise ValidationError("Select in which field the experience was gained")


class ClinicalAuditForm(KeptForm):
    """A clinical audit that was signed off."""

    title = Text("What was audited?", required="Enter what was audited", called="What was audited", max=200)
    completed_on = Day(
        "When was it completed?",
        required="Enter the day it was completed",
        called="The day it was completed",
        latest=today,
    )
    signed_off_by = Text(
        "Who signed it off?", required="Enter who signed it off", called="Who signed it off", max=120
    )


class IncidentForm(KeptForm):
    """An untoward incident; the client is found by the page among those of the service."""

    happened_on = Day(
        "When did it happen?",
        required="Enter the day it happened",
        called="The day it happened",
        latest=today,
    )
    kind = Radios("What kind of incident?", required="Select the kind of incident", choices=INCIDENTS)
    severity = Radios("How much harm was done?", required="Select how much harm was done", choices=SEVERITIES)
    client = Text(
        "Client, if one was concerned (optional)",
        called="Client",
        max=200,
        hint="NHS number, or first and last name. Only clients of this service",
    )

    def values(self) -> dict[str, Any]:
        """The columns; the client's id is added by the page."""
        return {name: value for name, value in super().values().items() if name != "client"}


def _why() -> Reason:
    return Reason(
        "Why is it changed?",
        required="Enter why it is changed",
        called="The reason",
        max=2000,
        rows=2,
        hint="The row before stays in the history",
    )


class PolicyCorrection(PolicyForm):
    """The same, with a reason."""

    reason = _why()


class PostCorrection(PostForm):
    """The same, with a reason."""

    reason = _why()


class ClinicalAuditCorrection(ClinicalAuditForm):
    """The same, with a reason."""

    reason = _why()


class IncidentCorrection(IncidentForm):
    """The same, with a reason."""

    reason = _why()


class RemoveForm(Form):
    """Why a row counts no longer."""

    reason = Reason(
        "Why is it taken out?", required="Enter why it is taken out", called="The reason", max=2000
    )


FORMS: dict[Kept, type[Any]] = {
    Kept.POLICIES: PolicyForm,
    Kept.POSTS: PostForm,
    Kept.CLINICAL_AUDITS: ClinicalAuditForm,
    Kept.INCIDENTS: IncidentForm,
}
CORRECTIONS: dict[Kept, type[Any]] = {
    Kept.POLICIES: PolicyCorrection,
    Kept.POSTS: PostCorrection,
    Kept.CLINICAL_AUDITS: ClinicalAuditCorrection,
    Kept.INCIDENTS: IncidentCorrection,
}
