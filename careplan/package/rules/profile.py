"""The files and columns of profile 1, read from profile-1.toml."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Column:
    """One column of a file; `to` is its name in the table."""

    name: str
    type: str
    required: bool = False
    codes: tuple[str, ...] = ()
    file: str | None = None
    future: bool = False
    after_death: bool = False
    to: str = ""
    stamp: str = ""

    @property
    def field(self) -> str:
        """The column of the table that holds it."""
        return self.to or self.name


RECORDED = (Column("recorded_at", "moment"), Column("recorded_by", "author"))
CORRECTION = (Column("corrects", "text"), Column("correction_reason", "text"))


@dataclass(frozen=True)
class File:
    """One file of the package and the table of the same name."""

    name: str
    key: tuple[str, ...]
    facts: bool
    own: tuple[Column, ...]
    above: str | None = None
    once: tuple[tuple[str, ...], ...] = ()
    by_name: dict[str, Column] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the columns by name."""
        self.by_name.update({column.name: column for column in self.columns})

    @property
    def path(self) -> str:
        """Its name in the folder."""
        return f"{self.name}.csv"

    @property
    def has_id(self) -> bool:
        """Whether its rows are named by an id, and so can be corrected."""
        return self.key == ("id",)

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns that a file may bring, in their order."""
        return self.own + (RECORDED + CORRECTION if self.facts else ())

    @property
    def exported(self) -> tuple[Column, ...]:
        """All columns that an export writes: a file without ids has no corrections."""
        return self.columns if self.has_id or not self.facts else self.own + RECORDED

    @property
    def parent(self) -> str | None:
        """The file that its `above` column names."""
        return self.by_name[self.above].file if self.above else None

    @property
    def refs(self) -> tuple[Column, ...]:
        """The columns that name rows of other files."""
        return tuple(column for column in self.own if column.file)


@dataclass(frozen=True)
class Profile:
    """All files of the profile, in reference order."""

    package: str
    descriptor: str
    required: tuple[str, ...]
    files: dict[str, File]

    @property
    def listed(self) -> list[File]:
        """All files."""
        return list(self.files.values())


def _column(name: str, given: dict[str, Any]) -> Column:
    return Column(name, codes=tuple(given.pop("codes", ())), **given)


def _file(name: str, given: dict[str, Any]) -> File:
    columns = tuple(_column(*item) for item in given.pop("columns").items())
    once = tuple(tuple(key) for key in given.pop("once", ()))
    return File(name, key=tuple(given.pop("key")), own=columns, once=once, **given)


@cache
def profile_1() -> Profile:
    """Profile 1 as it stands beside this room's code."""
    given = tomllib.loads(files("careplan.package").joinpath("profile-1.toml").read_text("utf-8"))
    listed = {name: _file(name, spec) for name, spec in given["files"].items()}
    return Profile(given["package"], given["descriptor"], tuple(given["required"]), listed)
