"""A package goes out: what it holds, how it is written, and that it comes back as it went."""

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.package.actions.export import Occupied, export
from careplan.package.queries.scope import Scope
from careplan.package.rules.profile import profile_1
from careplan.trail.models import TrailEntry
from tests.package.base import swapped, with_line
from tests.package.conftest import findings, places
from tests.package.test_load import bring_in, correct_a_return


def take_out(session: Session, path: Path, **scope: str) -> Path:
    export(session, path, Scope(profile_1(), **scope), lambda _: None)
    return path


def rows(path: Path, name: str) -> list[dict[str, str]]:
    with (path / f"{name}.csv").open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source, strict=True))


def ids(path: Path, name: str) -> list[str]:
    return [row["id"] for row in rows(path, name)]


def test_an_export_is_a_package_without_faults(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    out = take_out(session, tmp_path / "out")
    assert places(findings(out)) == []
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [*(file.path for file in profile_1().files.values()), "datapackage.json"]
    )


def test_what_was_exported_adds_nothing_where_it_came_from(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    out = take_out(session, tmp_path / "out")
    bring_in(session, tmp_path / "in")
    files: dict[str, str | bytes | None] = {path.name: path.read_bytes() for path in out.iterdir()}
    loaded, found = bring_in(session, tmp_path / "again", files)
    assert places(found) == []
    assert loaded.nothing_new


def test_cells_are_written_in_one_way(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    out = take_out(session, tmp_path / "out")
    assert (
        (out / "goals.csv")
        .read_bytes()
        .startswith(
            b"id,care_plan_id,domain,wording,need_item,measure,target_on,responsible,status,"
            b"recorded_at,recorded_by,corrects,correction_reason\n"
            b'G1,PL1,physical,"less crack,\n\nmore sleep",abscesses,days a week,2099-04-01,client,open,'
            b"2026-03-31T12:00:00Z,import,,\n"
        )
    )
    answers = {(row["assessment_id"], row["item"]): row for row in rows(out, "answers")}
    assert answers["A4", "audit_score"]["value"] == '{"tool":"audit","value":12}'
    assert answers["A1", "confidentiality_explained"]["need"] == "true"
    assert [row["daily_mg"] for row in rows(out, "dose_orders")] == ["30", "600", "60.5", "8"]
    assert rows(out, "dose_orders")[2]["recorded_at"] == "2024-07-02T09:00:00.500000Z"


def test_rows_stand_in_the_order_of_code_points(session: Session, tmp_path: Path) -> None:
    more = "RG1,CO1,2024-02-21"
    bring_in(session, tmp_path / "in", swapped("regimens", more, "rg1,CO1,2024-02-21"))
    assert ids(take_out(session, tmp_path / "out"), "regimens") == ["RG2", "rg1"]
    levels = rows(tmp_path / "out", "risk_levels")
    assert [row["domain"] for row in levels] == ["children", "self"]


def test_the_descriptor_carries_a_table_schema_for_every_file(session: Session, tmp_path: Path) -> None:
    out = take_out(session, tmp_path / "out")
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    assert package["careplan:package"] == "careplan-record-package/1"
    for resource in package["resources"]:
        header = (out / resource["path"]).read_text("utf-8").splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert set(resource["schema"]["primaryKey"]) <= set(header)


def test_an_export_of_one_service_holds_its_records_and_whom_they_name(
    session: Session, tmp_path: Path
) -> None:
    bring_in(session, tmp_path / "in")
    out = take_out(session, tmp_path / "out", service_id="S2")
    assert places(findings(out)) == []
    assert (ids(out, "services"), ids(out, "providers"), ids(out, "workers")) == (["S2"], ["PR2"], ["W3"])
    assert (ids(out, "episodes"), ids(out, "clients")) == (["E2", "E3"], ["C1", "C2"])
    assert ids(out, "assessments") == ["A4"]
    assert [row["service_id"] for row in rows(out, "memberships")] == ["S2"]
    assert ids(out, "courses") == []


def test_an_export_of_one_client_holds_that_record_alone(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    out = take_out(session, tmp_path / "out", client_id="C1")
    assert places(findings(out)) == []
    assert (ids(out, "clients"), ids(out, "episodes"), ids(out, "services")) == (
        ["C1"],
        ["E1", "E3"],
        ["S1", "S2"],
    )
    assert ids(out, "dose_orders") == ["O1", "O2", "O3", "O4"]
    assert ids(out, "workers") == ["W1", "W2"]
    assert rows(out, "memberships") == rows(out, "checklist_choices") == []
    assert {row["assessment_id"] for row in rows(out, "answers")} == {"A1", "A2"}
    assert "Zo" not in "".join(path.read_text("utf-8") for path in out.iterdir())


def test_an_answer_carried_over_from_another_service_comes_without_the_foreign_id(
    session: Session, tmp_path: Path
) -> None:
    carried = with_line("answers", "A4,motivation_ruler,answered,7,,A1,")
    bring_in(session, tmp_path / "in", carried)
    out = take_out(session, tmp_path / "out", service_id="S2")
    assert {row["item"]: row["carried_from"] for row in rows(out, "answers")} == {
        "audit_score": "",
        "motivation_ruler": "",
    }
    assert places(findings(out)) == []


def test_an_answer_of_an_earlier_stay_goes_out_with_its_source_and_day(
    session: Session, tmp_path: Path
) -> None:
    """The service's own part alone: what it carried over from an earlier episode, it holds."""
    stay = "E0,C1,S1,2022-01-04,self,none,,,,2022-06-01,dropped_out"
    files = with_line("episodes", stay) | with_line(
        "assessments", "A0,E0,triage,triage,1,2022-01-05,2022-01-05,W1"
    )
    said = with_line("answers", 'A0,goals_own_words,answered,"""past""",,,')["answers.csv"]
    files["answers.csv"] = said + 'A1,goals_own_words,answered,"""past""",,A0,2024-02-06\n'
    bring_in(session, tmp_path / "in", files)
    out = take_out(session, tmp_path / "out", service_id="S1")
    assert places(findings(out)) == []
    carried = next(row for row in rows(out, "answers") if row["carried_from"] == "A0")
    assert (carried["assessment_id"], carried["confirmed_on"]) == ("A1", "2024-02-06")
    day = next(row["completed_on"] for row in rows(out, "assessments") if row["id"] == "A0")
    assert day == "2022-01-05"


def test_an_export_never_writes_over_something(session: Session, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(Occupied):
        take_out(session, tmp_path)
    with pytest.raises(Occupied):
        take_out(session, tmp_path / "kept.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_an_export_is_readable_by_its_owner_alone(session: Session, tmp_path: Path) -> None:
    assert take_out(session, tmp_path / "new" / "out").stat().st_mode & 0o077 == 0


def test_an_export_leaves_an_entry_in_the_trail(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    take_out(session, tmp_path / "out", client_id="C1")
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "package.exported")).one()
    assert (entry.client_id, entry.subject, entry.detail["whole"]) == ("C1", "clients:C1", False)


def test_a_service_goes_out_with_what_it_answers_for_itself(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    out = take_out(session, tmp_path / "out", service_id="S1")
    assert places(findings(out)) == []
    assert [row["approved_on"] for row in rows(out, "policies")] == ["2022-09-01", "2024-09-01"]
    assert (ids(out, "clinical_audits"), ids(out, "posts")) == (["CA1"], ["PO1", "PO2"])
    assert ids(out, "incidents") == ["X1", "X2"]
    assert {row["unit_id"] for row in rows(out, "returns")} == {"S1"}
    assert (ids(out, "appointments"), ids(out, "tops")) == (["AP1", "AP2"], ["T1", "T2"])
    assert (ids(out, "drug_tests"), ids(out, "bbv_events")) == (["DT1"], ["B1", "B2"])
    assert ids(out, "naloxone_supplies") == ["N1"]


def test_a_client_goes_out_with_what_happened_to_them_and_no_answers_of_the_service(
    session: Session, tmp_path: Path
) -> None:
    bring_in(session, tmp_path / "in")
    out = take_out(session, tmp_path / "out", client_id="C2")
    assert places(findings(out)) == []
    assert (ids(out, "incidents"), ids(out, "naloxone_supplies")) == (["X3"], ["N2"])
    assert ids(out, "appointments") == ["AP3"]
    assert rows(out, "policies") == rows(out, "returns") == []
    assert ids(out, "posts") == ids(out, "clinical_audits") == []


def test_an_incident_with_somebody_treated_elsewhere_comes_without_the_foreign_id(
    session: Session, tmp_path: Path
) -> None:
    elsewhere = swapped("incidents", "X4,S2,,2025-02-03", "X4,S1,C2,2025-02-03")
    bring_in(session, tmp_path / "in", elsewhere)
    out = take_out(session, tmp_path / "out", service_id="S1")
    assert places(findings(out)) == []
    assert [row["client_id"] for row in rows(out, "incidents")] == ["C1", "C1", ""]
    theirs = take_out(session, tmp_path / "theirs", client_id="C2")
    assert places(findings(theirs)) == []
    assert (ids(theirs, "incidents"), ids(theirs, "services")) == (["X3", "X4"], ["S1", "S2"])


def test_of_a_corrected_return_the_last_row_goes_out(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    correct_a_return(session)
    out = take_out(session, tmp_path / "out")
    assert places(findings(out)) == []
    assert [row["value"] for row in rows(out, "returns") if row["question"] == "6.4"] == ["yes"]
