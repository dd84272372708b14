"""Referring a client on to another service of the installation."""

from typing import Any

from wtforms.validators import ValidationError

from careplan.clients.codes import TransferBasis
from careplan.clients.labels import BASES
from careplan.ui.fields import Form, Radios, Reason, Select


class TransferForm(Form):
    """Where to, why, and on what it rests. `service.choices` is set by the view."""

    service = Select("Which service?", called="The service", required="Select the service", choices={})
    reason = Reason(
        "Why, and what must they know first?",
        called="Why",
        required="Enter why you refer the client and what they must know first",
        max=4000,
        hint="They read this at once. The allergies that stand in this record go with it",
    )
    basis = Radios(
        "Does the client agree?",
        called="Whether the client agrees",
        required="Select whether the client agrees. Without consent nothing is sent, unless somebody may come to harm",
        choices=BASES,
    )
    override_reason = Reason(
        "If you send it without consent, why?", called="Why without consent", max=2000, rows=2
    )

    def validate_override_reason(self, field: Any) -> None:
        """Sending without consent is explained."""
        if self.basis.data == TransferBasis.OVERRIDE and not field.data:
            raise ValidationError("Enter who may come to harm, and how")
