"""What a transfer takes along: the packet of a record, read as it stands on the day (spec 03 §2.4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from careplan.assessment.codes import Status
from careplan.assessment.models import Assessment
from careplan.assessment.queries import ever_told
from careplan.assessment.rules.carrying import Earlier
from careplan.checklists.queries import bank, in_force
from careplan.checklists.rules.values import in_words
from careplan.clients.models import Episode
from careplan.clients.registers import Register
from careplan.clients.registers.rows import Owner, every, find
from careplan.clients.rules.packets import Agreed, Contents, Line, Medicine, Part, Person, Said
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.outcomes.registers import DRUG_TESTS, Top
from careplan.people.registers import ADDRESSES, CONSENTS, HELPERS, RELATIONS, SAFEGUARDING, SPEECH, WAYS
from careplan.plans.labels import PRIORITIES, STATUSES, WANTS_HELP
from careplan.plans.queries.versions import goals, versions
from careplan.plans.queries.whole import needs
from careplan.prescribing.labels import DRUGS, FORMULATION_WORDS, PHASES
from careplan.prescribing.queries.days import OpenCourse, course_summary
from careplan.prescribing.rules.facts import ONE_DAY
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.labels import DOMAINS, LEVELS
from careplan.risk.models import RiskLevel
from careplan.staff.models import Worker
from careplan.staff.queries import service_of
from careplan.staff.rules import Actor
from careplan.ui.words import day, mg

PEOPLE = (WAYS, ADDRESSES, SPEECH, RELATIONS, HELPERS, SAFEGUARDING, CONSENTS)


@dataclass(frozen=True, slots=True)
class Why:
    """To whom it is sent, why, and on what it rests."""

    receiver: str
    reason: str
    basis: str
    override_reason: str | None = None
    consent_id: str | None = None


def packed(by: Actor, services: frozenset[str], episode: Episode, why: Why, on: date) -> Contents:
    """The packet of the episode's record, for `receiver`."""
    service, client = service_of(services, episode.service_id), episode.client
    answers = _said(services, episode)
    names = ("first_name", "last_name", "date_of_birth", "birth_known", "sex", "ethnicity")
    who = {name: getattr(client, name) for name in (*names, "nhs_number", "postcode")}
    return Contents(
        person=Person(**who),
        service=service.name if service else "",
        telephone=(service.telephone if service else None) or "",
        worker=by.name,
        receiver=why.receiver,
        sent_on=on,
        reason=why.reason,
        basis=why.basis,  # type: ignore[arg-type]
        override_reason=why.override_reason,
        allergies=next((one.words for one in answers if one.item == "allergies"), ""),
        answers=answers,
        medicines=[_medicine(one, on) for one in course_summary(services, episode.id, on)],
        parts=list(_parts(services, episode, on)),
        consent=_agreed(services, episode, why.consent_id),
    )


def _agreed(services: frozenset[str], episode: Episode, consent_id: str | None) -> Agreed | None:
    """The consent of the record that is named; None without one."""
    row = find(CONSENTS, Owner(services, episode.service_id, episode), consent_id) if consent_id else None
    return Agreed(row.scope, row.basis, row.given_on, row.expires_on) if row else None


def _said(services: frozenset[str], episode: Episode) -> list[Said]:
    """What the client told last of each item; who was told it, and where."""
    latest: dict[str, Earlier] = {}
    for one in sorted(ever_told(episode), key=lambda one: one.day):
        if one.status is Status.ANSWERED:
            latest[one.item] = one
    papers = _papers({one.from_id for one in latest.values() if one.from_id})
    here = service_of(services, episode.service_id)
    name = here.name if here else ""
    return [answer for one in latest.values() if (answer := _one(one, papers, name))]


def _one(told: Earlier, papers: dict[str, tuple[str, str]], service: str) -> Said | None:
    edition, worker = papers.get(told.from_id or "", ("", ""))
    items = bank(edition) if edition else in_force(today())
    item = items.items.get(told.item)
    if item is None:
        return None
    by = told.brought_by or ", ".join(filter(None, (worker, service)))
    words = in_words(items, item, told.value)
    return Said(told.item, items.edition, told.value, told.need, told.on, by, item.question, words)


