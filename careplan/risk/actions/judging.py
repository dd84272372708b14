"""Writes of judgements: levels, completing, countersigning, striking out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from sqlalchemy.exc import IntegrityError

from careplan.assessment.actions import complete as complete_assessment
from careplan.assessment.actions import keep_digests, record_again, save_section
from careplan.assessment.codes import Status
from careplan.assessment.models import Assessment
from careplan.assessment.queries import Sheet, struck_items
from careplan.assessment.queries.answers import assessment_of
from careplan.assessment.rules.completion import Outcome, Reason
from careplan.assessment.rules.saved import Reply
from careplan.checklists.codes import Fact
from careplan.clients.actions import close_task, forget_triage, strike_out
from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.ground.corrections import Why, hanging, told
from careplan.ground.db import db
from careplan.risk.actions.planning import Refused, tell
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.models import Countersignature, RiskLevel
from careplan.risk.queries import Picture, mistakes
from careplan.risk.queries.mistakes import LEVELS_ITEM
from careplan.risk.rules import Suggestions, Verdict, needs_countersigning, under, verdict
from careplan.staff.rules import Actor

FIXED = "The assessment is completed and fixed"
OWN = "Somebody else has to countersign an assessment that you made, completed or set levels in"


@dataclass(frozen=True, slots=True)
class Judged:
    """The worker's level for one domain, with its reason."""

    level: Level
    reason: str | None


def set_levels(
    *,
    by: Actor,
    episode: Episode,
    sheet: Sheet,
    picture: Picture,
    levels: Mapping[RiskDomain, Judged],
    on: date,
) -> None:
    """Levels of an open risk assessment; the checklist's item of that name follows once all four are set."""
    if sheet.assessment.completed_on is not None:
        raise Refused(FIXED)
    for domain, judged in levels.items():
        row = db.session.get(RiskLevel, (sheet.id, domain.value, 1)) or RiskLevel(
            assessment_id=sheet.id, domain=domain, service_id=episode.service_id
        )
        row.level, row.reason, row.recorded_by, row.recorded_at = judged.level, judged.reason, by.id, now()
        db.session.add(row)
    db.session.flush()
    tell("risk.levels_set", by, episode, f"assessments:{sheet.id}", {"domains": sorted(levels)})
    if reply := _levels_reply(picture, levels):
        save_section(by=by, episode=episode, sheet=sheet, replies=[reply], on=on)


def set_again(
    *,
    by: Actor,
    episode: Episode,
    sheet: Sheet,
    picture: Picture,
    levels: Mapping[RiskDomain, Judged],
    on: date,
) -> None:
    """Levels of a completed assessment in the place of those that were struck out; raises Refused where none was.

    High or immediate risk that nobody has seen yet is countersigned anew: an earlier countersignature ends.
    """
    free = mistakes.struck_levels(sheet.assessment)
    if not levels.keys() <= free.keys():
        raise Refused(FIXED)
    for domain, judged in levels.items():
        keys = {"assessment_id": sheet.id, "domain": domain, "slot": free[domain] + 1}
        keys |= {"service_id": episode.service_id, "recorded_by": by.id}
        db.add(RiskLevel(level=judged.level, reason=judged.reason, **keys))
    detail = {"domains": sorted(levels), "again": True}
    tell("risk.levels_set", by, episode, f"assessments:{sheet.id}", detail)
    reply = _levels_reply(picture, levels)
    if reply and LEVELS_ITEM in struck_items(sheet):
        record_again(by=by, episode=episode, sheet=sheet, reply=reply, on=on)
    if needs_countersigning(judged.level for judged in levels.values()):
        for row in mistakes.signatures(sheet.assessment):
            reason = "A level was recorded again after it"
            strike_out(by=by, episode=episode, row=row, act="risk.countersignature", reason=reason)


def _levels_reply(picture: Picture, levels: Mapping[RiskDomain, Judged]) -> Reply | None:
    """The checklist's item of all levels; None until there are all."""
    judged = {domain: Judged(level, reason) for domain, (level, reason) in picture.levels.items()}
    judged |= levels
    if len(judged) < len(RiskDomain):
        return None
    rows = ({"domain": one, "level": judged[one].level, "reason": judged[one].reason} for one in RiskDomain)
    filled = [{name: str(value) for name, value in row.items() if value} for row in rows]
    return Reply(LEVELS_ITEM, Status.ANSWERED, filled)


def complete(
    *,
    by: Actor,
    episode: Episode,
    sheet: Sheet,
    picture: Picture,
    suggest: Suggestions,
    facts: Collection[Fact],
    on: date,
    reason: Reason | None = None,
    finish_by: date | None = None,
) -> Outcome | Verdict:
    """Complete the risk assessment; without a reason every level and the actions for grave risk come first.

    A level that the answers meanwhile put too low is explained or raised first. READY is never answered: then
    the assessment's own outcome is.
    """
    unexplained = [one for one in under(picture.bare_levels, suggest) if not picture.levels[one][1]]
    ready = verdict(picture.bare_levels, [action.planned for action in picture.actions], unexplained)
    if ready in (Verdict.NO_ACTION, Verdict.NO_REASON) or (ready is Verdict.NO_LEVEL and reason is None):
        return ready
    return complete_assessment(
        by=by, episode=episode, sheet=sheet, facts=facts, on=on, reason=reason, finish_by=finish_by
    )


def countersign(
    *, by: Actor, episode: Episode, picture: Picture, note: str | None, on: date
) -> Countersignature:
    """A second person has seen the high or immediate risk; once for each completed assessment."""
    if picture.assessment.completed_on is None or not needs_countersigning(picture.bare_levels.values()):
        raise Refused("Only a completed assessment of high or immediate risk is countersigned")
    if by.id in picture.makers:
        raise Refused(OWN)
    root = picture.assessment.root_id
    made = Countersignature(
        assessment_id=root, service_id=episode.service_id, signed_on=on, note=note, recorded_by=by.id
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        raise Refused("The assessment is countersigned already") from None
    tell("risk.countersigned", by, episode, f"assessments:{root}", {})
    for task in mistakes.to_sign(episode, picture.assessment):
        close_task(by=by, task=task, words="Countersigned.")
    return made


def strike_level(*, by: Actor, episode: Episode, row: RiskLevel, **why: Unpack[Why]) -> None:
    """The level was not the client's: the assessment stands without it, and waits for a manager only if it must."""
    assessment = assessment_of(row)
    left = [Level(one.level) for one in mistakes.levels_of(assessment) if one.domain != row.domain]
    tasks = [] if needs_countersigning(left) else mistakes.to_sign(episode, assessment)
    along = [*mistakes.told_levels(row), *tasks]
    strike_out(by=by, episode=episode, row=row, act="risk.level", along=along, **why)
    keep_digests(Assessment.id == row.assessment_id, record_at=episode.service_id)


def strike_assessment(*, by: Actor, episode: Episode, row: Assessment, **why: Unpack[Why]) -> Episode:
    """It was not made with this client: what hangs on it goes too, tasks that nobody closed, and a triage's day.

    Closed tasks tell of what was done, and stay, unless they are another client's.
    """
    along = [*hanging(row), *mistakes.tasks_of(episode, row, closed=bool(why.get("wrong_client")))]
    strike_out(by=by, episode=episode, row=row, act="assessment", along=along, **why)
    if row.kind != "triage" or row.completed_on is None or row.completed_on != episode.triaged_on:
        return episode
    return forget_triage(by=by, episode=episode, reason=f"The triage was recorded by mistake: {told(why)}")
