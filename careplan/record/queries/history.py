"""Every row of an episode's record, with who recorded it and when: from the record rows, never from the trail."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy import Date as Day
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.clients.models import Client, Episode, Intervention, Pause, Task, TaskAction, Transfer
from careplan.ground.db import db
from careplan.ground.types import Id, Moment
from careplan.plans.models import CarePlan, CarePlanReview, Goal, GoalAction, GoalOutcome, Need
from careplan.prescribing.models import (
    Agreement,
    Course,
    DoseEvent,
    DoseOrder,
    OrderFinding,
    Prescription,
    PrescriptionEvent,
    Reassessment,
    Regimen,
)
from careplan.risk.models import Countersignature, RiskAction, RiskLevel
from careplan.staff.models import Worker
from careplan.ui.paging import page_count

SIZE = 50
EPISODE: BindParameter[Any] = bindparam("episode", type_=Id)
KINDS: BindParameter[Any] = bindparam("kinds", expanding=True)
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of the record: what kind of row, its words and its day, and whether it was corrected since."""

    kind: str
    id: str
    at: datetime
    by: str
    first: str | None
    second: str | None
    on: date | None
    reason: str | None
    corrected_at: datetime | None
    struck_at: datetime | None = None
    struck_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the history, the newest act first."""

    entries: tuple[Entry, ...]
    number: int
    pages: int
    total: int


def history(episode: Episode, page: int, kinds: Collection[str]) -> Page:
    """A page of what was recorded in the episode (one that does not exist: the last). Two statements."""
    values = {"episode": episode.root_id, "client": episode.client.root_id, "kinds": list(kinds)}
    total = db.session.execute(_counted(), values).scalar_one()
    pages = page_count(total, SIZE)
    number = min(max(page, 1), pages)
    rows = db.session.execute(_paged(), values | {"skip": (number - 1) * SIZE})
    return Page(tuple(Entry(*row) for row in rows), number, pages, total)


@cache
def _acts() -> Any:
    """Built once; a branch for each kind of row."""
    return union_all(*_people(), *_assessing(), *_planning(), *_prescribing()).subquery()


@cache
def _counted() -> Rows:
    return select(func.count()).select_from(_acts()).where(_acts().c.kind.in_(KINDS))


@cache
def _paged() -> Rows:
    acts, worker = _acts(), aliased(Worker)
    named = func.coalesce(worker.name, acts.c.by)
    columns = (acts.c.first, acts.c.second, acts.c.on_day, acts.c.reason, acts.c.corrected_at)
    struck = (acts.c.struck_at, acts.c.struck_reason)
    return (
        select(acts.c.kind, acts.c.id, acts.c.at, named, *columns, *struck)
        .outerjoin(worker, worker.id == acts.c.by)
        .where(acts.c.kind.in_(KINDS))
        .order_by(acts.c.at.desc(), acts.c.id.desc(), acts.c.kind)
        .limit(SIZE)
        .offset(bindparam("skip", type_=Integer))
    )


NO_WORDS, NO_DAY, NEVER = cast(null(), String), cast(null(), Day), cast(null(), Moment)


def _act(kind: str, row: Any, first: Any = NO_WORDS, second: Any = NO_WORDS, on: Any = NO_DAY) -> Rows:
    """A branch: one kind of row, with when and by whom it was recorded."""
    chained = hasattr(row, "superseded_at")
    reason, corrected = (row.correction_reason, row.superseded_at) if chained else (NO_WORDS, NEVER)
    struck = (row.struck_at, row.struck_reason)
    key = next(getattr(row, name) for name in ("id", "assessment_id", "review_id") if hasattr(row, name))
    return _columns(
        kind, key, row.recorded_at, row.recorded_by, first, second, on, reason, corrected, *struck
    )


def _step(kind: str, row: Any, step: str, first: Any = NO_WORDS, on: Any = NO_DAY) -> Rows:
    """A branch: an end that is filled once; `step` names the columns with moment and author, else the row's own."""
    at = func.coalesce(getattr(row, f"{step}_at"), row.recorded_at, type_=Moment)
    by = func.coalesce(getattr(row, f"{step}_by"), row.recorded_by)
    return _columns(kind, row.id, at, by, first, NO_WORDS, on, NO_WORDS, NEVER, NEVER, NO_WORDS).where(
        on.is_not(None)
    )


def _columns(kind: str, *values: Any) -> Rows:
    names = (
        "id",
        "at",
        "by",
        "first",
        "second",
        "on_day",
        "reason",
        "corrected_at",
        "struck_at",
        "struck_reason",
    )
    named = (value.label(name) for name, value in zip(names, values, strict=True))
    return select(literal(kind).label("kind"), *named)


def _of(statement: Rows, *links: tuple[Any, Any]) -> Rows:
    """Rows that hang on the episode over parents, each given with the key that names it."""
    for parent, key in links:
        statement = statement.join(parent, parent.id == key)
    return statement.where(links[-1][0].episode_id == EPISODE)


def _own(statement: Rows, row: Any) -> Rows:
    return statement.where(row.episode_id == EPISODE)


def _text(column: Any) -> Any:
    return cast(type_coerce(column, Integer), String)