def _papers(ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Edition and worker of assessments, by id."""
    rows = (
        select(Assessment.id, Assessment.edition, func.coalesce(Worker.name, ""))
        .outerjoin(Worker, Worker.id == Assessment.worker_id)
        .where(Assessment.id.in_(sorted(ids)))
        .order_by(Assessment.id)
    )
    return {id_: (edition, name) for id_, edition, name in db.session.execute(rows)}


def _medicine(one: OpenCourse, on: date) -> Medicine:
    order, covered = one.order, one.facts.last_covered_on(on + ONE_DAY)
    drug = DRUGS[one.facts.drug]
    words = drug
    if order:
        words = f"{drug} {mg(order.daily_mg)} a day, {FORMULATION_WORDS[order.formulation].lower()}, "
        words += PHASES[order.phase].lower()
    if one.held_back:
        words += f". {one.held_back}"
    if one.week and not one.depot:
        words += f". Supervised on {one.week.supervised_days} days a week"
    words += f". Last day with a dose in hand: {day(covered)}" if covered else ". No dose is logged"
    return Medicine(one.facts.drug.value, words, f"{order.daily_mg:f}" if order else None, covered)


def _parts(services: frozenset[str], episode: Episode, on: date) -> Iterator[Part]:
    owner = Owner(services, episode.service_id, episode)
    every_part = (
        Part("Levels of risk", list(_levels(services, episode))),
        Part("Care plan", list(_plan(services, episode, on))),
        Part("Needs that are not met", list(_needs(services, episode))),
        Part("Outcomes", list(_outcomes(services, episode))),
        *(Part(one.title, list(_rows(one, owner))) for one in (*PEOPLE, DRUG_TESTS)),
    )
    yield from (part for part in every_part if part.lines)


def _rows(register: Register, owner: Owner) -> Iterator[Line]:
    for row in every(register, owner)[:20]:
        words = [f"{label}: {text}" for label, text in register.told(row) if text]
        yield day(row.recorded_at), "\n".join(words)


def _levels(services: frozenset[str], episode: Episode) -> Iterator[Line]:
    latest = (
        select(Assessment.root_id)
        .where(Assessment.episode_id == episode.root_id, Assessment.service_id.in_(services))
        .where(Assessment.kind == "risk", Assessment.completed_on.is_not(None), live(Assessment))
        .order_by(Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc())
        .limit(1)
    )
    rows = select(RiskLevel).where(RiskLevel.assessment_id.in_(latest), live(RiskLevel))
    for row in db.session.scalars(rows.order_by(RiskLevel.domain)):
        yield (
            DOMAINS[RiskDomain(row.domain)],
            f"{LEVELS[Level(row.level)]}{f'. {row.reason}' if row.reason else ''}",
        )


def _plan(services: frozenset[str], episode: Episode, on: date) -> Iterator[Line]:
    agreed = next((one for one in versions(services, episode) if one.agreed_on), None)
    if agreed is None:
        return
    yield "Agreed", day(agreed.agreed_on)
    own = {"What matters": agreed.matters_to_me, "Strengths": agreed.strengths, "Help": agreed.how_to_help}
    more = {"Not wanted": agreed.not_wanted, "If things go wrong": agreed.contingency}
    yield from ((label, words) for label, words in (own | more).items() if words)
    for one in goals(services, agreed, on):
        steps = [f"{step.action} ({step.responsible})" for step in one.actions]
        yield f"Goal: {STATUSES[one.status].lower()}", "\n".join([one.goal.wording, *steps])


def _needs(services: frozenset[str], episode: Episode) -> Iterator[Line]:
    agreed = next((one for one in versions(services, episode) if one.agreed_on), None)
    met = {one.goal.need_id for one in goals(services, agreed, date.max)} if agreed else set()
    for need in needs(services, episode):
        if need.root_id not in met:
            yield (
                PRIORITIES[need.priority],
                f"{need.words}. Wants help: {WANTS_HELP[need.wants_help].lower()}",
            )


def _outcomes(services: frozenset[str], episode: Episode) -> Iterator[Line]:
    rows = select(Top).where(Top.episode_id == episode.root_id, Top.service_id.in_(services), live(Top))
    top: Any = db.session.scalars(rows.order_by(Top.interviewed_on.desc(), Top.id.desc()).limit(1)).first()
    if top is not None:
        yield "Treatment Outcomes Profile", day(top.interviewed_on)
        for column in list(Top.__table__.columns):
            words = getattr(top, column.name, None)
            if column.name in TOPS and words:
                yield TOPS[column.name], words


TOPS = {
    "alcuse": "Alcohol, days of 28",
    "opiuse": "Opiates, days of 28",
    "crause": "Crack, days of 28",
    "cocause": "Cocaine, days of 28",
    "amphuse": "Amphetamines, days of 28",
    "cannuse": "Cannabis, days of 28",
    "otdrguse": "Other drug, days of 28",
    "ivdrguse": "Injected, days of 28",
    "psyhstat": "Psychological health, 0 to 20",
    "phstat": "Physical health, 0 to 20",
    "quallife": "Quality of life, 0 to 20",
    "acuthpbm": "Acute housing problem",
    "hrisk": "At risk of eviction",
}
"""What of the profile is told, and the questions in few words."""
