"""Results of scored tools go out and come in by profile 2, and only what adds up does."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from careplan.assessment.models import ToolResult
from tests.package.base import write
from tests.package.shell import Shell
from tests.package.test_faults import findings, places
from tests.package.test_load import bring_in
from tests.package.test_profile_2 import SAYS_2

HEAD = (
    "id,episode_id,tool,edition,on,answers,answered,points,total,band,since_opioid,since_dose"
    ",corrects,correction_reason"
)
ROWS = (
    'TR1,E1,audit_c,1,2024-03-01,"{""heavy"":2,""often"":4,""units"":3}",3,9,9,positive,,,,',
    'TR2,E1,gad_7,1,2024-03-02,"{""afraid"":1}",1,1,,,,,,',
    "TR3,E1,ldq,1,2024-03-03,{},8,12,15,moderate,,,,",
    "TR4,E1,ldq,1,2024-03-03,{},10,12,12,moderate,30,6,TR3,Two answers found",
)
NAME = "tool_results.csv"
SCORES = {**SAYS_2, NAME: "\n".join((HEAD, *ROWS)) + "\n"}


def test_results_come_in_with_their_answers_and_corrections(session: Session, tmp_path: Path) -> None:
    _, found = bring_in(session, tmp_path / "in", SCORES)
    assert places(found) == []
    row = session.get_one(ToolResult, "TR1")
    assert (row.done_on, row.answers, row.total) == (
        date(2024, 3, 1),
        {"heavy": 2, "often": 4, "units": 3},
        9,
    )
    assert session.get_one(ToolResult, "TR3").superseded_by == "TR4"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("audit_c,1", "mmse,1", "tool"),
        ("audit_c,1", "audit_c,9", "edition"),
        ('""units"":3', '""units"":5', "answers"),
        ('""units"":3', '""beer"":3', "answers"),
        ('"{""afraid"":1}"', "7", "answers"),
        ('""afraid"":1', '""afraid"":[1]', "answers"),
        ('""afraid"":1', '""afraid"":{}', "answers"),
        ('""afraid"":1', '""afraid"":true', "answers"),
        ('""afraid"":1', '""afraid"":1.0', "answers"),
        (",3,9,9,positive", ",2,9,9,positive", "answered"),
        (",3,9,9,positive", ",3,8,9,positive", "points"),
        (",3,9,9,positive", ",3,9,8,positive", "total"),
        (",3,9,9,positive", ",3,9,9,negative", "band"),
        (",1,1,,,", ",1,1,1,minimal,", "total"),
        ("{},8,12,15", "{},11,12,15", "answered"),
        ("{},8,12,15", "{},8,25,30", "points"),
        ("2024-03-02", "2199-03-02", "on"),
    ],
)
def test_what_does_not_add_up_is_a_fault(
    application: Flask, tmp_path: Path, old: str, new: str, column: str
) -> None:
    assert old in SCORES[NAME]
    with application.app_context():
        found = places(findings(write(tmp_path / "p", SCORES | {NAME: SCORES[NAME].replace(old, new, 1)})))
    assert column in {place[2] for place in found if place[0] == NAME}


def test_results_go_out_and_come_back_the_same(shell: Shell, other: Shell, tmp_path: Path) -> None:
    package = write(tmp_path / "package", SCORES)
    for careplan, source, out in ((shell, package, "a"), (other, tmp_path / "a", "b")):
        assert careplan("import", source).exit_code == 0
        assert careplan("export", tmp_path / out).exit_code == 0
    assert (tmp_path / "a" / NAME).read_bytes() == (tmp_path / "b" / NAME).read_bytes()
    assert len((tmp_path / "a" / NAME).read_text().splitlines()) == 5
