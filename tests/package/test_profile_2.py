"""Profile 2: profile 1 with struck rows and further files; the lowest profile that fits is written."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.assessment.models import Answer
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.package.actions.export import export
from careplan.package.queries.content import fitting, left_out
from careplan.package.queries.scope import Scope
from careplan.package.rules.profile import profile_1, profile_2
from careplan.prescribing.models import Course, DoseEvent, Reassessment
from tests.package.base import DESCRIPTOR, FILES, with_line, write
from tests.package.conftest import findings, places
from tests.package.shell import Shell
from tests.package.test_export import ids, rows, take_out
from tests.package.test_load import bring_in

STRUCK = "2026-01-05T09:00:00Z,W1,recorded for the wrong client"
SAYS_2 = {"datapackage.json": DESCRIPTOR.replace("package/1", "package/2")}


def widened(name: str, *struck: int) -> dict[str, str]:
    """The base file with the columns of a struck row, the rows of these numbers (from 1) struck out."""
    head, *lines = FILES[name].splitlines()
    marked = [f"{line},{STRUCK if number in struck else ',,'}" for number, line in enumerate(lines, 1)]
    return {f"{name}.csv": "\n".join([f"{head},struck_at,struck_by,struck_reason", *marked]) + "\n"}


def confirmed() -> dict[str, str]:
    """The courses of `widened`, the second with what was said at its start."""
    names = "tolerance,sedatives_or_alcohol,verified_dose_mg,verified_last_dose_on,verified_by,verified_organisation"
    head, struck, other = widened("courses", 1)["courses.csv"].splitlines()
    told = "low,true,8,2024-01-31,Ann Alder,Elm Pharmacy,01632 960 001,2024-02-01,from methadone over a week"
    more = "verified_telephone,verified_on,cross_titration_plan"
    lines = [f"{head},{names},{more}", f"{struck},,,,,,,,,", f"{other},{told}"]
    return {"courses.csv": "\n".join(lines) + "\n"}


ANSWER_STRUCK = widened("answers", 1)["answers.csv"]
LEVEL_STRUCK = (
    "assessment_id,domain,level,reason,struck_at,struck_by,struck_reason\n"
    f'A3,self,high,"two\noverdoses",{STRUCK}\nA3,children,low,,,,\n'
)
ANSWERED_AGAIN = ANSWER_STRUCK + "A1,confidentiality_explained,answered,false,true,,,,,\n"
LEVEL_AGAIN = LEVEL_STRUCK + "A3,self,medium,one overdose long ago,,,\n"
REASSESSED = {
    "reassessments.csv": "id,course_id,on,tolerance,intoxicated,withdrawal,other_use,plan\n"
    "RE1,CO2,2024-09-12,low,false,mild,none told,start again at 4 mg\n"
}
TASKS = {
    "tasks.csv": "id,episode_id,kind,source,words,due_on,worker_id\n"
    "TK1,E1,safety,assessment:A1:suicidal_thoughts:2025-01-20,Active thoughts of suicide,2025-01-20,W1\n"
    "TK2,E1,left,left:pharmacy,Ring the pharmacy,2026-12-01,\n",
    "transfers.csv": "id,episode_id,to_episode_id,sent_to,sent_on,reason,basis,override_reason\n"
    "TR1,E1,E2,South,2025-03-01,Moves away,override,A child may come to harm\nTR2,E1,,North,2025-03-02,Back,consent,\n",
    "task_actions.csv": "id,task_id,words,closes\nTN1,TK1,Crisis team rang,true\n",
}
WRITTEN = {
    "order_findings.csv": "id,dose_order_id,rule,severity,message,standard,reason,second_prescriber\n"
    "OF1,O3,M3,W,15 mg above the day before,uk-2017,seen daily in the clinic,\n",
    "prescription_events.csv": "id,prescription_id,status,reason,recorded_at,recorded_by\n"
    "PE1,RX1,lost,left on the bus,2024-02-24T09:00:00Z,W2\n"
    "PE2,RX1,cancelled,pharmacy rung,2024-02-24T10:00:00Z,W2\n",
    "standards_in_force.csv": "id,service_id,standard,lead,registration,signed_on\n"
    "SF1,S1,uk-2017,Dr Ada Okoro,7012345,2024-02-01\n",
}
TRIAGED = {
    "episodes.csv": "\n".join(
        f"{line},{more}"
        for line, more in zip(
            FILES["episodes"].splitlines(),
            (
                "urgency,next_appointment_on,next_appointment_note",
                "same_day,2026-12-24,with Ann",
                "within_3_weeks,,",
                ",,",
            ),
            strict=True,
        )
    )
    + "\n"
}
REACHED = {
    "services.csv": "\n".join(
        f"{line},{more}"
        for line, more in zip(
            FILES["services"].splitlines(),
            (
                "telephone,address,out_of_hours_words",
                '01632 960 001,"1 Quay Street, Northgate",Ring 111',
                *[",,"] * (len(FILES["services"].splitlines()) - 2),
            ),
            strict=True,
        )
    )
    + "\n"
}
AGREED = {
    "agreements.csv": "id,course_id,effective_on,daily_mg,formulation,phase,reason,replaces,replaces_because,asked_of,"
    "outside_name,outside_registration,outside_reached,answer,answered_at,answered_by,answer_words,dose_order_id,"
    "noted_at,noted_by,recorded_by\n"
    "AG1,CO1,2024-07-01,60.5,oral_mixture,maintenance,daily review in the clinic,O2,a nought too many,W1,,,,agreed,"
    "2024-07-02T09:00:00Z,W1,,O3,,,W2\n"
    "AG2,CO1,2024-08-01,70,oral_mixture,maintenance,asked for more,,,,Dr Ada Okoro,7012345,by telephone,agreed,"
    "2024-08-01T09:00:00Z,W2,,,2024-08-02T09:00:00Z,W1,W2\n"
    "AG3,CO2,2024-09-20,16,sublingual,induction,still unwell in the mornings,,,W1,,,,,,,,,,,W2\n"
}
WHOLE = {
    **SAYS_2,
    **REASSESSED,
    **TASKS,
    **WRITTEN,
    **widened("dose_events", 1),
    **confirmed(),
    "answers.csv": ANSWERED_AGAIN,
    "risk_levels.csv": LEVEL_AGAIN,
    **widened("policies", 1),
    **TRIAGED,
    **REACHED,
}


def test_a_package_of_profile_2_is_taken(session: Session, tmp_path: Path) -> None:
    _, found = bring_in(session, tmp_path / "package", WHOLE)
    assert places(found) == []
    dose = session.get_one(DoseEvent, "D1")
    assert (dose.struck_by, dose.struck_reason) == ("W1", "recorded for the wrong client")
    course = session.get_one(Course, "CO2")
    assert (course.verified_dose_mg, course.verified_telephone) == (Decimal(8), "01632 960 001")
    assert (course.sedatives_or_alcohol, course.cross_titration_plan) == (True, "from methadone over a week")
    episode = session.get_one(Episode, "E1")
    assert (episode.urgency, episode.next_appointment_note) == ("same_day", "with Ann")
    assert session.get_one(Reassessment, "RE1").plan == "start again at 4 mg"
    assert "D1" not in session.scalars(select(DoseEvent.id).where(live(DoseEvent))).all()
    answers = session.scalars(select(Answer.item).where(live(Answer), Answer.assessment_id == "A1")).all()
    assert sorted(answers) == ["confidentiality_explained", "motivation_ruler", "presenting_reason"]


def test_what_the_rules_said_and_what_became_of_a_prescription_go_round(shell: Shell, tmp_path: Path) -> None:
    assert shell("import", write(tmp_path / "package", SAYS_2 | WRITTEN)).exit_code == 0
    assert shell("export", tmp_path / "out").exit_code == 0
    events = rows(tmp_path / "out", "prescription_events")
    assert [(row["id"], row["status"], row["reason"]) for row in events] == [
        ("PE1", "lost", "left on the bus"),
        ("PE2", "cancelled", "pharmacy rung"),
    ]
    (said,) = rows(tmp_path / "out", "order_findings")
    assert (said["dose_order_id"], said["rule"], said["reason"]) == ("O3", "M3", "seen daily in the clinic")
    (signed,) = rows(tmp_path / "out", "standards_in_force")
    assert (signed["service_id"], signed["standard"], signed["lead"]) == ("S1", "uk-2017", "Dr Ada Okoro")
    again = shell("export", tmp_path / "one", "--profile", "1")
    assert "Left out, rows of prescription_events.csv: 2" in again.output
    assert "Left out, rows of standards_in_force.csv: 1" in again.output


def test_limits_are_signed_off_once_for_a_service(tmp_path: Path) -> None:
    lines = WRITTEN["standards_in_force.csv"].splitlines()
    twice = {"standards_in_force.csv": "\n".join([*lines, lines[-1].replace("SF1", "SF2")]) + "\n"}
    found = places(findings(write(tmp_path / "package", SAYS_2 | WRITTEN | twice)))
    assert [(place[0], place[1]) for place in found] == [("standards_in_force.csv", 3)]


def lasting(until: str) -> dict[str, str]:
    """The base package in profile 2, with a supply that was handed out until a day."""
    head, *lines = FILES["dose_events"].splitlines()
    told = [f'{until},"C12: 5.25 mg collected. 30 mg was ordered",Came late', ",,", ",,"]
    found = [f"{line},{more}" for line, more in zip((lines[1], lines[0], lines[2]), told, strict=True)]
    text = "\n".join([f"{head},covers_until,because,note", *found]) + "\n"
    return SAYS_2 | {"dose_events.csv": text}


def test_how_long_a_supply_lasts_and_why_it_is_as_it_is_go_round(shell: Shell, tmp_path: Path) -> None:
    assert shell("import", write(tmp_path / "package", lasting("2024-02-23"))).exit_code == 0
    assert shell("export", tmp_path / "out").exit_code == 0
    dose = next(row for row in rows(tmp_path / "out", "dose_events") if row["id"] == "D2")
    assert (dose["covers_until"], dose["note"]) == ("2024-02-23", "Came late")
    assert dose["because"].startswith("C12: 5.25 mg collected")


@pytest.mark.parametrize(("until", "faults"), [("2024-02-21", []), ("2099-01-01", []), ("2024-02-20", [2])])
def test_a_supply_lasts_from_its_day_on(tmp_path: Path, until: str, faults: list[int]) -> None:
    found = places(findings(write(tmp_path / "package", lasting(until))))
    assert found == [("dose_events.csv", line, "covers_until") for line in faults]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        (widened("dose_events", 1), ("dose_events.csv", 1, "struck_at")),
        (REASSESSED, ("reassessments.csv", None, "")),
    ],
)
def test_profile_1_knows_nothing_of_what_profile_2_adds(
    tmp_path: Path, changes: dict[str, str], place: tuple[str, int | None, str]
) -> None:
    assert place in places(findings(write(tmp_path / "package", changes)))


def test_an_unknown_profile_is_a_fault_of_the_descriptor(tmp_path: Path) -> None:
    says = {"datapackage.json": DESCRIPTOR.replace("package/1", "package/3")}
    (fault,) = findings(write(tmp_path / "package", says)).faults
    assert (fault.column, fault.value) == ("careplan:package", "careplan-record-package/3")
    assert fault.expected == "careplan-record-package/1 or careplan-record-package/2"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (",W1,recorded for", ",,recorded for", "struck_by"),
        (",recorded for the wrong client", ",", "struck_reason"),
        ("2026-01-05T09:00:00Z", "", "struck_at"),
        ("2026-01-05T09:00:00Z", "2026-04-05T09:00:00Z", "struck_at"),
        ("2026-01-05T09:00:00Z", "in January", "struck_at"),
    ],
)
def test_a_struck_row_tells_when_who_and_why(tmp_path: Path, old: str, new: str, column: str) -> None:
    changed = widened("dose_events", 1)
    changed["dose_events.csv"] = changed["dose_events.csv"].replace(old, new, 1)
    found = places(findings(write(tmp_path / "package", SAYS_2 | changed)))
    assert ("dose_events.csv", 2, column) in found


def test_a_struck_row_is_not_corrected(tmp_path: Path) -> None:
    changed = FILES["dose_orders"].splitlines()
    lines = [f"{changed[0]},struck_at,struck_by,struck_reason"]
    lines += [f"{line},{STRUCK if line.startswith('O2,') else ',,'}" for line in changed[1:]]
    found = places(findings(write(tmp_path / "p", SAYS_2 | {"dose_orders.csv": "\n".join(lines) + "\n"})))
    assert found == [("dose_orders.csv", 4, "corrects")]


def test_a_struck_row_frees_its_place(tmp_path: Path) -> None:
    """The one who covers the same day, the same key or the same number may stand beside it."""
    head, *lines = widened("regimens", 1)["regimens.csv"].splitlines()
    again = "RG3,CO1,2024-02-21,1111111,1111111,,,"
    files = SAYS_2 | {"regimens.csv": "\n".join([head, *lines, again]) + "\n"}
    assert places(findings(write(tmp_path / "package", files))) == []


def test_an_export_chooses_the_lowest_profile_that_tells_everything(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    assert fitting(session, Scope(profile_1())) is profile_1()
    bring_in(session, tmp_path / "more", SAYS_2 | REASSESSED)
    assert fitting(session, Scope(profile_1())).package == profile_2().package
    assert fitting(session, Scope(profile_1(), service_id="S2")) is profile_1()


def test_profile_1_leaves_out_what_it_cannot_tell_and_says_so(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in", WHOLE)
    scope = Scope(profile_1(), trimmed=True)
    told = left_out(session, scope)
    assert "rows of reassessments.csv: 1" in told
    assert any(
        line.startswith("rows of dose_events.csv struck out") and line.endswith(": 3") for line in told
    )
    out = take_out(session, tmp_path / "out", trimmed=True)
    assert places(findings(out)) == []
    assert ids(out, "courses") == ["CO2"]
    assert ids(out, "dose_events") == []
    assert ids(out, "dose_orders") == ["O4"]
    assert not (out / "reassessments.csv").exists()
    assert "struck_at" not in rows(out, "answers")[0]


def test_a_reference_to_what_is_left_out_is_left_empty(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in", SAYS_2 | widened("assessments", 1, 3))
    out = take_out(session, tmp_path / "out", trimmed=True)
    assert places(findings(out)) == []
    carried = [row for row in rows(out, "answers") if row["item"] == "motivation_ruler"]
    assert [(row["assessment_id"], row["carried_from"]) for row in carried] == [("A2", "")]
    assert rows(out, "care_plans")[0]["risk_assessment_id"] == ""


def test_profile_2_goes_out_and_comes_back_the_same(shell: Shell, other: Shell, tmp_path: Path) -> None:
    package = write(tmp_path / "package", WHOLE)
    for careplan, source, out in ((shell, package, "a"), (other, tmp_path / "a", "b")):
        assert careplan("import", source).exit_code == 0
        assert careplan("export", tmp_path / out).exit_code == 0
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert {"reassessments.csv", "tasks.csv", "task_actions.csv", "transfers.csv"} <= set(names)
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    again = shell("import", tmp_path / "a")
    assert "Nothing added" in again.output


@pytest.mark.parametrize(
    ("name", "struck", "more"),
    [("answers", ANSWER_STRUCK, ANSWERED_AGAIN), ("risk_levels", LEVEL_STRUCK, LEVEL_AGAIN)],
)
def test_what_was_recorded_again_comes_beside_the_struck_row(
    session: Session, tmp_path: Path, name: str, struck: str, more: str
) -> None:
    bring_in(session, tmp_path / "one", SAYS_2 | {f"{name}.csv": struck})
    older, _ = bring_in(session, tmp_path / "older")
    assert older.nothing_new
    loaded, found = bring_in(session, tmp_path / "two", SAYS_2 | {f"{name}.csv": more})
    assert places(found) == []
    assert {file: count for file, count in loaded.added.items() if count} == {name: 1}
    out = tmp_path / "out"
    export(session, out, Scope(profile_2()), lambda _: None)
    listed = [(*list(row.values())[:2], row["struck_by"]) for row in rows(out, name)]
    ((*key, _),) = (one for one in listed if one[2])
    assert (*key, "") in listed
    trimmed = take_out(session, tmp_path / "trimmed", trimmed=True)
    assert len(rows(trimmed, name)) == len(listed) - 1


def test_the_command_names_what_profile_1_leaves_out(shell: Shell, tmp_path: Path) -> None:
    shell("import", write(tmp_path / "package", WHOLE))
    result = shell("export", tmp_path / "out", "--profile", "1")
    assert result.exit_code == 0
    assert "Left out, rows of reassessments.csv: 1" in result.output
    assert 'careplan-record-package/1"' in (tmp_path / "out" / "datapackage.json").read_text()


def test_a_row_struck_since_is_other_content(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "in")
    _, found = bring_in(session, tmp_path / "again", SAYS_2 | widened("answers", 2) | widened("courses", 1))
    assert {place[0] for place in places(found)} == {"answers.csv", "courses.csv"}
    assert session.get_one(Course, "CO1").struck_at is None
    assert session.get_one(Episode, "E1").struck_at is None


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("unwell in the mornings,,,W1,", "unwell in the mornings,,,,", (4, "asked_of")),
        ("unwell in the mornings,,,W1,", "unwell in the mornings,,,W2,", (4, "asked_of")),
        ("agreed,2024-07-02T09:00:00Z,W1", "agreed,,", (2, "answered_at")),
        ("Dr Ada Okoro,7012345,", "Dr Ada Okoro,,", (3, "outside_registration")),
        ("16,sublingual", "16,tablet", (4, "formulation")),
        ("AG3,CO2", "AG3,CO1", (4, "formulation")),
    ],
)
def test_an_agreement_tells_who_was_asked_and_what_came_of_it(
    tmp_path: Path, old: str, new: str, place: tuple[int, str]
) -> None:
    assert places(findings(write(tmp_path / "right", SAYS_2 | AGREED))) == []
    changed = {"agreements.csv": AGREED["agreements.csv"].replace(old, new, 1)}
    assert changed != AGREED
    found = places(findings(write(tmp_path / "package", SAYS_2 | changed)))
    assert ("agreements.csv", *place) in found


def test_two_orders_of_a_course_do_not_wait_at_once(tmp_path: Path) -> None:
    lines = AGREED["agreements.csv"].splitlines()
    more = {"agreements.csv": "\n".join([*lines, lines[-1].replace("AG3", "AG4")]) + "\n"}
    assert ("agreements.csv", 5, "answer") in places(findings(write(tmp_path / "package", SAYS_2 | more)))


def test_roles_that_came_later_make_a_package_profile_2(session: Session, tmp_path: Path) -> None:
    later = {"memberships.csv": FILES["memberships"] + "W3,S1,reception,2024-01-01,\n"}
    assert places(findings(write(tmp_path / "one", later))) == [("memberships.csv", 5, "role")]
    bring_in(session, tmp_path / "in", SAYS_2 | later)
    assert fitting(session, Scope(profile_1())).package == profile_2().package
    out = take_out(session, tmp_path / "out", trimmed=True)
    assert "reception" not in (out / "memberships.csv").read_text()


def test_a_tenth_of_a_unit_makes_a_package_profile_2(session: Session, tmp_path: Path) -> None:
    """Units on a drinking day: N(3,1) in the national dataset, whole in profile 1."""
    title, line = FILES["tops"].splitlines()[:2]
    cells = line.split(",")
    cells[title.split(",").index("consmp")] = "12.5"
    finer = {"tops.csv": f"{title}\n{','.join(cells)}\n"}
    assert places(findings(write(tmp_path / "one", finer))) == [("tops.csv", 2, "consmp")]
    bring_in(session, tmp_path / "in", SAYS_2 | finer)
    assert fitting(session, Scope(profile_1())).package == profile_2().package
    out = take_out(session, tmp_path / "out", trimmed=True)
    assert "12.5" not in (out / "tops.csv").read_text()


def test_what_another_service_was_told_goes_out_with_its_service_and_day(
    shell: Shell, other: Shell, tmp_path: Path
) -> None:
    """Neither asked here nor a foreign id: the part says where it was told, and when."""
    package = write(tmp_path / "package", with_line("answers", "A4,motivation_ruler,answered,7,,A1,"))
    assert shell("import", package).exit_code == 0
    assert shell("export", tmp_path / "all").exit_code == 0
    assert "brought_on" not in rows(tmp_path / "all", "answers")[0]
    assert shell("export", tmp_path / "a", "--service", "S2").exit_code == 0
    assert other("import", tmp_path / "a").exit_code == 0
    assert other("export", tmp_path / "b").exit_code == 0
    for out in ("a", "b"):
        (told,) = [row for row in rows(tmp_path / out, "answers") if row["item"] == "motivation_ruler"]
        assert (told["carried_from"], told["brought_on"]) == ("", "2024-02-06")
        assert told["brought_by"] == "Kay Worker, Barton service"
    assert (tmp_path / "a" / "answers.csv").read_bytes() == (tmp_path / "b" / "answers.csv").read_bytes()
