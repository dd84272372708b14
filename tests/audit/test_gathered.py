"""What belongs to a measure stands with it: function, reasons in words, kind of record, the form that mends it."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from careplan.audit.release.rules.cells import counted, kind_of
from careplan.audit.review import measures as gathered
from careplan.audit.review.measures import MEASURES, REASONS
from careplan.audit.review.rules.ruleset import load
from careplan.audit.review.rules.verdict import Exclusion
from careplan.governance.rules import returns_asked

HOUSE = Path(__file__).resolve().parents[2] / "careplan"
HOME = HOUSE / "audit" / "review" / "measures"
IDS = set(MEASURES)
RECORDS = {
    "2.1a": "intervention", "2.1b": "intervention", "4.1a": "course", "4.1b": "course", "4.1c": "prescription",
    "4.2": "course", "4.3a": "course", "4.3b": "course", "4.4a": "course", "4.4b": "course", "5.2": "incident",
    "6.1a": "post", "6.1b": "post", "11.1": "episode", "11.2": "episode", "cp9": "goal", "cp10": "goal",
} | {f"cp{number}": "episode" for number in range(1, 9)}  # fmt: skip
LITERAL = re.compile(r"""["']([a-z0-9._]+)["']""")


def ids_in(source: str) -> set[str]:
    """The measure ids that stand as text in a Python source; words in documentation are no ids."""
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in IDS
    }


def test_no_code_outside_the_measures_names_one() -> None:
    """A question of a return may be called like its measure: governance knows questions alone."""
    sources = [path for path in HOUSE.rglob("*.py") if HOME not in path.parents]
    named = {str(path.relative_to(HOUSE)): ids_in(path.read_text(encoding="utf-8")) for path in sources}
    questions = {question for question, _ in returns_asked()}
    named = {path: ids - questions if path.startswith("governance/") else ids for path, ids in named.items()}
    assert {path: ids for path, ids in named.items() if ids} == {}


def test_no_page_names_a_measure() -> None:
    pages = list((HOUSE / "audit").rglob("*.html"))
    assert pages
    named = {path.name: IDS & set(LITERAL.findall(path.read_text(encoding="utf-8"))) for path in pages}
    assert {page: ids for page, ids in named.items() if ids} == {}


def test_a_planted_id_is_caught() -> None:
    assert ids_in('KEPT = {"4.5": ("clinical_audits", "Open")}') == {"4.5"}


def test_records_of_a_kind_are_compared_with_each_other() -> None:
    figures = counted(load()) | {rule.id for rule in load().indicators}
    found = {figure: kind_of(figure) for figure in figures}
    assert {figure: kind for figure, kind in found.items() if kind != figure} == RECORDS
    assert kind_of("unknown") == "unknown"


def test_every_question_of_a_return_is_shown_by_one_measure() -> None:
    shown = [one.question for one in MEASURES.values() if one.question]
    assert sorted(shown) == sorted({question for question, _ in returns_asked()})


def test_what_is_kept_has_a_list_in_governance(app: Flask) -> None:
    kinds = {one.kept.kind for one in MEASURES.values() if one.kept is not None}
    assert kinds
    assert {f"governance.{kind}_listing" for kind in kinds} <= set(app.view_functions)


def test_a_reason_is_worded_once() -> None:
    rooms = [*gathered.ROOMS, gathered.units, gathered.items, gathered.beside]
    assert sum(len(room.REASONS) for room in rooms) == len(REASONS)


@pytest.mark.parametrize("reason", Exclusion)
def test_every_reason_to_leave_a_record_out_has_words(reason: Exclusion) -> None:
    assert REASONS[reason].words
