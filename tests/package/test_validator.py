"""What careplan exports satisfies the Frictionless validator, which knows nothing of careplan."""

import json
from pathlib import Path

import pytest
from frictionless import validate
from sqlalchemy.orm import Session

from tests.package.test_export import take_out
from tests.package.test_load import bring_in


def complaints(folder: Path) -> list[tuple[str, str]]:
    report = validate(str(folder / "datapackage.json"))
    of_tasks = [(task.name, error.type) for task in report.tasks for error in task.errors]
    return [("", error.type) for error in report.errors] + of_tasks


@pytest.mark.parametrize("part", [{}, {"service_id": "S1"}, {"service_id": "S2"}, {"client_id": "C2"}])
def test_an_export_is_valid(part: dict[str, str], session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    out = take_out(session, tmp_path / "out", **part)
    assert complaints(out) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("tops", "28,", "29,", "constraint-error"),
        ("appointments", ",W1,", ",W9,", "foreign-key"),
        ("dose_orders", "O2,a nought", "O9,a nought", "foreign-key"),
        ("clients", "C2,", "C1,", "primary-key"),
        ("posts", ",80,", ",101,", "constraint-error"),
        ("drug_tests", "2024-03-04", "4 March 2024", "type-error"),
    ],
)
def test_the_schema_is_strict_enough_to_find_a_fault(
    file: str, old: str, new: str, complaint: str, session: Session, tmp_path: Path
) -> None:
    bring_in(session, tmp_path / "in")
    out = take_out(session, tmp_path / "out")
    text = (out / f"{file}.csv").read_text("utf-8")
    assert old in text
    (out / f"{file}.csv").write_text(text.replace(old, new, 1), "utf-8")
    assert (file, complaint) in complaints(out)


def test_the_descriptor_names_its_profile_and_version(session: Session, tmp_path: Path) -> None:
    given = json.loads((take_out(session, tmp_path / "out") / "datapackage.json").read_text("utf-8"))
    assert (given["profile"], given["careplan:package"]) == (
        "tabular-data-package",
        "careplan-record-package/1",
    )
    assert {resource["profile"] for resource in given["resources"]} == {"tabular-data-resource"}
