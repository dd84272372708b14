"""Numbers and words of publications: TOML files read into typed editions, every value with its provenance. Pure.

A file names its `id`, its `edition` and the day it is `in_force_from`; every value stands under a `source` and a `how`.
An edition that `extends` another holds only what is changed, added or `retired` in it.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, Protocol, TypeVar

import msgspec
from msgspec import Meta, Struct

from careplan.ground.stated import Stated, told

Positive = Annotated[int, Meta(ge=1)]
Words = Annotated[str, Meta(min_length=1)]
Keys = Mapping[str, tuple[str, ...]]
T = TypeVar("T")
TOML = (date, datetime, time)
"""What a file writes without quotes; the same in quotes is text."""


class How(StrEnum):
    """How a value is known."""

    READ = "read"
    REMEMBERED = "remembered"
    ASSUMED = "assumed"
    LOCAL = "local"


HOW_LABELS: Mapping[How, str] = {
    How.READ: "found in the source",
    How.REMEMBERED: "remembered, to be checked before release",
    How.ASSUMED: "decided here",
    How.LOCAL: "local practice",
}
Origin = Literal["S", "A"]
SIGNED: Mapping[str, How] = {"S": How.READ, "A": How.ASSUMED}
"""What `origin` means in the rulesets of audits, whose bytes are part of what was signed."""


class Amount(Decimal):
    """A number with or without a point; text is none."""


class StandardError(ValueError):
    """A standards file is wrong; the message is one sentence that names the file and the key."""


class Sourced(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table with a provenance of its own."""

    source: Words
    how: How
    page: str = ""


