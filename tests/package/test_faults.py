"""Faults of a package: each is named by file, line and column, and nothing else is."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from careplan.package.rules.cells import LONGEST_CELL
from careplan.package.rules.faults import Fault, Findings, spreadsheet_safe
from tests.package.base import DESCRIPTOR, FILES, swapped, with_line, write
from tests.package.conftest import Changes, Checked, findings, places

LATIN = FILES["clients"].replace("née", "n\xe9e").encode("latin-1")

ONE_FAULT: dict[str, tuple[Changes, tuple[str, int | None, str]]] = {
    # the twelve cases of the reference set
    "closed without reason": (
        swapped("episodes", "2025-10-01,died", "2025-10-01,"),
        ("episodes.csv", 3, "exit_reason"),
    ),
    "duplicate id": (with_line("providers", "PR1,Again,nhs"), ("providers.csv", 4, "id")),
    "fault after quoted newlines": (swapped("goals", ",changed", ",nearly"), ("goals.csv", 5, "status")),
    "impossible date": (swapped("clients", "1972-05-13", "1981-02-29"), ("clients.csv", 2, "date_of_birth")),
    "nhs check digit": (swapped("clients", "9990000018", "9991234560"), ("clients.csv", 2, "nhs_number")),
    "package version missing": (
        {"datapackage.json": '{"profile": "tabular-data-package"}'},
        ("datapackage.json", None, "careplan:package"),
    ),
    "required file missing": ({"services.csv": None}, ("services.csv", None, "")),
    "too few cells": (with_line("providers", "PR9,Short"), ("providers.csv", 4, "")),
    "unknown code": (swapped("clients", ",male,", ",m,"), ("clients.csv", 2, "sex")),
    "unknown column": (
        {"clients.csv": FILES["clients"].replace("postcode", "post_code", 1)},
        ("clients.csv", 1, "post_code"),
    ),
    "whole number with point": (
        swapped("answers", "answered,7,false", "answered,7.0,false"),
        ("answers.csv", 3, "value"),
    ),
    "latin-1": ({"clients.csv": LATIN}, ("clients.csv", 3, "")),
    # format
    "too many cells": (with_line("providers", "PR9,Long,nhs,"), ("providers.csv", 4, "")),
    "an empty file": ({"workers.csv": ""}, ("workers.csv", None, "")),
    "a column twice": (
        {"providers.csv": "id,name,sector,name\nPR1,a,nhs,b\nPR2,c,nhs,d\n"},
        ("providers.csv", 1, "name"),
    ),
    "a required column missing": ({"partnerships.csv": "id\nP1\n"}, ("partnerships.csv", 1, "name")),
    "a required cell empty": (swapped("clients", "Lee,", ","), ("clients.csv", 2, "first_name")),
    "an unknown file": ({"notes.csv": "id\n"}, ("notes.csv", None, "")),
    "a cell over length": (
        swapped("goals", "café job", "x" * (LONGEST_CELL + 1)),
        ("goals.csv", 5, "wording"),
    ),
    "no descriptor": ({"datapackage.json": None}, ("datapackage.json", None, "")),
    "a descriptor that is no object": ({"datapackage.json": "[]"}, ("datapackage.json", None, "")),
    "a descriptor nested without end": ({"datapackage.json": "[" * 100_000}, ("datapackage.json", None, "")),
    "a descriptor of another profile": (
        {"datapackage.json": DESCRIPTOR.replace("tabular-data-package", "data-package")},
        ("datapackage.json", None, "profile"),
    ),
    # keys and references
    "a key of two twice": (with_line("answers", "A2,abscesses,declined,,,,"), ("answers.csv", 9, "item")),
    "an order key twice": (
        with_line("dose_orders", "O9,CO2,2024-09-02,8,sublingual,induction,,,,"),
        ("dose_orders.csv", 6, "effective_on"),
    ),
    "a username twice": (with_line("workers", "W9,kay,Kim,,,,"), ("workers.csv", 5, "username")),
    "a dangling reference": (
        swapped("interventions", "I1,E1", "I1,E9"),
        ("interventions.csv", 2, "episode_id"),
    ),
    # rule 1, 2, 3, 13
    "triage before referral": (
        swapped("episodes", "2024-02-06", "2024-01-29"),
        ("episodes.csv", 2, "triaged_on"),
    ),
    "an open intervention in a closed episode": (
        swapped("interventions", "2025-09-30,unplanned", ","),
        ("interventions.csv", 3, "ended_on"),
    ),
    "an ending without a day": (
        swapped("interventions", "2025-09-30,unplanned", "2025-09-30,"),
        ("interventions.csv", 3, "ending"),
    ),
    "an offer before the referral": (
        swapped("interventions", "2024-01-30,2024-02-13", "2024-01-30,2024-01-29"),
        ("interventions.csv", 2, "first_offered_on"),
    ),
    "an intervention before its episode": (
        swapped("interventions", "2024-01-30,2024-02-13", "2024-01-29,2024-02-13"),
        ("interventions.csv", 2, "referred_on"),
    ),
    # rule 4
    "a fact after today": (
        swapped("care_plan_reviews", "2024-05-01", "2026-04-01"),
        ("care_plan_reviews.csv", 2, "reviewed_on"),
    ),
    "a fact after death": (
        swapped("clients", "ZZ99 3VZ,2025-10-01", "ZZ99 3VZ,2024-12-31"),
        ("interventions.csv", 3, "started_on"),
    ),
    "recorded after now": (
        swapped("dose_orders", "2024-02-21T10:00:00+00:00", "2026-03-31T14:00:00+01:00"),
        ("dose_orders.csv", 2, "recorded_at"),
    ),
    # rule 5 to 8
    "two courses of a drug on one day": (
        with_line("courses", "CO3,E1,methadone,2024-08-31,2024-10-01,"),
        ("courses.csv", 4, "first_dose_on"),
    ),
    "supervised on a day without collecting": (
        swapped("regimens", "1010100,0000000", "1010100,0100000"),
        ("regimens.csv", 3, "supervised"),
    ),
    "a regimen under a depot": (
        swapped("dose_orders", "8,sublingual,", "8,depot_weekly,"),
        ("regimens.csv", 3, "effective_on"),
    ),
    "a formulation of the other drug": (
        swapped("dose_orders", "8,sublingual,", "8,tablet,"),
        ("dose_orders.csv", 5, "formulation"),
    ),
    "two live prescriptions for one day": (
        swapped("prescriptions", "2024-03-06,2024-03-06", "2024-03-06,2024-03-05"),
        ("prescriptions.csv", 3, "starts_on"),
    ),
    "no milligrams": (
        swapped("dose_orders", "8,sublingual,", "0,sublingual,"),
        ("dose_orders.csv", 5, "daily_mg"),
    ),
    # the answers and facts beside the case record
    "an appointment before birth": (
        swapped("appointments", "2025-10-06T09:00Z", "1965-07-11T22:30Z"),
        ("appointments.csv", 4, "starts_at"),
    ),
    "a finding that is none": (
        swapped("drug_tests", "not_tested", "unknown"),
        ("drug_tests.csv", 2, "results"),
    ),
    "more days than four weeks have": (swapped("tops", "4,6,28", "4,6,29"), ("tops.csv", 2, "opiuse")),
    "an interview after today": (
        swapped("tops", "2024-05-21", "2026-04-01"),
        ("tops.csv", 3, "interviewed_on"),
    ),
    "a supply after death": (
        swapped("naloxone_supplies", "C2,2025-01-08", "C2,2025-10-02"),
        ("naloxone_supplies.csv", 3, "on"),
    ),
    "a kit that expires before birth": (
        swapped("naloxone_supplies", "2025-12-31", "1965-07-11"),
        ("naloxone_supplies.csv", 3, "expires_on"),
    ),
    "an incident of nobody known": (
        swapped("incidents", "X3,S2,C2", "X3,S2,C9"),
        ("incidents.csv", 4, "client_id"),
    ),
    "an incident after death": (
        swapped("incidents", "X3,S2,C2,2025-10-01", "X3,S2,C2,2025-10-02"),
        ("incidents.csv", 4, "on"),
    ),
    "an unknown policy": (
        swapped("policies", "child_protection", "childcare"),
        ("policies.csv", 4, "policy"),
    ),
    "a policy approved twice on a day": (
        with_line("policies", "S2,child_protection,2024-09-01,2026-09-01"),
        ("policies.csv", 5, "approved_on"),
    ),
    "more than the whole time at work": (
        swapped("posts", "W3,100,", "W3,100.5,"),
        ("posts.csv", 4, "direct_work_percent"),
    ),
    "an audit of the future": (
        swapped("clinical_audits", "2025-02-03", "2026-04-01"),
        ("clinical_audits.csv", 2, "completed_on"),
    ),
    "a return of an unknown service": (
        swapped("returns", "service,S2,6.4", "service,S9,6.4"),
        ("returns.csv", 8, "unit_id"),
    ),
    "a return of an unknown partnership": (
        swapped("returns", "P1,7.3", "S1,7.3"),
        ("returns.csv", 13, "unit_id"),
    ),
    "a return at the other level": (
        swapped("returns", "partnership,P1,7.3", "service,S1,7.3"),
        ("returns.csv", 13, "level"),
    ),
    "a question that nobody asks": (swapped("returns", "S2,6.4", "S2,6.9"), ("returns.csv", 8, "question")),
    "a key of another question": (
        swapped("returns", "6.4,caseload.system", "6.4,involvement"),
        ("returns.csv", 8, "key"),
    ),
    "an unknown word in a set": (
        swapped("returns", "definition aims", "definition aim"),
        ("returns.csv", 2, "value"),
    ),
    "a word twice in a set": (
        swapped("returns", "definition aims", "aims aims"),
        ("returns.csv", 2, "value"),
    ),
    "nothing and something": (
        swapped("returns", "definition aims", "none aims"),
        ("returns.csv", 2, "value"),
    ),
    "half a month": (swapped("returns", "first_months,3", "first_months,3.5"), ("returns.csv", 9, "value")),
    "a word for a number": (
        swapped("returns", "reported_days,14.5", "reported_days,two"),
        ("returns.csv", 4, "value"),
    ),
    "a return given twice on a day": (
        with_line("returns", "service,S2,6.4,caseload.system,yes,2025-03-01"),
        ("returns.csv", 14, "recorded_on"),
    ),
    "a part above its whole": (
        swapped("returns", "practices.access,4", "practices.access,21"),
        ("returns.csv", 10, "value"),
    ),
    "a part above the whole of a day before": (
        swapped("returns", "positive,8,", "positive,11,"),
        ("returns.csv", 7, "value"),
    ),
    "a whole below the part of a day before": (
        with_line("returns", "service,S1,5.3,confident.respondents,7,2025-05-01"),
        ("returns.csv", 14, "value"),
    ),
    # rule 9, 10, 12
    "a gap between versions": (
        swapped("care_plans", "PL2,E1,2", "PL2,E1,3"),
        ("care_plans.csv", 3, "version"),
    ),
    "an agreement without a day": (
        swapped("care_plans", "2024-05-01,,,", "2024-05-01,,signed,"),
        ("care_plans.csv", 3, "agreed_on"),
    ),
    "an item of another checklist": (
        swapped("answers", "A1,motivation_ruler", "A1,mental_health_conditions"),
        ("answers.csv", 3, "item"),
    ),
    "a value without answered": (
        swapped("answers", "answered,true,true", "declined,true,true"),
        ("answers.csv", 2, "value"),
    ),
    "answered without a value": (
        swapped("answers", "answered,true,true", "answered,,true"),
        ("answers.csv", 2, "value"),
    ),
    "a number that no database keeps": (
        swapped("answers", "answered,7,false", "answered,1e999999999,false"),
        ("answers.csv", 3, "value"),
    ),
    "a value that is no JSON": (
        swapped("answers", "answered,true,true", "answered,True,true"),
        ("answers.csv", 2, "value"),
    ),
    "an unknown edition": (
        swapped("assessments", "A4,E2,triage,triage,1", "A4,E2,triage,triage,9"),
        ("assessments.csv", 5, "edition"),
    ),
    "a checklist of another kind": (
        swapped("assessments", "triage,triage,1,2024-11-30", "triage,risk,1,2024-11-30"),
        ("assessments.csv", 5, "checklist"),
    ),
    "a plan on a triage": (
        swapped("care_plans", "paper,A3", "paper,A1"),
        ("care_plans.csv", 2, "risk_assessment_id"),
    ),
    "a need outside the bank": (swapped("goals", "abscesses", "absces"), ("goals.csv", 2, "need_item")),
    "a hidden item that is none": (
        swapped("checklist_choices", "alcohol_use", "alcohol  use"),
        ("checklist_choices.csv", 2, "hidden"),
    ),
    # corrections
    "a correction of itself": (swapped("dose_orders", "W2,O2", "W2,O3"), ("dose_orders.csv", 4, "corrects")),
    "a correction of nothing": (swapped("dose_orders", "W2,O2", "W2,O9"), ("dose_orders.csv", 4, "corrects")),
    "a correction without a reason": (
        swapped("dose_orders", "O2,a nought too many", "O2,"),
        ("dose_orders.csv", 4, "correction_reason"),
    ),
    "a row corrected twice": (
        with_line("dose_orders", "O9,CO1,2024-03-02,61,oral_mixture,maintenance,,,O2,again"),
        ("dose_orders.csv", 6, "corrects"),
    ),
    "a correction where there are no ids": (
        {
            "risk_levels.csv": "assessment_id,domain,level,reason,corrects,correction_reason\nA3,self,high,,A3,slip\n"
        },
        ("risk_levels.csv", 2, "corrects"),
    ),
    "a circle of corrections": (
        swapped("dose_orders", "2024-07-01T10:00:00+01:00,W2,,", "2024-07-01T10:00:00+01:00,W2,O3,slip"),
        ("dose_orders.csv", 3, "corrects"),
    ),
}


def test_the_base_package_has_no_fault_and_no_warning(checked: Checked) -> None:
    found = checked(None)
    assert places(found) == []
    assert list(found.warnings) == []


@pytest.mark.parametrize("name", ONE_FAULT)
def test_a_fault_is_found_where_it_lies(name: str, checked: Checked) -> None:
    changes, place = ONE_FAULT[name]
    found = places(checked(changes))
    assert place in found
    causes = {
        "a fact after death",
        "a correction of itself",
        "a correction of nothing",
        "a row corrected twice",
    }
    causes |= {
        "a checklist of another kind",
        "unknown column",
        "a circle of corrections",
        "a formulation of the other drug",
    }
    if name not in causes:  # elsewhere nothing follows from the fault
        assert found == [place]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        (with_line("courses", "CO3,E1,methadone,2024-10-01,,"), ("courses.csv", 4, "ended_on")),
        (swapped("clients", "1972-05-13", "2006-02-07"), ("episodes.csv", 2, "triaged_on")),
        (
            swapped("interventions", "2024-02-13,2024-02-21", "2024-02-22,2024-02-21"),
            ("interventions.csv", 2, "started_on"),
        ),
        (swapped("clients", "9990000026", "9990000018"), ("clients.csv", 2, "nhs_number")),
        (with_line("clients", "9990000034,Lea,Eastwood,1972-05-13,male,,,,"), ("clients.csv", 4, "id")),
        (with_line("clients", "C3,Lea,Eastwood,1972-05-13,male,,,,"), ("clients.csv", 4, "date_of_birth")),
    ],
)
def test_what_is_only_shown_refuses_nothing(
    changes: Changes, place: tuple[str, int, str], checked: Checked
) -> None:
    found = checked(changes)
    assert places(found) == []
    assert place in [(warning.file, warning.line, warning.column) for warning in found.warnings]


def test_eighteen_on_the_day_of_triage_is_of_age(checked: Checked) -> None:
    assert list(checked(swapped("clients", "1972-05-13", "2006-02-06")).warnings) == []


def test_an_answer_of_a_corrected_assessment_hangs_on_its_successor(checked: Checked) -> None:
    header, *rows = FILES["assessments"].splitlines()
    corrected = "\n".join(
        [
            f"{header},corrects,correction_reason",
            *(f"{row},," for row in rows),
            "A9,E1,risk,risk,1,2024-02-06,2024-02-06,W1,A3,slip",
        ]
    )
    found = checked({"assessments.csv": corrected + "\n"})
    assert places(found) == []
    doubled = FILES["risk_levels"] + "A9,self,low,\n"
    assert places(checked({"assessments.csv": corrected + "\n", "risk_levels.csv": doubled})) == [
        ("risk_levels.csv", 5, "domain")
    ]


def test_a_course_that_ended_on_its_first_day_is_open_on_no_day(checked: Checked) -> None:
    assert places(checked(with_line("courses", "CO3,E1,methadone,2024-08-31,2024-08-31,"))) == []


def test_at_most_a_thousand_faults_are_reported(checked: Checked) -> None:
    rows = "".join(f"PR{number},Name,unknown\n" for number in range(10, 2000))
    assert len(checked({"providers.csv": FILES["providers"] + rows}).faults) == 1000


def test_columns_may_come_in_any_order_and_optional_ones_may_be_absent(checked: Checked) -> None:
    assert places(checked({"workers.csv": "name,username,id\nKay,kay,W1\nPria,pria,W2\nTom,tom,W3\n"})) == []


def test_optional_files_may_be_absent(checked: Checked) -> None:
    absent: dict[str, str | None] = {f"{name}.csv": None for name in FILES}
    required = {f"{name}.csv": FILES[name] for name in ("partnerships", "providers", "services")}
    assert places(checked(absent | required)) == []


def zipped(source: Path, target: Path, under: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in source.iterdir():
            archive.write(path, f"{under}{path.name}")
    return target


@pytest.mark.parametrize("under", ["", "records/"])
def test_a_zip_holds_the_files_at_its_root_or_under_one_folder(under: str, tmp_path: Path) -> None:
    path = zipped(write(tmp_path / "package"), tmp_path / "package.zip", under)
    assert places(findings(path)) == []


@pytest.mark.parametrize(
    "name", ["../escape.csv", "/etc/passwd.csv", "a\\b.csv", "C:x.csv", "other/clients.csv", "a/b/c.csv"]
)
def test_a_zip_with_a_name_that_leads_elsewhere_is_a_fault(name: str, tmp_path: Path) -> None:
    path = zipped(write(tmp_path / "package"), tmp_path / "package.zip", "records/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "id\n")
    assert [fault.file for fault in findings(path).faults] == [name]


def test_what_is_no_zip_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    assert places(findings(path))[0] == ("package.zip", None, "")


def test_a_damaged_zip_is_a_fault(tmp_path: Path) -> None:
    path = zipped(write(tmp_path / "package"), tmp_path / "package.zip")
    raw = bytearray(path.read_bytes())
    start = raw.index(b"clients.csv") + 40
    raw[start : start + 30] = b"\xff" * 30
    path.write_bytes(raw)
    assert ("clients.csv", None, "") in places(findings(path))


def test_a_folder_in_the_package_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "package")
    (path / "more").mkdir()
    assert places(findings(path)) == [("more", None, "")]
    shutil.rmtree(path)


def test_a_fault_shows_nothing_that_a_terminal_could_obey() -> None:
    words = str(Fault("clients.csv", 2, "sex", "\x1b[2Jm\u202e", "male"))
    assert words.isprintable()
    assert words.startswith("clients.csv, line 2, sex: found ")


def test_a_report_cell_cannot_be_run_by_a_spreadsheet() -> None:
    assert [spreadsheet_safe(cell) for cell in ("=1", "+1", "-1", "@x", "\tx", "x=1")] == [
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "x=1",
    ]


def test_long_cells_are_shown_short() -> None:
    found = Findings()
    found.fault("x.csv", 1, "y", "z" * 5000, "less")
    assert len(next(iter(found.faults)).value) < 200


def test_the_descriptor_need_not_name_its_resources(checked: Checked) -> None:
    other = json.dumps(json.loads(DESCRIPTOR) | {"resources": [{"name": "nothing"}], "title": "x"})
    assert places(checked({"datapackage.json": "\ufeff" + other})) == []
