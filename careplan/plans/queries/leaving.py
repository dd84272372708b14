"""What is still running in an episode, what stands open in it, and the latest day on which something happened."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, union_all

from careplan.assessment import queries as assessments
from careplan.assessment.codes import Status
from careplan.checklists.queries import in_force
from careplan.checklists.rules.values import bare
from careplan.clients.models import Episode, Intervention, Pause
from careplan.clients.queries import open_tasks
from careplan.clients.rules.afterwards import DEATH
from careplan.clients.rules.facts import Waiting
from careplan.ground.db import db
from careplan.ground.gathering import still_ours
from careplan.outcomes.registers import Top
from careplan.plans.models import CarePlan, CarePlanReview
from careplan.plans.queries.versions import of_episode
from careplan.plans.rules.leaving import (
    LEAVING,
    Latest,
    Matter,
    Use,
    children,
    counted_days,
    earliest_close,
    missed,
    not_countersigned,
    of_tasks,
    pharmacy,
    risk_action,
    stops,
)
from careplan.prescribing.codes import PrescriptionStatus
from careplan.prescribing.queries import course_summary, courses, history
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.prescriptions import Script, prescriptions
from careplan.prescribing.rules.changing import stopping
from careplan.prescribing.rules.standard import standard
from careplan.risk import queries as risks
from careplan.risk.codes import RiskDomain
from careplan.risk.labels import LEVELS, level_words
from careplan.risk.queries import Picture
from careplan.risk.rules import GRAVE, needs_countersigning
from careplan.ui.words import day


@dataclass(frozen=True, slots=True)
class Running:
    """What has no end yet, the first day on which the episode may close, and what stands open on a day.

    `scripts`: prescriptions that somebody could still take to a pharmacy. `said`: what makes an exit reason doubtful.
    """

    interventions: tuple[Intervention, ...]
    courses: tuple[History, ...]
    earliest: date
    scripts: tuple[tuple[History, Script], ...] = ()
    matters: tuple[Matter, ...] = ()
    latest: Latest = field(default_factory=Latest)


def ended_on(episode: Episode) -> date | None:
    """The day the episode closed or the client died, whichever came first."""
    return min(
        (day for day in (episode.closed_on, episode.client.deceased_on) if day is not None), default=None
    )


def running(services: frozenset[str], episode: Episode, on: date) -> Running:
    """What leaving treatment has to end, from which day on it may, and what is open on the day."""
    rows = of_episode(services, episode, Intervention)
    offered = list(db.session.scalars(rows.order_by(Intervention.id)))
    taken = history(services, courses(services, episode.root_id), None, standard(on))
    days = [*_of_interventions(offered), *_of_courses(taken), *_last_days(services, episode)]
    still = tuple(one for one in taken if one.course.ended_on is None)
    scripts = tuple(_scripts(services, taken, on))
    drugs = tuple(one.course.drug for one in still)
    begun = bool(taken) or any(one.started_on for one in offered)
    return Running(
        interventions=tuple(one for one in offered if one.ended_on is None),
        courses=still,
        earliest=earliest_close([episode.referred_on, episode.triaged_on, *days]),
        scripts=scripts,
        matters=matters(services, episode, on, drugs, tuple(script for _, script in scripts)),
        latest=latest_of(services, episode, on, begun),
    )


def _scripts(services: frozenset[str], taken: list[History], on: date) -> Iterator[tuple[History, Script]]:
    """Prescriptions issued and not used up, each with its course."""
    by_id = {one.id: one for one in taken}
    for script in prescriptions(services, by_id):
        if script.status is PrescriptionStatus.ISSUED and script.row.ends_on >= on:
            yield by_id[script.course_id], script


def _of_interventions(offered: list[Intervention]) -> Iterator[date | None]:
    for one in offered:
        yield from (one.referred_on, one.first_offered_on, one.started_on, one.ended_on)


def _of_courses(taken: list[History]) -> Iterator[date | None]:
    for one in taken:
        yield from (one.course.first_dose_on, one.course.ended_on)
        yield max((dose.on for dose in one.logged), default=None)


def _last_days(services: frozenset[str], episode: Episode) -> Iterator[date | None]:
    """The last review, the last agreement of a plan, and the last time a pause began."""
    days: list[tuple[Any, Any]] = [
        (CarePlanReview, CarePlanReview.reviewed_on),
        (CarePlan, CarePlan.agreed_on),
        (Pause, Pause.from_on),
    ]
    last = [of_episode(services, episode, model).with_only_columns(func.max(day)) for model, day in days]
    yield from db.session.scalars(union_all(*last))


def pause(services: frozenset[str], episode: Episode, pause_id: str) -> Pause | None:
    """One pause of this episode."""
    rows = of_episode(services, episode, Pause).where(Pause.id == pause_id)
    pause: Pause | None = db.session.scalars(rows).first()
    return pause


NOT_HERS = ("assessment", DEATH)
"""Tasks that are no matter of leaving: an assessment ends with the episode, a death has duties of its own."""


def matters(
    services: frozenset[str], episode: Episode, on: date, drugs: tuple[str, ...], scripts: tuple[Script, ...]
) -> tuple[Matter, ...]:
    """Each open matter with what must be done; `drugs`: of the courses that end. Ten statements, however many."""
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
        *_doses(services, episode, on),
        *(Matter(*one) for one in still_ours(services, episode)),
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
        grave = [level_words(domain, level) for domain, level in levels.items() if level in GRAVE]
        yield not_countersigned(assessed.assessment.root_id, grave, assessed.assessment.completed_on)
    for one in assessed.actions:
        if one.done_on is None:
            yield risk_action(one.id, one.action, one.responsible, one.due_on)


def _children(episode: Episode, assessed: Picture | None, on: date) -> Iterator[str]:
    level = assessed.bare_levels.get(RiskDomain.CHILDREN) if assessed else None
    if level in GRAVE:
        yield f"{LEVELS[level].lower()} risk"
    given = assessments.latest_answers(episode, ("children_under_18", "child_safeguarding"))
    rows = given["children_under_18"].value if "children_under_18" in given else []
    if any(isinstance(row, dict) and row.get("lives_with") is not False for row in rows or []):
        yield "a child lives with the client, or it is not said where"
    if "child_safeguarding" in given:
        bank = in_force(on)
        concern = bare(bank.items["child_safeguarding"], given["child_safeguarding"].value)
        if concern != "no_concern":
            yield f"concern, {bank.labels.get(concern, concern).lower()}"


def _doses(services: frozenset[str], episode: Episode, on: date) -> Iterator[Matter]:
    """Of each open course: days missed, and a dose that stops in one step."""
    for one in course_summary(services, episode.id, on):
        if one.dead:
            continue
        if one.logged and one.run.days:
            yield missed(one.id, str(one.facts.drug), one.run.days)
        for finding in stopping(one.facts, on, on, one.standard):
            yield stops(one.id, str(one.facts.drug), finding)


def latest_of(services: frozenset[str], episode: Episode, on: date, started: bool) -> Latest:
    """What the client last told of use, in an assessment or an outcomes profile, whichever is later."""
    told = [
        one
        for one in assessments.earlier(episode)
        if one.item == "substances_used" and one.status is Status.ANSWERED
    ]
    pairs = [(one.on, tuple(_of_rows(one.value, on))) for one in told[-1:]]
    tops = of_episode(services, episode, Top).order_by(Top.interviewed_on.desc(), Top.id.desc())
    top = db.session.scalars(tops).first()
    if top is not None:
        pairs.append((top.interviewed_on, tuple(_of_top(top))))
    told_on, uses = max(pairs, key=lambda one: one[0], default=(None, ()))
    return Latest(uses, told_on, started, episode.client.deceased_on)


def _of_rows(rows: object, on: date) -> Iterator[Use]:
    words = in_force(on).labels
    for row in rows if isinstance(rows, list) else []:
        code = row.get("substance")
        if code and row.get("prescribed") is not True:
            yield Use(code, words.get(code, code).lower(), counted_days(row.get("days_28")))


def _of_top(top: Top) -> Iterator[Use]:
    for item, (code, words) in LEAVING.on(top.interviewed_on).profile.items():
        yield Use(code, words, counted_days(getattr(top, item)))
