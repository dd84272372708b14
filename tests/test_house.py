"""The shape of the house: who may import whom, what rules may know, how long a file and a function may be."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from careplan.ground.db import Base
from careplan.rooms import FLOORS as ROOMS_OF
from careplan.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "careplan"
FLOORS = {room.name: floor for floor, rooms in ROOMS_OF.items() for room in rooms} | {
    "checklists": 2, "ui": 2, "ground": 1,
}  # fmt: skip
ORDER = ("codes", "rules", "labels", "measures", "packs", "models", "queries", "actions")
ROOF = {"views", "pages", "commands", "forms"}
PUBLIC = {
    "codes",
    "labels",
    "rules",
    "measures",
    "models",
    "registers",
    "queries",
    "actions",
    "completing",
    "doors",
    "room",
}
OPEN_ROOMS = {"ground", "ui"}
PARTS = {"audit": {"review": 1, "release": 2, "report": 3, "plans": 4, "signing": 5}}
"""Rooms in parts, each furnished like a room. A part imports only parts below it; the room's own files import all."""
BETWEEN_PARTS = PUBLIC | {"packs", "pages"}
WEB = ("flask", "wtforms", "flask_wtf", "flask_login", "sqlalchemy", "flask_sqlalchemy", "jinja2", "werkzeug")
LINES, FUNCTION_LINES, VIEW_LINES = 300, 30, 25


def files() -> list[Path]:
    return sorted(path for path in HOUSE.rglob("*.py") if "static" not in path.parts)


def place(path: Path) -> tuple[str, str]:
    """The room of a file and its piece of furniture: ('risk', 'rules'); of a part of a room its own."""
    names = path.relative_to(HOUSE).with_suffix("").parts
    return (names[0], furniture(names)) if len(names) > 1 else ("", names[0])


def part(names: Sequence[str]) -> str:
    """The part of a room that ('audit', 'review', 'rules') lies in; none where the room has no parts."""
    return names[1] if len(names) > 1 and names[1] in PARTS.get(names[0], ()) else ""


def furniture(names: Sequence[str]) -> str:
    """The piece of furniture of ('risk', 'rules') or ('audit', 'review', 'rules'); of a part itself its name."""
    return names[2] if part(names) and len(names) > 2 else names[1]


def for_types_only(tree: ast.AST) -> set[int]:
    """The nodes that stand under `if TYPE_CHECKING`."""
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }


def imports(tree: ast.AST, types: bool = False) -> Iterator[str]:
    """Every module imported at run time, in full; a bare `from a.b import c` counts as a.b.c as well.

    `types` adds what is imported for the type checker alone.
    """
    hidden = set() if types else for_types_only(tree)
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full, never relative"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_imported(tree: ast.AST, types: bool = False) -> set[tuple[str, str]]:
    """The rooms and pieces of furniture that a file imports: ('risk', 'rules')."""
    return {(one[0], furniture(one)) for one in modules_imported(tree, types)}


def modules_imported(tree: ast.AST, types: bool = False) -> list[list[str]]:
    """Every module of a room or a part that a file imports, in pieces: ['audit', 'review', 'rules']."""
    found = [name.split(".")[1:] for name in imports(tree, types) if name.startswith("careplan.")]
    return [one for one in found if len(one) > 1 and not (part(one) and len(one) == 2)]


def problems_of(path: Path, source: str) -> list[str]:
    """Every way in which a file breaks the house; empty for a good one."""
    tree = ast.parse(source)
    room, piece = place(path)
    own = part(path.relative_to(HOUSE).with_suffix("").parts)
    return [
        *_sizes(path, source, tree, piece),
        *_purity(tree, piece),
        *_floors(tree, room, piece, own),
        *_parts(tree, room, own),
    ]


def _sizes(path: Path, source: str, tree: ast.AST, piece: str) -> Iterator[str]:
    if len(source.splitlines()) > LINES:
        yield f"{path.name} is longer than {LINES} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node, clean=False)
            length = (
                (node.end_lineno or 0) - node.lineno + 1 - (len(docstring.splitlines()) if docstring else 0)
            )
            most = VIEW_LINES if piece == "views" else FUNCTION_LINES
            if length > most:
                yield f"{node.name} has {length} lines, at most {most}"


def _purity(tree: ast.AST, piece: str) -> Iterator[str]:
    names = set(imports(tree))
    if piece in ("rules", "codes", "labels", "measures", "packs"):
        for name in names:
            if name.split(".")[0] in WEB or name.startswith("careplan.ground.clock"):
                yield f"{piece} know nothing of {name}"
    if piece == "views" and any(name.split(".")[0] == "sqlalchemy" for name in names):
        yield "views build no queries"
    if piece == "forms" and any(name.split(".")[0] == "sqlalchemy" for name in names):
        yield "forms build no queries"


