"""Start an assessment, save a section of it and what follows from its answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from careplan.assessment.actions.taking_over import holds_today, told_at_start, told_before
from careplan.assessment.codes import Kind, Status
from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import Sheet, ever_told, latest_answers
from careplan.assessment.queries.waiting import raised_by, source_of
from careplan.assessment.rules.carrying import carried, worth_carrying
from careplan.assessment.rules.referral import told_at_referral
from careplan.assessment.rules.saved import Reply
from careplan.assessment.rules.triggers import (
    OPIOID_ITEMS,
    SAFETY,
    Answers,
    Finding,
    decided,
    findings,
    told_here,
)
from careplan.checklists import queries as editions
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.bank import Bank
from careplan.checklists.rules.values import check_value
from careplan.clients.actions import (
    may_strike,
    raise_task,
    strike_task,
)
from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.ground.db import Base, db
from careplan.ground.ids import new_id
from careplan.staff.rules import Actor
from careplan.trail.actions import changed, record_of, write


class Fixed(ValueError):
    """The assessment is completed: it is not written any more."""


class Closed(ValueError):
    """The episode is closed: nothing is started in it. The message is a sentence for the person who asked."""


class Unfit(ValueError):
    """An answer does not fit its item; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Saved:
    """All answers of the assessment after a save, the safety triggers that it raised, the tasks that it corrected.

    `struck`: the words of tasks that ended with the correction; `left`: of those that need an answer. `at`: the moment
    of the save, no later than any of its answers.
    """

    given: Mapping[str, Given]
    raised: tuple[Finding, ...] = ()
    struck: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    at: datetime | None = None


def start(*, by: Actor, episode: Episode, kind: Kind, bank: Bank, on: date) -> Assessment:
    """A new assessment against the edition, with what the client told the service in any stay. Raises Closed.

    What was told at this referral stands over answers from before it.
    """
    if episode.closed_on is not None:
        raise Closed(
            "This episode is closed, so no assessment can be started in it. Record a new referral first"
        )
    assessment = Assessment(
        id=new_id(),
        episode_id=episode.root_id,
        service_id=episode.service_id,
        kind=kind,
        checklist=kind,
        edition=bank.edition,
        started_on=on,
        worker_id=by.id,
        recorded_by=by.id,
    )
    told = told_at_referral(bank, kind, episode.referral_source, episode.ndtms_consent)
    every = carried(bank, kind, ever_told(episode))
    taken = [one for one in every if one.item not in told or one.on >= episode.referred_on]
    db.add(assessment)
    db.session.add_all(told_before(by, assessment, bank, taken, on))
    for one in taken:
        told.pop(one.item, None)
    db.session.add_all(told_at_start(by, assessment, told))
    db.session.flush()
    trailed("assessment.started", by, episode, assessment.id, {"kind": kind, "carried": len(taken)})
    return assessment


def save_section(*, by: Actor, episode: Episode, sheet: Sheet, replies: Sequence[Reply], on: date) -> Saved:
    """Save answers of an open assessment and raise the tasks that cannot wait."""
    refuse_fixed(sheet)
    return keep(by=by, episode=episode, sheet=sheet, replies=replies, on=on)


def keep(
    *, by: Actor, episode: Episode, sheet: Sheet, replies: Sequence[Reply], on: date, slot: int = 1
) -> Saved:
    """Write the answers into their slot, raise the tasks that cannot wait, and tell other open assessments."""
    for reply in replies:
        _refuse_unfit(sheet.bank, reply)
    if not replies:
        return Saved(sheet.given)
    rows = [_row(by, sheet, reply, on) | {"slot": slot} for reply in replies]
    _upsert([*rows, *_passed_on(by, sheet, replies, on)])
    after = {**sheet.given, **{row["item"]: _given(row, sheet) for row in rows}}
    raised = _raised(episode, sheet, after, {reply.item for reply in replies}, on)
    for finding in raised:
        source = f"{source_of(sheet.id)}{finding.trigger}:{on.isoformat()}"
        raise_task(by=by, episode=episode, kind="safety", source=source, words=finding.words, due_on=on)
    detail = {"kind": sheet.kind, "items": len(rows)} | ({"again": True} if slot > 1 else {})
    trailed("assessment.saved", by, episode, sheet.id, detail)
    struck, left = _corrected(by, episode, sheet, after, {reply.item for reply in replies}, on)
    return Saved(after, tuple(raised), struck, left, min(row["recorded_at"] for row in rows))


def refuse_fixed(sheet: Sheet) -> None:
    """Raise Fixed where the assessment is completed."""
    if sheet.assessment.completed_on is not None:
        raise Fixed(sheet.id)


def _refuse_unfit(bank: Bank, reply: Reply) -> None:
    item = bank.items.get(reply.item)
    if item is None:
        raise Unfit(f"{reply.item} is no item of edition {bank.edition}")
    if reply.status is Status.ANSWERED and (sentence := check_value(item, reply.value)):
        raise Unfit(sentence)


