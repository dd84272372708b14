"""Counts of the survey come in by profile 2, whole or not at all."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from careplan.survey.models import SurveyCount
from tests.package.base import write
from tests.package.test_faults import findings, places
from tests.package.test_load import bring_in
from tests.package.test_profile_2 import SAYS_2

ROW = "S1,2026-02-01,satisfied,6,8"
ROWS = SAYS_2 | {"survey_counts.csv": f"service_id,month,question,positive,answered\n{ROW}\n"}


def test_counts_come_in(session: Session, tmp_path: Path) -> None:
    _, found = bring_in(session, tmp_path / "in", ROWS)
    assert places(found) == []
    row = session.get_one(SurveyCount, ("S1", date(2026, 2, 1), "satisfied"))
    assert (row.positive, row.answered) == (6, 8)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ("S1,2026-02-02,satisfied,6,8", "month"),
        ("S1,2026-02-01,happy,6,8", "question"),
        ("S1,2026-02-01,satisfied,9,8", "answered"),
        ("S1,2026-02-01,satisfied,0,0", "answered"),
        ("S9,2026-02-01,satisfied,6,8", "service_id"),
    ],
)
def test_counts_that_cannot_be_are_faults(
    application: Flask, tmp_path: Path, wrong: str, column: str
) -> None:
    name = "survey_counts.csv"
    with application.app_context():
        found = places(findings(write(tmp_path / "p", ROWS | {name: ROWS[name].replace(ROW, wrong)})))
    assert column in {place[2] for place in found if place[0] == name}
