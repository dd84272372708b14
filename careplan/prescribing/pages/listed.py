"""Orders, weeks and prescriptions of the record's prescribing page, as lists; the page writes what mends a row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup

from careplan.ground.clock import london_day
from careplan.ground.corrections import is_live
from careplan.prescribing.codes import Formulation
from careplan.prescribing.labels import FORMULATION_WORDS, PHASES, SCRIPT_FORMS, SCRIPT_STATUSES, how_often
from careplan.prescribing.models import DoseOrder, OrderFinding, Prescription, Regimen, WeekFinding
from careplan.prescribing.pages.courses import CoursePage, finding_words, order_findings
from careplan.prescribing.queries import History, Script
from careplan.prescribing.rules.prescriptions import (
    Covered,
    formulation_of,
    standing,
    total_doubt,
    total_mg,
)
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.rules.week import Week, week_words
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Table
from careplan.ui.words import day, mg, sentence

FROM = Column("From", lambda row: day(row.effective_on))
FORMULATION = Column("Formulation", lambda row: FORMULATION_WORDS[row.formulation])
MEND = Column("Mend", label_hidden=True)
GONE = Markup('<del>{}</del> <span class="nhsuk-u-visually-hidden">(corrected)</span>')


def orders(course: CoursePage, findings: Mapping[str, Sequence[OrderFinding]]) -> Table:
    """Every order of a course with what the rules said of it, the corrected ones crossed out."""

    def told(row: DoseOrder) -> Any:
        corrects = row.correction_reason and f"Corrects an earlier order: {row.correction_reason}"
        return _lines(*order_findings(findings, row.id), corrects)

    columns = (
        FROM,
        Column("Dose", _dose, numeric=True),
        FORMULATION,
        Column("Phase", lambda row: PHASES[row.phase]),
        Column("Ordered by", lambda row: course.history.names.get(row.recorded_by, row.recorded_by)),
        Column("What the rules said", told),
        MEND,
    )
    return Table("Orders", columns, course.history.every_order, "No dose is ordered yet.", size="s")


def weeks(course: CoursePage, findings: Mapping[str, Sequence[WeekFinding]]) -> Table:
    """Every week of a course with what the rules said of it, the corrected ones crossed out."""

    def told(row: Regimen) -> Any:
        corrects = row.correction_reason and f"Corrects an earlier week: {row.correction_reason}"
        return _lines(*map(finding_words, findings.get(row.id, ())), row.s1_reason, corrects)

    columns = (
        FROM,
        Column("Week", lambda row: _shown(row, sentence(week_words(Week(row.collect, row.supervised))))),
        Column("Set by", lambda row: course.history.names.get(row.recorded_by, row.recorded_by)),
        Column("What the rules said, and why", told),
        MEND,
    )
    return Table("Weeks", columns, course.history.every_regimen, size="s")


def prescriptions(scripts: Sequence[Script], doubts: Mapping[str, str], episode_id: str) -> Table:
    """The prescriptions of all courses, `doubts` by their ids; each leads to what it says."""

    def leads(one: Script) -> str:
        course, row = one.course_id, one.row.id
        return url_for("prescribing.written", episode_id=episode_id, course_id=course, prescription_id=row)

    columns = (
        Column("Days", lambda one: f"{day(one.row.starts_on)} to {day(one.row.ends_on)}", leads),
        Column("Formulation", lambda one: FORMULATION_WORDS[one.row.formulation]),
        Column("Total", lambda one: mg(one.row.total_mg), numeric=True),
        Column("Serial", lambda one: one.row.serial or "not recorded"),
        Column("Form", lambda one: SCRIPT_FORMS[one.row.form]),
        Column("Prescriber", "prescriber"),
        Column("Status", lambda one: _lines(SCRIPT_STATUSES[one.status], doubts.get(one.row.id))),
        MEND,
    )
    return Table("Prescriptions", columns, scripts)


def _dose(row: DoseOrder) -> Markup:
    return Markup("{} {}").format(_shown(row, mg(row.daily_mg)), how_often(Formulation(row.formulation)))


def _shown(row: DoseOrder | Regimen, words: str) -> str:
    return words if is_live(row) else GONE.format(words)


def _lines(*lines: str | None) -> Any:
    return escaped("\n".join(filter(None, lines))) or "None"


def script_doubts(scripts: Iterable[Script], histories: Iterable[History], on: date) -> dict[str, str]:
    """What is wrong with a prescription that counts, by its id: a total that is not its days, an ended course."""
    courses, values = {one.id: one for one in histories}, {}
    for one in scripts:
        course, row = courses[one.course_id], one.row
        words = total_doubt(course.facts.orders, _days(row), row.total_mg)
        words = "" if words and _as_due(course, row) else words
        ended = course.course.ended_on
        if ended is not None and standing(one.status, row.ends_on, max(ended, on)):
            words = "P18: the course has ended. Cancel it, and ring the pharmacy"
        if words and one.live:
            values[row.id] = words
    return values


def _days(row: Prescription) -> Covered:
    return Covered(row.starts_on, row.ends_on)


def _as_due(course: History, row: Prescription) -> bool:
    """Whether the total is what was due on its days when it was recorded: a dose held back is not what was ordered."""
    written_on = london_day(row.recorded_at)
    one = formulation_of(course.facts.orders, _days(row)) is not None
    return one and total_mg(course.facts, _days(row), written_on, standard(written_on)) == row.total_mg
