"""One column of a register: how it is asked, how it is told, and what the record package calls it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String
from sqlalchemy.orm import mapped_column

from careplan.ground.checks import one_of
from careplan.ground.types import CanonicalJson, Hundredths, Id
from careplan.staff.queries import names_at
from careplan.ui.fields import Checkboxes, Day, Decimal2, Select, Text, Whole, Year, YesNo
from careplan.ui.words import day, plain_number, sentence, yes_no


class Named(Select):
    """One row of a table of the service, by its name; the page sets the choices. `gone`: for one that left."""

    table = gone = ""

    @classmethod
    def names(cls, service_id: str, on: date) -> dict[str, str]:  # noqa: ARG003 - told by each kind
        """Names by id of what may be chosen at the service on the day; nothing unless the kind of row says."""
        return {}

    @classmethod
    def text(cls, column: Any) -> Any:
        """What a history tells of the column, as SQL."""
        return column


class Staff(Named):
    """One of the workers who hold a role at the service on the day."""

    table, gone = "workers", "Somebody who left"

    @classmethod
    def names(cls, service_id: str, on: date) -> dict[str, str]:
        """Names of the workers by id."""
        return names_at(service_id, on)


class OneClient(Text):
    """A client of the service, by NHS number or by first and last name; the column holds the id."""


class Several(Checkboxes):
    """Codes of which several may be ticked; the column holds them with spaces between, in the order of the list."""

    def process_data(self, value: Any) -> None:
        """Take the text of the column."""
        super().process_data((value or "").split())

    @property
    def text(self) -> str | None:
        """What the column holds; None where nothing is ticked."""
        return " ".join(self.data) or None


def needed(kind: Any, question: str, called: str, **more: Any) -> Any:
    """A form field that must be filled in; `called`, such as "the day it happened", names it in its sentences."""
    chosen = "choices" in more or kind is YesNo or issubclass(kind, Named)
    verb = "Select" if chosen else "Enter"
    return kind(question, required=f"{verb} {called}", called=sentence(called), **more)


@dataclass(frozen=True, slots=True)
class Findings:
    """JSON: for each key an answer, all from the same choices. Keys that an import brought are asked as well."""

    keys: Mapping[str, str]
    choices: Mapping[str, str]
    required: str


COLUMNS: dict[type, tuple[Any, str, str]] = {
    Day: (Date, "date", ""),
    Decimal2: (Hundredths, "decimal", ""),
    Whole: (Integer, "whole", ""),
    Year: (Integer, "whole", ""),
    YesNo: (Boolean, "bool", ""),
    OneClient: (Id, "ref", "clients"),
    Findings: (CanonicalJson, "findings", ""),
}
"""For each class of form field: the type of the column, the type in the package, the table it names. Else: text."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a register.

    `name` is the column; `heading` its short label in lists, histories and the overview; `form` the field of ui/fields
    that asks for it, whose class says the type of the column, or Findings. `listed`: a column of the list; `colours`:
    of a tag, by code. `package`: its name in the record package, and `package_type` its type there, where these
    differ. `missing`: what a list says where nothing stands, as an end that is still to come is no gap. `section`: the
    heading under which the form asks for it.
    """

    name: str
    heading: str
    form: Any
    listed: bool = True
    colours: Mapping[str, str] = field(default_factory=dict)
    package: str = ""
    package_type: str = ""
    missing: str = "Not recorded"
    section: str = ""

    @property
    def kind(self) -> type:
        """The class of the form field, or Findings."""
        kind: type = getattr(self.form, "field_class", type(self.form))
        return kind

    @property
    def options(self) -> Mapping[str, Any]:
        """What the form field was declared with."""
        return getattr(self.form, "kwargs", {})

    @property
    def required(self) -> bool:
        """Whether a row always has it."""
        return self.kind is Findings or bool(self.options.get("required"))

    @property
    def choices(self) -> Mapping[str, str]:
        """Code to words; empty for a column without codes."""
        choices: Mapping[str, str] = self.options.get("choices") or {}
        return choices

    @property
    def named(self) -> type[Named] | None:
        """The class of the form field, where it names a row of another table of the service."""
        return self.kind if issubclass(self.kind, Named) else None

    def _column(self) -> tuple[Any, str, str]:
        if self.named:
            return Id, "ref", self.named.table
        return COLUMNS.get(self.kind, (String, "code" if self.choices else "text", ""))

    def column(self) -> Any:
        """The column of the table, a new one at each call."""
        type_, _, table = self._column()
        keys = (ForeignKey(f"{table}.id"),) if table else ()
        return mapped_column(
            type_, *keys, nullable=not self.required, index=True if table == "clients" else None
        )

    def checks(self) -> Iterable[CheckConstraint]:
        """The constraint of a column of codes."""
        return (one_of(self.name, self.choices),) if self.choices and self.kind is not Several else ()

    def of_package(self) -> tuple[str, dict[str, Any]]:
        """Name and column in the record package, in the words of profile-1.toml."""
        _, type_, table = self._column()
        type_ = "codes" if self.kind is Several else type_
        column: dict[str, Any] = {"type": self.package_type or type_}
        column |= {"required": True} if self.required else {}
        column |= {"codes": list(self.choices)} if self.choices and not self.package_type else {}
        column |= {"file": table} if table else {}
        column |= {"future": True} if type_ == "date" and "latest" not in self.options else {}
        column |= {"to": self.name} if self.package else {}
        return self.package or self.name, column

    def words(self, value: Any, names: Mapping[str, str] | None = None) -> str:
        """A value in words, empty for none; `names` of workers or clients by id."""
        if isinstance(value, Mapping) and isinstance(self.form, Findings):
            keys = [
                key
                for key in (*self.form.keys, *sorted(value.keys() - self.form.keys.keys()))
                if key in value
            ]
            told = (
                (self.form.keys.get(key, key), self.form.choices.get(value[key], value[key])) for key in keys
            )
            return ", ".join(f"{key}: {words.lower()}" for key, words in told)
        if isinstance(value, bool):
            return yes_no(value)
        if isinstance(value, date):
            return day(value)
        if isinstance(value, Decimal | int):
            return f"{plain_number(value)} {self.options.get('unit', '')}".strip()
        if self.kind is Several:
            return ", ".join(self.choices.get(one, one) for one in (value or "").split())
        return "" if value is None else (names or {}).get(value) or self.choices.get(value, value)

    def told(self, value: Any, names: Mapping[str, str]) -> str:
        """A value in the words of a list, `names` of workers and clients by id; where there is none, that."""
        if self.kind is OneClient:
            return names.get(value, "None named")
        return (names.get(value, "") if self.named else self.words(value)) or self.missing