def _people() -> Iterator[Rows]:
    yield _act("client", Client).where(Client.root_id == bindparam("client", type_=Id))
    here = Episode.root_id == EPISODE
    yield _act("episode", Episode, Episode.referral_source, Episode.priority, Episode.referred_on).where(here)
    yield _step("triaged", Episode, "triaged", on=Episode.triaged_on).where(here)
    yield _step("closed", Episode, "closed", Episode.exit_reason, Episode.closed_on).where(here)
    row = Intervention
    yield _own(_act("treatment", row, row.kind, on=row.referred_on), row)
    yield _own(_step("offered", row, "offered", row.kind, row.first_offered_on), row)
    yield _own(_step("started", row, "started", row.kind, row.started_on), row)
    yield _own(_step("ended", row, "ended", row.kind, row.ended_on), row)
    yield _own(_act("pause", Pause, Pause.reason, on=Pause.from_on), Pause)
    yield _own(_step("back", Pause, "ended", Pause.reason, Pause.until_on), Pause)
    yield _own(_act("task", Task, Task.words, on=Task.due_on), Task)
    yield _of(_act("task_action", TaskAction, TaskAction.words), (Task, TaskAction.task_id))
    yield _own(_act("transfer", Transfer, Transfer.sent_to, Transfer.reason, Transfer.sent_on), Transfer)


def _assessing() -> Iterator[Rows]:
    done = cast(Assessment.completed_on, String)
    yield _own(_act("assessment", Assessment, Assessment.kind, done, Assessment.started_on), Assessment)
    finished = _step("completed", Assessment, "completed", Assessment.kind, Assessment.completed_on)
    yield _own(finished, Assessment).where(Assessment.completed_at.is_not(None))
    link = (Assessment, Answer.assessment_id)
    saved = func.max(Answer.recorded_at)
    many = cast(func.count(), String)
    columns = (
        Answer.assessment_id,
        saved,
        Answer.recorded_by,
        Assessment.kind,
        many,
        NO_DAY,
        NO_WORDS,
        NEVER,
        NEVER,
        NO_WORDS,
    )
    grouped = (Answer.assessment_id, Answer.recorded_by, Assessment.kind)
    yield _of(_columns("answers", *columns), link).group_by(*grouped)
    level = RiskLevel
    yield _of(_act("risk_level", level, level.domain, level.level), (Assessment, level.assessment_id))
    act = RiskAction
    yield _of(_act("risk_action", act, act.domain, act.action, act.due_on), (Assessment, act.assessment_id))
    mended = _step("risk_action_done", act, "done", act.action, act.done_on)
    yield _of(mended, (Assessment, act.assessment_id))
    sign = Countersignature
    yield _of(_act("countersigned", sign, sign.note, on=sign.signed_on), (Assessment, sign.assessment_id))


def _planning() -> Iterator[Rows]:
    plan, review = CarePlan, CarePlanReview
    yield _own(_act("plan", plan, plan.kind, cast(plan.version, String), plan.drafted_on), plan)
    yield _own(_step("agreed", plan, "agreed", plan.agreement, plan.agreed_on), plan)
    yield _own(_step("copy", plan, "offered", plan.copy_taken, plan.copy_offered_on), plan)
    yield _own(_act("need", Need, Need.words, Need.priority), Need)
    to_plan = (plan, Goal.care_plan_id)
    yield _of(_act("goal", Goal, Goal.wording, Goal.status, Goal.target_on), to_plan)
    act = GoalAction
    yield _of(_act("goal_action", act, act.action, act.responsible, act.due_on), (Goal, act.goal_id), to_plan)
    yield _of(_step("goal_action_done", act, "done", act.action, act.done_on), (Goal, act.goal_id), to_plan)
    held = case((review.held, "held"), else_="attempt")
    yield _own(_act("review", review, held, review.note, review.reviewed_on), review)
    end = GoalOutcome
    yield _of(_act("outcome", end, end.status, end.client_view), (review, end.review_id))


def _prescribing() -> Iterator[Rows]:
    yield _own(_act("course", Course, Course.drug, Course.intent, Course.first_dose_on), Course)
    yield _own(_step("course_ended", Course, "ended", Course.drug, Course.ended_on), Course)
    order, dose, paper, event = DoseOrder, DoseEvent, Prescription, PrescriptionEvent
    product = order.formulation + " " + order.phase
    yield _under(_act("order", order, _text(order.daily_mg), product, order.effective_on), order)
    to_order = (order, OrderFinding.dose_order_id)
    found = _act("finding", OrderFinding, OrderFinding.message, OrderFinding.reason)
    yield _of(found, to_order, (Course, order.course_id))
    yield from _agreeing()
    week = Regimen
    yield _under(_act("week", week, week.collect, week.supervised, week.effective_on), week)
    yield _under(_act("prescription", paper, _text(paper.total_mg), paper.status, paper.signed_on), paper)
    changed = _act("prescription_event", event, event.status, event.reason)
    yield _of(changed, (paper, event.prescription_id), (Course, paper.course_id))
    yield _under(_act("dose", dose, dose.status, _text(dose.mg), dose.happened_on), dose)
    again = Reassessment
    yield _under(_act("reassessment", again, again.plan, again.tolerance, again.reassessed_on), again)


def _agreeing() -> Iterator[Rows]:
    """Asking for a second prescriber, and the answer."""
    row = Agreement
    yield _under(_act("agreement", row, _text(row.daily_mg), row.reason, row.effective_on), row)
    words = func.coalesce(row.answer_words, row.outside_name)
    said = (row.answered_at, row.answered_by, row.answer, words, NO_DAY, NO_WORDS, NEVER, NEVER, NO_WORDS)
    yield _under(_columns("agreement_answered", row.id, *said).where(row.answer.is_not(None)), row)


def _under(statement: Rows, row: Any) -> Rows:
    """Rows of a course."""
    return _of(statement, (Course, row.course_id))