def _row(by: Actor, sheet: Sheet, reply: Reply, on: date) -> dict[str, Any]:
    before = sheet.saved.get(reply.item) if reply.keeps else None
    confirmed = (before.given.confirmed_on or on) if before and reply.confirmed else None
    entry = _entry(by, sheet, reply, sheet.id) | {"confirmed_on": confirmed}
    if before and before.brought_by:
        return entry | {"brought_on": before.given.carried_on, "brought_by": before.brought_by}
    return entry | {"carried_from": before.source if before else None}


def _passed_on(by: Actor, sheet: Sheet, replies: Sequence[Reply], on: date) -> Iterator[dict[str, Any]]:
    """The same answers for the episode's other open assessments, where they are not asked again.

    They stand there where the same worker asks on the same day; else they are to be confirmed.
    """
    given = [reply for reply in replies if not reply.keeps]
    assert sheet.beside is not None  # whoever saves has opened the sheet to write it
    for other in sheet.beside:
        items = editions.bank(other.edition)
        for reply in given:
            if not other.takes(items, reply.item, sheet.id):
                continue
            if worth_carrying(items.items[reply.item], reply.status, reply.value):
                holds = holds_today(sheet, reply, on) if other.worker == by.id else None
                yield _entry(by, sheet, reply, other.id) | {"carried_from": sheet.id, "confirmed_on": holds}
            elif reply.item in other.holds and _withdrawn(sheet, reply):
                yield _entry(by, sheet, Reply(reply.item, Status.NOT_ASKED), other.id)


def _withdrawn(sheet: Sheet, reply: Reply) -> bool:
    """Whether an answer was taken back, or refused; a tick for the care plan alone says nothing of the answer."""
    current = sheet.saved.get(reply.item)
    answered = current is not None and current.given.status is Status.ANSWERED
    return answered or reply.status is not Status.NOT_ASKED


def _entry(by: Actor, sheet: Sheet, reply: Reply, assessment_id: str) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "item": reply.item,
        "slot": 1,
        "service_id": sheet.assessment.service_id,
        "status": reply.status,
        "value": reply.value if reply.status is Status.ANSWERED else None,
        "need": reply.need,
        "carried_from": None,
        "brought_on": None,
        "brought_by": None,
        "confirmed_on": None,
        "recorded_at": now(),
        "recorded_by": by.id,
    }


def _upsert(rows: Sequence[dict[str, Any]]) -> None:
    """All rows at once: new ones are inserted, those that are there are changed in place."""
    session = db.session()
    session.connection().execute(_upserting(session.get_bind().dialect.name), rows)
    changed(session, rows[0]["service_id"], [record_of(session)])


@cache
def _upserting(dialect: str) -> sqlite.Insert | postgresql.Insert:
    table = Base.metadata.tables[Answer.__tablename__]
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    names = [column.name for column in table.columns if column.name not in (*keys, "service_id")]
    changed = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


def _given(row: dict[str, Any], sheet: Sheet) -> Given:
    before = sheet.saved[row["item"]].given.carried_on if row["carried_from"] or row["brought_by"] else None
    return Given(row["status"], row["value"], before, row["confirmed_on"])


def _raised(
    episode: Episode, sheet: Sheet, after: dict[str, Given], touched: set[str], on: date
) -> list[Finding]:
    """What is newly to be acted on: a trigger that was not raised before, or whose answer changed."""
    standard, told = SAFETY.on(on), told_here(after)
    before = told_here(sheet.given)
    if "tolerance_loss" in told and touched & {"tolerance_loss", *OPIOID_ITEMS}:
        earlier = latest_answers(episode, OPIOID_ITEMS)
    else:
        earlier = {}
    was = findings(Answers(sheet.bank, before, {**earlier, **before}, on), standard)
    result = findings(Answers(sheet.bank, told, {**earlier, **told}, on), standard)
    return [one for one in result if one not in was or told[one.item].value != before[one.item].value]


def _corrected(
    by: Actor, episode: Episode, sheet: Sheet, after: dict[str, Given], touched: set[str], on: date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tasks whose answer was a slip end with its correction, made on the day by the same worker or a manager.

    On a later day the answer may have been true: then somebody says what was done, or that it was a mistake.
    """
    told, standard = told_here(after), SAFETY.on(on)
    about = decided(touched, standard)
    tasks = (
        [(trigger, task) for trigger, task in raised_by(episode, sheet.id) if trigger in about]
        if about
        else []
    )
    opioids = latest_answers(episode, OPIOID_ITEMS) if tasks else {}
    ended: dict[bool, list[str]] = {True: [], False: []}
    for trigger, task in tasks:
        answers = Answers(sheet.bank, told, {**opioids, **told}, task.due_on)
        if trigger in {one.trigger for one in findings(answers, standard)}:
            continue
        slip = may_strike(by, task.service_id, task.recorded_by) and task.due_on == on
        if slip:
            question = sheet.bank.items[standard.triggers[trigger].item].question
            strike_task(by=by, episode=episode, row=task, reason=f"The answer was corrected: {question}")
        ended[slip].append(task.words)
    return tuple(ended[True]), tuple(ended[False])


def trailed(action: str, by: Actor, episode: Episode, assessment_id: str, detail: dict[str, Any]) -> None:
    """Write what was done to an assessment to the trail."""
    write(action, by=by, subject=f"assessments:{assessment_id}", of=episode, detail=detail)
