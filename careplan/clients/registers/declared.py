"""A register: its fields, and the table that follows from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import mapped_column

from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.clients.models import of_episode
from careplan.clients.registers.fields import Field
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.permissions import Permission
from careplan.ground.types import Id


class Of(StrEnum):
    """What a row hangs on: an episode, a client in whatever service, or a service itself."""

    EPISODE = "episode"
    CLIENT = "client"
    SERVICE = "service"


Problems = Mapping[str, str]
Check = Callable[[Mapping[str, Any]], Problems]


@dataclass(frozen=True, kw_only=True, eq=False)
class Register:
    """One kind of record, declared.

    `room` and `name` (of table, file, address and endpoints); `noun`: its code in the trail and in the history;
    `model_name`: what the class `model` is called. `title`: of the list; `one`: a row within a sentence;
    `about`: a sentence above the list; `empty`: what an empty list says. `day`: the field that says when it happened;
    `tells`: the fields that name a row. `order`: of the list, a minus before the latest first. `once`: fields of which
    no two live rows may agree, and the field and sentence that refuse it. `checks`: pure rules, from values to the
    sentences at their fields. `more`: further constraints and indexes. `fills`: fields
    that are filled in once, later. `above`: endpoint and words of the page that the
    lists of a service lead back to. `seldom`: the overview of a record tells it only once there is a row. `begins`:
    what a new row begins with, of the codes that the address of its form chose.
    `asks`: a sentence above its form.
    """

    room: str
    name: str
    noun: str
    model_name: str
    of: Of
    title: str
    one: str
    fields: tuple[Field, ...]
    order: tuple[str, ...]
    tells: tuple[str, ...]
    day: str = ""
    about: str = ""
    asks: str = ""
    empty: str = "Nothing is recorded yet."
    once: tuple[str, ...] = ()
    once_words: tuple[str, str] = ("", "")
    checks: tuple[Check, ...] = ()
    more: tuple[Any, ...] = ()
    fills: tuple[str, ...] = ()
    reads: Permission = READ_RECORD
    writes: Permission = WRITE_ASSESSMENT
    above: tuple[str, str] = ("governance.index", "Evidence")
    seldom: bool = False
    begins: Callable[[Mapping[str, str]], Mapping[str, Any]] | None = None
    model: Any = field(init=False)

    def __post_init__(self) -> None:
        """Make the table."""
        object.__setattr__(self, "model", _model(self))

    def __getitem__(self, name: str) -> Field:
        """The field of that name; KeyError for another name."""
        return {one.name: one for one in self.fields}[name]

    @property
    def thing(self) -> str:
        """What a row is, without its article."""
        return self.one.partition(" ")[2]

    @property
    def sections(self) -> dict[str, str]:
        """By the first field of each section, its heading."""
        firsts = {one.section: one.name for one in reversed(self.fields) if one.section}
        return {name: section for section, name in firsts.items()}

    def endpoint(self, act: str) -> str:
        """The endpoint of one of its pages: listing, new, row, and of a service remove."""
        return f"{self.room}.{self.name}_{act}"

    def name_of(self, row: Any, names: Mapping[str, str] | None = None) -> str:
        """A row in a few words, `names` of what it names by id; where none of them is filled in, what a row is."""
        told = {one: (self[one], getattr(row, one)) for one in self.tells}.values()
        names = names or {}
        words = [names.get(value, "") if one.named else one.words(value) for one, value in told]
        return ", ".join(filter(None, words)) or self.one

    def told(self, row: Any, names: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
        """A row whole: headings and words."""
        return [(one.heading, one.words(getattr(row, one.name), names)) for one in self.fields]

    def ordered(self) -> list[Any]:
        """The order of its lists in SQL."""
        columns = [(getattr(self.model, name.lstrip("-")), name[0] == "-") for name in self.order]
        return [*(column.desc() if down else column for column, down in columns), self.model.id.desc()]

    def file(self) -> dict[str, Any]:
        """Its file of the record package, in the words of profile-1.toml."""
        ref = f"{self.of}_id"
        columns = {"id": {"type": "id", "required": True}}
        columns |= {ref: {"type": "ref", "required": True, "file": f"{self.of}s"}}
        columns |= dict(one.of_package() for one in self.fields)
        above = {} if self.of is Of.SERVICE else {"above": ref}
        once = {"once": [[ref, *self.once]]} if self.once else {}
        return {"key": ["id"], "facts": True, "columns": columns} | above | once


def _model(register: Register) -> Any:
    constraints: Sequence[Any] = [check for one in register.fields for check in one.checks()]
    owner = f"{register.of}_id"
    if register.once:
        constraints = [*constraints, live_key(register.name, owner, *register.once)]
    columns = {one.name: one.column() for one in register.fields}
    indexed = not any(isinstance(one, Index) for one in register.more)
    if register.of is Of.EPISODE:
        constraints = [of_episode(), *constraints]
        columns |= {name: mapped_column(Id, nullable=False, index=True) for name in (owner, "service_id")}
    else:
        key = ForeignKey(f"{register.of}s.id")
        columns[owner] = mapped_column(Id, key, nullable=False, index=indexed or None)
    of_class = {
        "__doc__": f"{register.title}: {register.one}.",
        "__module__": f"careplan.{register.room}.registers",
        "__tablename__": register.name,
        "__table_args__": (
            *constraints,
            *register.more,
            {"info": {"fill_once": register.fills} if register.fills else {"fixed": True}},
        ),
    }
    return type(register.model_name, (Recorded, Base), of_class | columns)
