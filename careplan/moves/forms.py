"""Sending a client to another service, and answering a transfer that came."""

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.clients.codes import TransferAnswer
from careplan.clients.labels import LIKENESSES
from careplan.clients.queries import Match
from careplan.clients.rules.likeness import Likeness
from careplan.moves.labels import ANSWERS, ASKED_NOW, BASES, ELSE, OVERRIDE, SOMEBODY_ELSE
from careplan.moves.rules import consent_problem
from careplan.ui.fields import Form, Radios, Reason, Select
from careplan.ui.words import day, nhs_number


class SendForm(Form):
    """Where to, why, and on what it rests. `about` gives services and consents."""

    service = Select("Which service?", called="The service", required="Select the service", choices={})
    reason = Reason(
        "Why, and what must they know first?",
        called="Why",
        required="Enter why the client moves and what they must know first",
        max=4000,
        hint="They read this at once",
    )
    basis = Radios(
        "Does the client agree that the packet is sent?",
        called="Whether the client agrees",
        required="Select whether the client agrees. Without consent nothing is sent, unless somebody may come to harm",
        choices=BASES,
    )
    override_reason = Reason(
        "If you send it without consent, why?", called="Why without consent", max=2000, rows=2
    )

    def about(self, services: dict[str, str], consents: list[Any], on: date) -> None:
        """The services to choose from, and the consents that the record holds, ended ones too."""
        self.service.choices, self.on = services, on
        self.consents = {one.id: one for one in consents}
        recorded = {one.id: _words(one) for one in consents}
        self.basis.choices = recorded | BASES

    def validate_basis(self, field: Any) -> None:
        """A consent that was withdrawn or has ended carries nothing."""
        one = self.consents.get(field.data or "")
        if one and (problem := consent_problem(one.expires_on, one.withdrawn_on, self.on)):
            raise ValidationError(problem)

    def validate_override_reason(self, field: Any) -> None:
        """Sending without consent is explained."""
        if self.basis.data == OVERRIDE and not field.data:
            raise ValidationError("Enter who may come to harm, and how")

    @property
    def asked_now(self) -> bool:
        """Whether the consent is given with this form."""
        return bool(self.basis.data == ASKED_NOW)


def _who(one: Match, why: Likeness) -> str:
    number = nhs_number(one.nhs_number, "no NHS number")
    died = f", died {day(one.deceased_on)}" if one.deceased_on else ""
    return f"{one.name}, born {one.birth.short()}, {number}{died}, {one.service}. {LIKENESSES[why]}"


def _words(one: Any) -> str:
    until = f", until {day(one.expires_on)}" if one.expires_on else ""
    return f"Yes, recorded on {day(one.given_on)} for {one.party}{until}"


class AnswerForm(Form):
    """Accept, or put back with a reason. `about` gives the clients who may be the person of a file."""

    answer = Radios(
        "Do you take the client?",
        called="Whether you take the client",
        required="Select what you do",
        choices=ANSWERS,
    )
    who = Radios("Is the client registered already?", called="Whether it is one of them", choices={})
    reason = Reason(
        "If you put it back, why?", called="Why", max=2000, rows=2, hint="The other service reads this"
    )

    def about(self, alike: dict[str, tuple[Match, Likeness]]) -> None:
        """The clients to choose from, each with why; nothing is asked where there is nobody like the person."""
        numbered = any(why is Likeness.NHS_NUMBER for _, why in alike.values())
        self.who.choices = {id_: _who(one, why) for id_, (one, why) in alike.items()}
        self.who.choices |= {SOMEBODY_ELSE: ELSE[numbered]} if alike else {}

    @property
    def chosen(self) -> str | None:
        """The id of the client who was chosen; None for somebody else."""
        return self.who.data if self.who.data != SOMEBODY_ELSE else None

    def validate_who(self, field: Any) -> None:
        """Nobody is registered beside somebody alike unseen."""
        if self.answer.data == TransferAnswer.ACCEPTED and field.choices and field.data is None:
            raise ValidationError("Select whether the client is one of them, or somebody else")

    def validate_reason(self, field: Any) -> None:
        """Putting back is explained."""
        if self.answer.data == TransferAnswer.PUT_BACK and not field.data:
            raise ValidationError("Enter why you put the transfer back")