class Edition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of a standards file."""

    id: str = ""
    edition: str
    in_force_from: date
    title: str = ""
    signed_off_by: str = ""
    extends: str = ""
    source: str = ""
    page: str = ""
    how: How | None = None


HEAD = frozenset({*Edition.__struct_fields__, "retired", "name"})
E = TypeVar("E", bound=Edition)


def parsed(text: bytes | str, name: str, number: Callable[[str], Any] = Decimal) -> dict[str, Any]:
    """The tables of a TOML text; StandardError, which names the file, where it is no TOML. `number` reads decimals."""
    try:
        return tomllib.loads(text if isinstance(text, str) else text.decode(), parse_float=number)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StandardError(f"{name}: {error}") from None


def words_of(path: Path) -> dict[str, Any]:
    """The tables of a file that is no standard: numbers with a point are floats."""
    return parsed(path.read_bytes(), path.name, float)


def typed(data: Any, into: type[T], name: str) -> T:
    """The tables as a type; StandardError for an unknown or missing key, a wrong type or what the type refuses."""
    try:
        return msgspec.convert(data, into, dec_hook=_number, builtin_types=TOML)
    except msgspec.ValidationError as error:
        words, _, path = str(error).partition(" - at `$")
        key = path.rstrip("`").lstrip(".")
        raise StandardError(f"{name}: {key + ': ' if key else ''}{words}") from None


def read(text: bytes | str, into: type[T], name: str) -> T:
    """The type in a TOML text that is no edition of a series."""
    return typed(parsed(text, name), into, name)


def _number(into: type, value: Any) -> Any:
    if into in (Amount, Fraction) and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return into(value)
    raise ValueError(f"Expected a number, got `{type(value).__name__}`")


@dataclass(frozen=True)
class Series(Generic[E]):
    """All editions of one standard: the files `<id>-<edition>.toml` of a folder, without an id `<edition>.toml`.

    `keys`: for each list of tables the fields that tell one table from another.
    """

    folder: Path
    id: str
    into: type[E]
    keys: Keys = field(default_factory=dict)

    def paths(self) -> list[Path]:
        """The files of its editions."""
        return sorted(self.folder.glob(f"{self.id}-*.toml" if self.id else "*.toml"))

    @cached_property
    def editions(self) -> tuple[E, ...]:
        """Every edition, by the day it came into force, read once; StandardError for a wrong file."""
        return tuple(sorted(map(self.load, self.paths()), key=lambda one: (one.in_force_from, one.edition)))

    @cached_property
    def _by_name(self) -> dict[str, E]:
        return {one.edition: one for one in self.editions}

    def edition(self, name: str) -> E:
        """The edition of that name; KeyError where there is none."""
        return self._by_name[name]

    def on(self, day: date) -> E:
        """The edition in force on the day a fact happened; a day before the first edition is judged by the first."""
        begun = [one for one in self.editions if one.in_force_from <= day]
        return begun[-1] if begun else self.editions[0]

    @property
    def latest(self) -> E:
        """The last edition: for words, and for what judges no fact that has a day."""
        return self.editions[-1]

    @property
    def key(self) -> str:
        """What its editions are called by: its id, else the room in which it stands."""
        return self.id or self.folder.parent.name

    @cached_property
    def stated(self) -> Mapping[str, Mapping[str, Stated]]:
        """By the name of each edition, its values by their places, read once."""
        return {one.edition: told(self.tables(self._path(one.edition)), HEAD) for one in self.editions}

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """By the name of each edition, the SHA-256 of its file and of those that it extends."""
        return {one.edition: sha256(b"".join(self._bytes(one.edition))).hexdigest() for one in self.editions}

    def _bytes(self, name: str) -> Iterator[bytes]:
        yield self._path(name).read_bytes()
        yield from self._bytes(self._by_name[name].extends) if self._by_name[name].extends else ()

    def load(self, path: Path) -> E:
        """One edition from its file, whole; StandardError where the file is wrong."""
        data = self.tables(path)
        rows = {key: list(data[key].values()) for key in self.keys}
        try:
            edition = typed(data | rows, self.into, path.name)
        except StandardError as error:
            row = re.search(r": (\w+)\[([0-9]+)\]", str(error))
            if row is None or row[1] not in rows:
                raise
            named = f": {row[1]}.{list(data[row[1]])[int(row[2])]}"
            raise StandardError(str(error).replace(row[0], named, 1)) from None
        provenance(data, path.name)
        return edition

    def line(self, path: Path) -> str:
        """What a file holds: its edition, since when it is in force, how many values are known how."""
        one, counts = self.load(path), provenance(self.tables(path), path.name)
        return line(path, one.edition, f"in force from {one.in_force_from}", counts)

    def tables(self, path: Path, below: tuple[Path, ...] = ()) -> dict[str, Any]:
        """The tables of an edition, those it extends among them; the rows of lists by their ids."""
        own = parsed(path.read_bytes(), path.name)
        if own.get("id", "") != self.id or path != self._path(own.get("edition")):
            name = self._path(own.get("edition")).name
            raise StandardError(f"{path.name}: id: the file of id and edition is called {name}")
        for key, fields in self.keys.items():
            own[key] = _by_id(own.get(key, []), fields, f"{path.name}: {key}")
        if extends := own.get("extends"):
            base = self._path(extends)
            if not base.is_file() or base in (path, *below):
                raise StandardError(f"{path.name}: extends: there is no edition {extends} to build on")
            own = merged(self.tables(base, (path, *below)), own, path.name)
        return own

    def _path(self, edition: object) -> Path:
        return self.folder / ("-".join(part for part in (self.id, str(edition)) if part) + ".toml")


def _by_id(rows: Any, fields: tuple[str, ...], place: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for row in rows if isinstance(rows, list) else [rows]:
        if not isinstance(row, dict):
            raise StandardError(f"{place}: a list of tables is needed")
        id_ = " ".join(str(row[name]) for name in fields if name in row)
        if id_ in values:
            raise StandardError(f"{place}: {id_} stands there twice")
        values[id_] = row
    return values


def merged(base: dict[str, Any], own: dict[str, Any], name: str) -> dict[str, Any]:
    """An edition on top of another: what is retired goes, tables join, all else replaces. No sign-off is inherited."""
    for key, gone in typed(own.pop("retired", {}), dict[str, list[str]], f"{name}: retired").items():
        if unknown := set(gone) - set(base.get(key, {})):
            listed = ", ".join(sorted(unknown))
            raise StandardError(f"{name}: retired.{key}: the edition before has no {listed}")
        base[key] = {one: value for one, value in base[key].items() if one not in gone}
    return _over(base | {"signed_off_by": ""}, own)


def _over(below: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    joined = below | own
    for key, value in own.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            joined[key] = _over(below[key], value)
    return joined


def provenance(data: Mapping[str, Any], name: str) -> Counter[How]:
    """How many values of a file are known how: a table that says it counts as one; StandardError where none says it."""
    counts: Counter[How] = Counter()
    for path, own in _values({key: one for key, one in data.items() if key not in HEAD}, _how(data), ""):
        how = own.get("how") or SIGNED.get(own.get("origin", ""))
        if not own.get("source"):
            raise StandardError(f"{name}: {path}: a source is missing")
        if how not in tuple(How):
            raise StandardError(f"{name}: {path}: how is {' or '.join(How)}, not {how or 'left out'}")
        counts[How(how)] += 1
    return counts


def _how(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: table[key] for key in ("source", "how", "origin") if key in table}


def _values(table: Any, above: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value below a table or a list of tables: its place and the provenance in force there."""
    for key, value in enumerate(table) if isinstance(table, list) else table.items():
        place, own = f"{path}.{key}".lstrip("."), _how(value) if isinstance(value, dict) else {}
        rows = isinstance(value, list) and any(isinstance(one, dict) for one in value)
        if own or not (rows or isinstance(value, dict)):
            yield place, above | own
        else:
            yield from _values(value, above, place)


def line(path: Path, edition: str, since: str, counts: Mapping[How, int]) -> str:
    """What a file holds in one line: how many values are known how."""
    values = ", ".join(f"{counts[how]} {how}" for how in How if how in counts)
    return f"{path.name}: edition {edition}, {since}: {values}"


class Files(Protocol):
    """What a room declares for `careplan standards check`: its files, and what each holds in one line."""

    def paths(self) -> list[Path]: ...
    def line(self, path: Path) -> str: ...


def report(files: Iterable[Files]) -> Iterator[tuple[bool, str]]:
    """For every file of the folders whether it is right, and one line: what it holds, or what is wrong."""
    readers = {path: one for one in files for path in one.paths()}
    for path in sorted({path for one in readers for path in one.parent.glob("*.toml")}):
        try:
            if path not in readers:
                raise StandardError(f"{path.name}: nothing reads this file")
            yield True, readers[path].line(path)
        except StandardError as error:
            yield False, str(error)
