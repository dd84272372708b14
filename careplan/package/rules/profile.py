"""The files and columns of the record package: profile 1, and profile 2 that adds to it (profile-N.toml)."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from careplan.ground.standards import words_of

DESCRIPTOR = "datapackage.json"
DOCUMENTS = "documents"
"""The folder of the files that rows name by their SHA-256, which is their name."""


@dataclass(frozen=True)
class Column:
    """One column of a file; `to` is its name in the table.

    `default` is what an empty cell means and what says nothing new; `added`, `new_codes` and what is `marked` came with
    profile 2.
    `end`: of which stamp it is the moment or the author; an empty cell means those of the row itself.
    """

    name: str
    type: str
    required: bool = False
    codes: tuple[str, ...] = ()
    file: str | None = None
    future: bool = False
    after_death: bool = False
    to: str = ""
    stamp: str = ""
    default: str = ""
    end: str = ""
    added: bool = False
    new_codes: tuple[str, ...] = ()
    marked: str = ""

    @property
    def field(self) -> str:
        """The column of the table that holds it."""
        return self.to or self.name


RECORDED = (Column("recorded_at", "moment"), Column("recorded_by", "author"))
CORRECTION = (Column("corrects", "text"), Column("correction_reason", "text"))
STRUCK = (
    Column("struck_at", "moment", added=True),
    Column("struck_by", "author", added=True),
    Column("struck_reason", "text", added=True),
)
"""Recorded by mistake: since when the row is dead, who said so, and why; all three or none."""


@dataclass(frozen=True)
class File:
    """One file of the package and the table of the same name; where not `revised`, rows are struck out at most.

    `most_bytes`: its rows may name a file of at most so many bytes by `sha256` and `media_type`; the table holds it in
    `content`. 0: they name none. `may_lack`: the table has a row whose file is missing.
    """

    name: str
    key: tuple[str, ...]
    facts: bool
    own: tuple[Column, ...]
    above: str | None = None
    once: tuple[tuple[str, ...], ...] = ()
    added: bool = False
    strikes: bool = False
    revised: bool = True
    most_bytes: int = 0
    may_lack: bool = False
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
        """Whether its rows are named by an id."""
        return self.key == ("id",)

    @property
    def chained(self) -> bool:
        """Whether its rows can be corrected by other rows."""
        return self.facts and self.has_id and self.revised

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns that a file may bring, in their order."""
        if not self.facts:
            return self.own
        return self.own + RECORDED + CORRECTION + (STRUCK if self.strikes else ())

    @property
    def exported(self) -> tuple[Column, ...]:
        """All columns that an export writes: of corrections only where there can be some."""
        corrections = () if self.chained else CORRECTION
        return tuple(column for column in self.columns if column not in corrections)

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
    """All files of the profile, in reference order, and what rooms promise of theirs.

    `together` and `in_order`: a file and two columns, both filled or none, or days in their order. `promises`: texts in
    the form of promises.sql.
    """

    package: str
    descriptor: str
    required: tuple[str, ...]
    files: dict[str, File]
    together: tuple[tuple[str, str, str], ...] = ()
    in_order: tuple[tuple[str, str, str], ...] = ()
    promises: tuple[str, ...] = ()

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


def _given(number: int) -> dict[str, Any]:
    return words_of(Path(__file__).parents[1] / f"profile-{number}.toml")


@cache
def profile_1() -> Profile:
    """Profile 1 as it stands beside this room's code."""
    given = _given(1)
    listed = {name: _file(name, spec) for name, spec in given["files"].items()}
    first = Profile(given["package"], given["descriptor"], tuple(given["required"]), listed)
    return _promising(first, given)


@cache
def profile_2() -> Profile:
    """Profile 1 with the columns, codes and files that profile 2 adds; every file of facts can hold struck rows."""
    given, first = _given(2), profile_1()
    listed = {name: _widened(file, given) for name, file in first.files.items()}
    profile = _promising(replace(first, package=given["package"], files=listed), given)
    return with_files(profile, given["files"])


def with_files(profile: Profile, declared: Mapping[str, Mapping[str, Any]]) -> Profile:
    """The profile with further files, declared in the words of profile-2.toml; itself where there are none."""
    added = {
        name: _file(name, {**deepcopy(spec), "added": True, "strikes": spec["facts"]})
        for name, spec in declared.items()
    }
    return replace(profile, files=_in_order(profile.files | added)) if added else profile


def _in_order(files: Mapping[str, File]) -> dict[str, File]:
    """The files as they are listed, but what a file refers to before it."""
    ordered: dict[str, File] = {}

    def place(file: File) -> None:
        for ref in file.refs:
            if ref.file != file.name and ref.file not in ordered:
                place(files[str(ref.file)])
        ordered.setdefault(file.name, file)

    for file in files.values():
        place(file)
    return ordered


def with_room(profile: Profile, path: Path) -> Profile:
    """The profile with the files that a room declares: its TOML, and its promises in the SQL of the same name."""
    given, sql = words_of(path), path.with_suffix(".sql")
    text = (sql.read_text("utf-8"),) if sql.is_file() else ()
    wider = replace(profile, promises=(*profile.promises, *text))
    return _promising(with_files(wider, given.get("files", {})), given)


def _promising(profile: Profile, given: Mapping[str, Any]) -> Profile:
    """The profile with what these words promise of two columns of a file."""
    pairs = {name: tuple(map(tuple, given.get(name, ()))) for name in ("together", "in_order")}
    return replace(profile, **{name: getattr(profile, name) + pairs[name] for name in pairs})


def _widened(file: File, given: dict[str, Any]) -> File:
    codes = given.get("codes", {}).get(file.name, {})
    more = given.get("columns", {}).get(file.name, {})
    wider = given.get("wider", {}).get(file.name, {})
    own = [_more(one, tuple(codes.get(one.name, ())), wider.get(one.name, {})) for one in file.own]
    own += [_column(name, {**spec, "added": True}) for name, spec in more.items()]
    return replace(file, own=tuple(own), strikes=file.facts, by_name={})


def _more(column: Column, codes: tuple[str, ...], wider: Mapping[str, Any]) -> Column:
    """A column with further codes, or of a wider type; as it is where profile 2 adds neither."""
    return replace(column, codes=column.codes + codes, new_codes=codes, **wider)
