"""One form for each question, made of its keys; giving evidence and withdrawing it."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from wtforms.validators import ValidationError

from careplan.governance.codes import MOST_EVIDENCE_BYTES, EvidenceKind
from careplan.governance.labels import DOCUMENT_FAULTS, EVIDENCE, TYPES
from careplan.governance.rules.questions import ALWAYS, NONE, Field, wording
from careplan.ground.clock import today
from careplan.ground.documents import DocumentFault, fault
from careplan.ui.fields import (
    Checkboxes,
    Choice,
    Day,
    Decimal2,
    Document,
    Form,
    Hidden,
    Radios,
    Reason,
    Text,
    Whole,
)

MOST_MONTHS = 120


class AnswerForm(Form):
    """What all answers share. `reason` is asked only where an answer of the same day is corrected."""

    fields: tuple[Field, ...] = ()
    reason: Any

    def show(self, values: Mapping[str, str]) -> None:
        """Fill in the answers in force; a form that holds a draft keeps it."""
        for field in () if self.from_draft else self.fields:
            if field.key in values:
                self[field.name].process_data(_read(field, values[field.key]))

    def values(self) -> dict[str, str]:
        """The answers by key, as returns write them; what was left empty is not among them."""
        filled = {field.key: self[field.name] for field in self.fields}
        return {key: _written(one.data) for key, one in filled.items() if not one.empty}

    def fits(self, before: Mapping[str, str], today: Mapping[str, str]) -> bool:
        """What needs the answers of before: none is emptied, one of today is corrected with a reason."""
        values = self.values()
        for field in self.fields:
            if field.key in before and field.key not in values:
                self[field.name].errors = [f"{field.called} was answered before and cannot be left empty"]
        changed = any(today[key] != value for key, value in values.items() if key in today)
        if changed and not self.reason.data:
            self.reason.errors = ["Enter why today’s answer is corrected"]
        if not values:
            first = self[self.fields[0].name]
            first.errors = first.errors or ["Enter an answer"]
        return not any(one.errors for one in self)


def _read(field: Field, value: str) -> Any:
    if field.answer.type == "words":
        return value.split(" ")
    return date.fromisoformat(value) if field.answer.type == "date" else value


def _written(data: Any) -> str:
    """A date in ISO 8601, an amount without trailing zeros, the words of a set with one space between."""
    if isinstance(data, Decimal):
        return f"{data:f}"
    return " ".join(data) if isinstance(data, list) else str(data)


def _field(field: Field) -> Any:
    shared: dict[str, Any] = {"called": field.called, "hint": field.hint}
    if field.needed == ALWAYS:
        shared["required"] = field.empty
    kind = field.answer.type
    if kind == "word":
        return Radios(field.label, choices=dict(field.codes), inline=len(field.codes) == 2, **shared)
    if kind == "words":
        choices = [Choice(code, words, alone=code == NONE) for code, words in field.codes.items()]
        return Checkboxes(field.label, choices=choices, **shared)
    if kind == "date":
        return Day(field.label, latest=today, **shared)
    if kind == "days":
        return Decimal2(field.label, unit=field.unit, **shared)
    shared |= {"most": MOST_MONTHS} if kind == "months" else {}
    return Whole(field.label, unit=field.unit, **shared)


def _not_above(field: Field, whole: Field) -> Any:
    def validate(self: AnswerForm, one: Any) -> None:
        total = self[whole.name].data
        if one.data is not None and total is not None and one.data > total:
            raise ValidationError(
                f"{field.called} cannot be more than {whole.called[:1].lower()}{whole.called[1:]}"
            )

    return validate


@cache
def form_of(question: str) -> type[AnswerForm]:
    """The form class of a question, made once."""
    fields = wording().questions[question]
    parts: dict[str, Any] = {"fields": fields}
    by_key = {field.key: field for field in fields}
    for field in fields:
        parts[field.name] = _field(field)
        if field.answer.of:
            parts[f"validate_{field.name}"] = _not_above(field, by_key[field.answer.of])
    parts["reason"] = Reason(
        "Why is today’s answer corrected?",
        called="The reason",
        max=2000,
        rows=2,
        hint="Only when you change what was answered today. Both answers stay in the history",
    )
    return type("QuestionForm", (AnswerForm,), parts)


WHOLE = "whole"
_LINK = re.compile(r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")


class EvidenceForm(Form):
    """A document or a link; `covers.choices` are set by the page where a question has several answers."""

    title = Text(
        "What is it?",
        required="Enter what it is",
        called="What it is",
        max=200,
        hint="Such as “Service level agreement 2026”. No client’s name",
    )
    covers = Radios("What does it show?", required="Select what it shows")
    kind = Radios(
        "Where is it?",
        required="Select whether it is a document or a link",
        choices=EVIDENCE,
        coerce=EvidenceKind,
    )
    document = Document(
        "Document",
        hint=f"{TYPES}; 5 MB at most. Nothing that names a client",
        most_bytes=MOST_EVIDENCE_BYTES,
        too_large=DOCUMENT_FAULTS[DocumentFault.TOO_LARGE],
    )
    url = Text("Link", called="The link", max=2000, hint="The whole address, with https in front")
    expires_on = Day(
        "Until when does it hold? (optional)",
        called="The day it expires",
        hint="From this day on the answer counts as claimed again",
        earliest=today,
        too_early="The day it expires must be after today",
    )

    def validate_document(self, field: Any) -> None:
        """There, where a document is given, and what its name says."""
        if self.kind.data is not EvidenceKind.DOCUMENT:
            return
        if field.data is None:
            raise ValidationError("Choose the document")
        if wrong := fault(field.data.name, field.data.content, MOST_EVIDENCE_BYTES):
            raise ValidationError(DOCUMENT_FAULTS[wrong])

    def validate_url(self, field: Any) -> None:
        """A secure address without name and password."""
        if self.kind.data is not EvidenceKind.LINK:
            return
        if not field.data:
            raise ValidationError("Enter the link")
        if not _LINK.fullmatch(field.data):
            raise ValidationError(
                "Enter a link that begins with https://, like https://www.example.org/agreement"
            )

    def validate_expires_on(self, field: Any) -> None:
        """After today: what has expired shows nothing."""
        if field.data and field.data == today():
            raise ValidationError("The day it expires must be after today")

    def refused(self) -> None:
        """Say that a document has to be chosen again, where something else was wrong."""
        self.document.again()


class SignForm(Form):
    """One press: the clinical lead signs the edition as its page showed it."""

    drafted = False
    sha256 = Hidden()


class WithdrawForm(Form):
    """Why evidence counts no longer."""

    reason = Reason(
        "Why is it withdrawn?", required="Enter why it is withdrawn", called="The reason", max=2000
    )
