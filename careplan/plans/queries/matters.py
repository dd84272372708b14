"""What stands open in an episode on the day that a client leaves, from every room below."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from careplan.assessment import queries as assessments
from careplan.assessment.codes import Status
from careplan.checklists.queries import in_force
from careplan.checklists.rules.values import bare
from careplan.clients.models import Episode
from careplan.clients.queries import open_tasks
from careplan.clients.rules.afterwards import DEATH
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.outcomes.models import Top
from careplan.plans.rules.doubts import LEAVING, Said, Use, counted_days
from careplan.plans.rules.matters import (
    Matter,
    Waiting,
    children,
    missed,
    not_countersigned,
    of_tasks,
    pharmacy,
    risk_action,
)
from careplan.prescribing.queries import course_summary
from careplan.prescribing.queries.prescriptions import Script
from careplan.risk import queries as risks
from careplan.risk.codes import DOMAINS, LEVELS, RiskDomain
from careplan.risk.queries import Picture
from careplan.risk.rules import GRAVE, needs_countersigning
from careplan.ui.words import day

NOT_HERS = ("assessment", DEATH)
"""Tasks that are no matter of leaving: an assessment ends with the episode, a death has duties of its own."""


def matters(
    services: frozenset[str], episode: Episode, on: date, drugs: tuple[str, ...], scripts: tuple[Script, ...]
) -> tuple[Matter, ...]:
    """Each open matter with what must be done; `drugs`: of the courses that end. Nine statements, however many."""
    tasks = [
        Waiting(one.id, one.kind, one.words, one.due_on)
        for one in open_tasks(episode)
        if one.kind not in NOT_HERS
    ]
    assessed = next((one for one in risks.pictures(services, episode) if one.assessment.completed_on), None)
    calls = [*(f"the {drug} course" for drug in drugs), *(script_words(one) for one in scripts)]
    matters = [
        *of_tasks(tasks),
        *_risks(assessed),
        children(_children(episode, assessed, on)),
        *_missed(services, episode, on),
        pharmacy(calls),
    ]
    return tuple(one for one in matters if one is not None)


def script_words(script: Script) -> str:
    """A prescription that still stands: its number and days."""
    serial = f" {script.row.serial}" if script.row.serial else ""
    return f"prescription{serial} of {day(script.row.starts_on)} to {day(script.row.ends_on)}"


def _risks(assessed: Picture | None) -> Iterator[Matter]:
    if assessed is None or assessed.assessment.completed_on is None:
        return
    levels = assessed.bare_levels
    if needs_countersigning(levels.values()) and assessed.signed_on is None:
        grave = [
            f"{LEVELS[level]} risk: {DOMAINS[domain].lower()}"
            for domain, level in levels.items()
            if level in GRAVE
        ]
        yield not_countersigned(assessed.assessment.root_id, grave, assessed.assessment.completed_on)
    for one in assessed.actions:
        if one.done_on is None:
            yield risk_action(one.id, one.action, one.responsible, one.due_on)


def _children(episode: Episode, assessed: Picture | None, on: date) -> Iterator[str]:
    level = assessed.bare_levels.get(RiskDomain.CHILDREN) if assessed else None
    if level in GRAVE:
        yield f"{LEVELS[level].lower()} risk"
    given = assessments.known(episode, ("children_under_18", "child_safeguarding"))
    rows = given["children_under_18"].value if "children_under_18" in given else []
    if any(isinstance(row, dict) and row.get("lives_with") is not False for row in rows or []):
        yield "a child lives with the client, or it is not said where"
    if "child_safeguarding" in given:
        bank = in_force(on)
        concern = bare(bank.items["child_safeguarding"], given["child_safeguarding"].value)
        if concern != "no_concern":
            yield f"concern, {bank.labels.get(concern, concern).lower()}"


def _missed(services: frozenset[str], episode: Episode, on: date) -> Iterator[Matter]:
    for one in course_summary(services, episode.id, on):
        if one.logged and not one.dead and one.run.days:
            yield missed(one.id, str(one.facts.drug), one.run.days)


def last_said(services: frozenset[str], episode: Episode, on: date, started: bool) -> Said:
    """What the client last told of use, in an assessment or an outcomes profile, whichever is later."""
    told = [
        one
        for one in assessments.earlier(episode)
        if one.item == "substances_used" and one.status is Status.ANSWERED
    ]
    pairs = [(one.on, tuple(_of_rows(one.value, on))) for one in told[-1:]]
    top = db.session.scalars(
        select(Top)
        .where(Top.service_id.in_(services), Top.episode_id == episode.root_id, live(Top))
        .order_by(Top.interviewed_on.desc(), Top.id.desc())
    ).first()
    if top is not None:
        pairs.append((top.interviewed_on, tuple(_of_top(top))))
    told_on, uses = max(pairs, key=lambda one: one[0], default=(None, ()))
    return Said(uses, told_on, started, episode.client.deceased_on)


def _of_rows(rows: object, on: date) -> Iterator[Use]:
    words = in_force(on).labels
    for row in rows if isinstance(rows, list) else []:
        code = row.get("substance")
        if code and row.get("prescribed") is not True:
            yield Use(code, words.get(code, code).lower(), counted_days(row.get("days_28")))


def _of_top(top: Top) -> Iterator[Use]:
    for item, (code, words) in LEAVING.on(top.interviewed_on).profile.items():
        yield Use(code, words, counted_days(getattr(top, item)))
