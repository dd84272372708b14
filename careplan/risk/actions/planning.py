"""Writes of the risk management plan: actions, and the rows that make them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.assessment.actions import save_section
from careplan.assessment.codes import Kind, Status
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.saved import Reply
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.bank import Bank
from careplan.checklists.rules.bounds import day_of
from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.ground.corrections import is_live, supersede
from careplan.ground.db import db
from careplan.risk.codes import RiskDomain
from careplan.risk.models import RiskAction
from careplan.risk.queries import Picture, picture
from careplan.staff.rules import Actor
from careplan.trail.actions import write

PLAN_ITEM = "risk_management_plan"
BESIDES = ("risk", "triggers", "escalation")


class Refused(ValueError):
    """The rule forbids it; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done about a risk: for which domain, by whom, by when.

    Besides: what could happen (`risk`), by which triggers and warning signs, and what is done if it gets worse.
    """

    domain: RiskDomain
    action: str
    responsible: str
    due_on: date | None
    risk: str | None = None
    triggers: str | None = None
    escalation: str | None = None

    @property
    def bare(self) -> "Step":
        """The same without what stands besides."""
        return Step(self.domain, self.action, self.responsible, self.due_on)


def add_actions(*, by: Actor, episode: Episode, sheet: Sheet, planned: Sequence[Step], on: date) -> None:
    """Risk actions; while the assessment is open they also become lines of the risk management plan."""
    for step in planned:
        made = _risk_action(by, episode, sheet, step)
        db.add(made)
        tell("risk.action_added", by, episode, f"risk_actions:{made.id}", {"domain": step.domain})
    if planned and sheet.assessment.completed_on is None:
        save_section(by=by, episode=episode, sheet=sheet, replies=[_plan_lines(sheet, planned)], on=on)


def follow_plan(
    *, by: Actor, episode: Episode, sheet: Sheet, picture: Picture, given: Mapping[str, Given]
) -> int:
    """Make risk actions of the rows typed under the risk management plan; answers how many are new.

    A row that was changed in its place corrects the action that it made. What names no action, or no domain and
    person, stays a row of the plan alone.
    """
    before, after = (_steps(sheet.bank, one.get(PLAN_ITEM)) for one in (sheet.given, given))
    values = {_step_of(one): one.id for one in picture.actions}
    new = 0
    for number, step in enumerate(after):
        if step is None or step in values:
            continue
        made = _risk_action(by, episode, sheet, step)
        old = before[number] if number < len(before) else None
        told = old if old and old not in after else step.bare  # bare: made before the rest of a row was kept
        wrong = db.session.get(RiskAction, values[told]) if told in values else None
        if wrong is not None and wrong.done_on is None and is_live(wrong):
            supersede(wrong, made, reason="Changed in the risk management plan")
        else:
            db.add(made)
        tell("risk.action_added", by, episode, f"risk_actions:{made.id}", {"domain": step.domain})
        new += 1
    return new


def follow_answers(
    *,
    by: Actor,
    services: frozenset[str],
    episode: Episode,
    sheet: Sheet,
    given: Mapping[str, Given],
    **_: Any,
) -> list[str]:
    """What a changed risk management plan leads to, in sentences. A statement or more only where it was changed."""
    if sheet.kind is not Kind.RISK or given.get(PLAN_ITEM) == sheet.given.get(PLAN_ITEM):
        return []
    result = picture(services, episode, sheet.assessment.id)
    if result is None or not follow_plan(by=by, episode=episode, sheet=sheet, picture=result, given=given):
        return []
    return ["The risk actions follow the risk management plan."]


def _step_of(row: RiskAction) -> Step:
    besides = (row.risk, row.triggers, row.escalation)
    return Step(RiskDomain(row.domain), row.action, row.responsible, row.due_on, *besides)


def _steps(bank: Bank, answer: Given | None) -> list[Step | None]:
    """What each row of the plan makes; None for a row that makes no action."""
    rows = answer.value if answer is not None and answer.status is Status.ANSWERED else []
    words = {name: domain for domain in RiskDomain for name in (bank.labels[domain].casefold(), domain.value)}
    return [_step(row, words.get(str(row.get("domain", "")).strip().casefold())) for row in rows]


def _step(row: Mapping[str, Any], domain: RiskDomain | None) -> Step | None:
    names = ("action", "who", "risk", "triggers", "escalation")
    action, who, *besides = (str(row.get(name) or "").strip() for name in names)
    if domain is None or not action or not who:
        return None
    due_on = day_of(str(row.get("by_when") or "").strip())
    return Step(domain, action, who, due_on, *(one or None for one in besides))


def _risk_action(by: Actor, episode: Episode, sheet: Sheet, step: Step) -> RiskAction:
    return RiskAction(
        assessment_id=sheet.id,
        service_id=episode.service_id,
        domain=step.domain,
        action=step.action,
        responsible=step.responsible,
        due_on=step.due_on,
        risk=step.risk,
        triggers=step.triggers,
        escalation=step.escalation,
        recorded_by=by.id,
    )


def _plan_lines(sheet: Sheet, planned: Sequence[Step]) -> Reply:
    current = sheet.saved.get(PLAN_ITEM)
    before = current.given.value if current and current.given.status is Status.ANSWERED else []
    lines = [_plan_line(sheet.bank, one) for one in planned]
    return Reply(PLAN_ITEM, Status.ANSWERED, [*before, *lines], current.need if current else None)


def _plan_line(bank: Bank, step: Step) -> dict[str, str]:
    line = {
        "domain": bank.labels[step.domain],
        "action": step.action,
        "who": step.responsible,
        "by_when": step.due_on.isoformat() if step.due_on else "",
    }
    return line | {name: text for name in BESIDES if (text := getattr(step, name))}


def finish_action(*, by: Actor, episode: Episode, action: RiskAction, on: date) -> None:
    """The action is done; that is said once."""
    if action.done_on is not None:
        raise Refused("The action is done already")
    action.done_on, action.done_at, action.done_by = on, now(), by.id
    db.session.flush()
    tell("risk.action_done", by, episode, f"risk_actions:{action.id}", {"domain": action.domain})


def tell(action: str, by: Actor, episode: Episode, subject: str, detail: dict[str, Any]) -> None:
    """The line of the trail."""
    write(action, by=by, subject=subject, of=episode, detail=detail)