def _floors(tree: ast.AST, room: str, piece: str, own: str) -> Iterator[str]:
    """Floors and privacy bind every file and every import; what a piece may know of models, only what runs."""
    if room not in FLOORS:
        return
    above = {".".join(name.split(".")[:2]) for name in imports(tree, types=True)}
    for name in sorted(above & {"careplan.config", "careplan.rooms", "careplan.cli"}):
        if name != "careplan.config" or piece not in ROOF:
            yield f"{piece} of {room} import {name}"
    for other, thing in sorted(rooms_imported(tree, types=True)):
        if other in FLOORS and other != room:
            yield from _from_below(room, other, thing)
    for one in sorted(modules_imported(tree)):
        other, thing = one[0], furniture(one)
        if other == room and part(one) == own:
            yield from _inside(piece, thing)
        elif other in FLOORS and piece == "views" and thing == "models":
            yield f"views import models of {other}"


def _parts(tree: ast.AST, room: str, own: str) -> Iterator[str]:
    """A part imports from the parts below it, never their views or forms, nor the room's own files above them."""
    for one in sorted(modules_imported(tree, types=True)):
        other = part(one)
        if not own or one[0] != room or other == own:
            continue
        if PARTS[room].get(other, len(PARTS[room])) >= PARTS[room][own]:
            yield f"{own} imports {room}.{other or one[1]}, which is not below it"
        elif furniture(one) not in BETWEEN_PARTS:
            yield f"{own} imports {room}.{other}.{furniture(one)}, which is private"


def _inside(piece: str, other: str) -> Iterator[str]:
    if piece in ORDER and other in ORDER and ORDER.index(other) > ORDER.index(piece):
        yield f"{piece} import {other} of their own room"
    if piece in ORDER and other in ROOF:
        yield f"{piece} import the roof: {other}"
    if piece in ("views", "forms") and other == "models":
        yield f"{piece} import models of their own room"


def _from_below(room: str, other: str, thing: str) -> Iterator[str]:
    if FLOORS[other] >= FLOORS[room]:
        yield f"{room} imports {other}, which is not below it"
    if other not in OPEN_ROOMS and thing not in PUBLIC:
        yield f"{room} imports {other}.{thing}, which is private"


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_file_keeps_the_house(path: Path) -> None:
    assert problems_of(path, path.read_text(encoding="utf-8")) == []


PLANTED = {
    "flask in rules": ("risk/rules.py", "from flask import g"),
    "the clock in rules": ("risk/rules.py", "from careplan.ground.clock import today"),
    "a sideways import": ("risk/queries.py", "from careplan.prescribing.queries import x"),
    "an upward import": ("assessment/queries.py", "from careplan.plans.models import Goal"),
    "two rooms on one floor": ("harm_reduction/queries.py", "from careplan.outcomes.models import Top"),
    "an upward import in a folder of pages": ("trail/pages/lines.py", "from careplan.staff.queries import x"),
    "an upward import for types alone": (
        "staff/views.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from careplan.clients.models import Episode",
    ),
    "an upward import of a whole module": ("staff/pages.py", "import careplan.clients.queries as clients"),
    "an upward import inside a function": (
        "risk/views.py",
        "def f():\n    from careplan.plans.rules import x",
    ),
    "two parts in a circle": ("audit/release/pages.py", "from careplan.audit.report.pages import x"),
    "the measures know who reads them": (
        "audit/review/rules/engine.py",
        "import careplan.audit.signing.rules.x",
    ),
    "a part imports for types alone": (
        "audit/report/labels.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from careplan.audit.plans.rules import Bound",
    ),
    "the forms of another part": ("audit/signing/forms.py", "from careplan.audit.plans.forms import x"),
    "a part imports the room that holds it": (
        "audit/review/queries/facts.py",
        "from careplan.audit.models import x",
    ),
    "flask in the rules of a part": ("audit/release/rules/cells.py", "from flask import g"),
    "a part's rules import its models": (
        "audit/plans/rules.py",
        "from careplan.audit.plans.models import x",
    ),
    "a select in a view of a part": ("audit/plans/views.py", "from sqlalchemy import select"),
    "the forms of another room's part": (
        "today/queries/x.py",
        "from careplan.audit.plans.forms import x",
    ),
    "the list of rooms in a room": ("plans/queries.py", "from careplan.rooms import ROOMS"),
    "the list of rooms in pages": ("today/pages.py", "import careplan.rooms"),
    "rules importing models": ("risk/rules.py", "from careplan.risk.models import RiskLevel"),
    "another room's views": ("today/views.py", "from careplan.plans.views import bp"),
    "a select in a view": ("plans/views.py", "from sqlalchemy import select"),
    "models in a view": ("plans/views.py", "from careplan.clients.models import Client"),
    "a long function": ("risk/rules.py", "def f():\n" + "    x = 1\n" * 31),
    "a long file": ("risk/rules.py", "x = 1\n" * 301),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_caught(name: str) -> None:
    where, source = PLANTED[name]
    assert problems_of(HOUSE / where, source) != []


def test_every_room_is_listed_once_and_every_table_belongs_to_a_room_that_declares_it() -> None:
    assert len({room.name for room in ROOMS}) == len(ROOMS)
    assert {room.name for room in ROOMS} == {path.parent.name for path in HOUSE.glob("*/room.py")}
    declared = {room.name for room in ROOMS if room.models}
    classes = [mapper.class_.__module__.split(".") for mapper in Base.registry.mappers]
    assert {one[1] for one in classes if one[0] == "careplan"} == declared


def test_only_those_who_put_the_house_together_read_the_list_of_rooms() -> None:
    readers = [path for path in files() if "careplan.rooms" in path.read_text(encoding="utf-8")]
    assert {path.name for path in readers} == {"__init__.py", "cli.py"}


PIECES = (
    "codes",
    "labels",
    "rules",
    "models",
    "queries",
    "actions",
    "room",
    "forms",
    "pages",
    "views",
    "commands",
)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    ("room", "other"),
    [("ui", "staff"), ("staff", "audit"), ("risk", "prescribing"), ("outcomes", "governance")],
)
def test_an_upward_or_sideways_import_is_caught_in_every_piece(piece: str, room: str, other: str) -> None:
    fault = problems_of(HOUSE / room / f"{piece}.py", f"from careplan.{other}.queries import x")
    assert f"{room} imports {other}, which is not below it" in fault


def test_every_room_says_what_it_is() -> None:
    rooms = [folder for folder in HOUSE.iterdir() if folder.is_dir() and folder.name != "__pycache__"]
    assert {room.name for room in rooms} <= set(FLOORS)
    for room in rooms:
        tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), f"{room.name} does not say what it is"
        assert len(tree.body) == 1, f"{room.name}/__init__.py holds code"


def test_every_part_of_a_room_says_what_it_is() -> None:
    for room, parts in PARTS.items():
        folders = {each.parent.name for each in (HOUSE / room).glob("*/__init__.py")} - {"commands"}
        assert folders == set(parts)
        for name in parts:
            tree = ast.parse((HOUSE / room / name / "__init__.py").read_text(encoding="utf-8"))
            assert ast.get_docstring(tree), f"{room}/{name} does not say what it is"
            assert len(tree.body) == 1, f"{room}/{name}/__init__.py holds code"


NUMBERS = re.compile(
    r"\b(?:\d[\d.]*|two|three|four|six|seven|twelve) (?:mg|%|(?:calendar )?(?:day|week|month|year)s?)\b", re.I
)


def numbers_repeated(source: str) -> list[str]:
    """Numbers with a unit in docstrings; a function that makes words shows them as its example."""
    kinds = (ast.Module, ast.FunctionDef, ast.ClassDef)
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    docs = (ast.get_docstring(node) for node in nodes if not getattr(node, "name", "").endswith("_words"))
    return [told[0] for doc in docs if doc and (told := NUMBERS.search(doc))]


def test_no_docstring_of_a_rule_repeats_a_number_of_the_standards() -> None:
    rules = [path for path in files() if place(path)[1] in ("rules", "measures")]
    assert len(rules) > 100
    repeated = {str(path): numbers_repeated(path.read_text(encoding="utf-8")) for path in rules}
    assert not {path: numbers for path, numbers in repeated.items() if numbers}


def test_a_planted_number_in_a_docstring_is_caught() -> None:
    planted = 'def rise():\n    """M3: no more than 10 mg a day."""'
    assert numbers_repeated(planted) == ["10 mg"]
    assert numbers_repeated("def amount_words():\n    '60 mg'") == []


def test_no_unfinished_marks_stand_in_the_code() -> None:
    marks = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(mark in line for mark in ("TODO", "FIXME", "XXX", "HACK"))
    ]
    assert marks == []


LINK = re.compile(r"""(?:url_for|address)\(\s*["']([a-z_]+\.[a-z_]+)["']""")


def links_to_nowhere(source: str) -> set[str]:
    """Endpoints that a source links to by name and that the table of doors does not know."""
    doors = (ROOT / "tests" / "doors.txt").read_text(encoding="utf-8").splitlines()
    return set(LINK.findall(source)) - {line.split()[0] for line in doors} - {"ui.static"}


def test_every_link_by_an_endpoints_name_leads_to_a_page() -> None:
    sources = [*files(), *HOUSE.rglob("*.html")]
    wrong = {path: links_to_nowhere(path.read_text(encoding="utf-8")) for path in sources}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_every_endpoint_that_a_room_declares_is_a_page_and_every_line_has_its_part() -> None:
    doors = {line.split()[0] for line in (ROOT / "tests" / "doors.txt").read_text("utf-8").splitlines()}
    histories = [room.history for room in ROOMS if room.history]
    lines = [line for history in histories for line in history.lines]
    declared = {one.endpoint for room in ROOMS for one in (*room.places, *room.tabs)}
    declared |= {line.endpoint for line in lines} | {page for room in ROOMS for page in room.pages}
    assert declared <= doors
    assert {line.part for line in lines} == {part.key for history in histories for part in history.parts}


def test_a_planted_link_to_nowhere_is_caught() -> None:
    assert links_to_nowhere("url_for('clients.gone', episode_id=1)") == {"clients.gone"}
    assert links_to_nowhere('address("plans.gone")') == {"plans.gone"}


def builds_a_list(template: str) -> bool:
    """Whether a template appends to a list inside a tag of Jinja."""
    return any(".append(" in tag for tag in re.findall(r"{[{%].*?[%}]}", template, re.DOTALL))


def test_no_template_builds_a_list() -> None:
    assert [path for path in HOUSE.rglob("*.html") if builds_a_list(path.read_text())] == []


def test_a_planted_list_in_a_template_is_caught() -> None:
    assert builds_a_list("{% for row in rows %}{% set _ = cells.append(row) %}{% endfor %}")
    assert builds_a_list('{{ rows.append([\n  row.name,\n]) or "" }}')


COLOURS = {"white", "grey", "green", "aqua-green", "blue", "purple", "pink", "red", "orange", "yellow"}
"""What a tag may be beside its words."""
WORDING = {"labels", "rules", "measures", "packs", "standards"}
"""Where words may stand: labels, and the findings and reasons of rules."""


@cache
def codes() -> dict[str, frozenset[str]]:
    """The classes of codes by name, with their values."""
    nodes = [node for path in files() for node in ast.walk(ast.parse(path.read_text()))]
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    return {
        one.name: frozenset(_texts(line.value for line in one.body if isinstance(line, ast.Assign)))
        for one in classes
        if any(ast.unparse(base) == "StrEnum" for base in one.bases)
    }


def _texts(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def is_code(key: ast.expr, names: Mapping[str, Collection[str]]) -> bool:
    """Whether it is a member of a class of codes, or the value of one."""
    name, _, member = ast.unparse(key).partition(".")
    if name in names and member:
        return True
    return any(text in values for text in _texts([key]) for values in names.values())


def are_words(node: ast.expr) -> bool:
    """Whether a text is for people: no colour of a tag, endpoint or name of a field; a tuple if its first is."""
    if isinstance(node, ast.Tuple):
        return bool(node.elts) and are_words(node.elts[0])
    return any(text not in COLOURS and not re.fullmatch(r"\w*[._]\w*|", text) for text in _texts([node]))


def words_a_code(source: str, names: Mapping[str, Collection[str]]) -> bool:
    """Whether a mapping gives each of two codes or more a text."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Dict) or len(node.keys) < 2:
            continue
        if all(key is not None and is_code(key, names) for key in node.keys) and all(
            map(are_words, node.values)
        ):
            return True
    return False


def test_the_words_of_a_code_stand_in_its_rooms_labels() -> None:
    names = codes()
    outside = [path for path in files() if place(path)[0] != "demo" and place(path)[1] not in WORDING]
    assert [str(one.relative_to(HOUSE)) for one in outside if words_a_code(one.read_text(), names)] == []


@pytest.mark.parametrize(
    ("source", "worded"),
    [
        ('WORDS = {DoseStatus.TAKEN: "Taken", DoseStatus.MISSED: "Missed"}', True),
        ('WORDS = {ClockStatus.CLOSED: ("Closed", "grey"), ClockStatus.DIED: ("Died", "grey")}', True),
        ('WORDS = {"triage": "Triage", "risk": "Risk assessment"}', True),
        ('COLOURS = {DoseStatus.TAKEN: "green", DoseStatus.MISSED: "red"}', False),
        ('MENDED = {Lack.NO_GOALS: "plans.add_goal", Lack.CONTINGENCY: "plans.contingency"}', False),
        ("WORDS = {one: DOSES[one] for one in DoseStatus}", False),
    ],
)
def test_a_planted_word_of_a_code_is_caught(source: str, worded: bool) -> None:
    assert words_a_code(source, codes()) is worded
