"""Notes of an episode in pages, one note whole, and notes that hold words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.contacts.models import ContactGoal, ContactNote
from careplan.contacts.registers import NOTE_TEMPLATES
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.models import CarePlan, Goal
from careplan.plans.queries.versions import goals_of
from careplan.plans.rules.versions import CARRIED_OVER
from careplan.staff.models import Worker
from careplan.ui.paging import Rows, read_page

SIZE = 20
MOST = 50
"""How many notes a search shows."""
NEWEST = (
    ContactNote.happened_on.desc(),
    func.coalesce(ContactNote.began, "").desc(),
    ContactNote.recorded_at.desc(),
    ContactNote.id.desc(),
)


def of_episode(services: frozenset[str], episode: Episode) -> tuple[ColumnElement[bool], ...]:
    """SQL conditions: live notes of the episode, where it is at one of the services."""
    here = ContactNote.episode_id == episode.root_id
    return ContactNote.service_id.in_(services), here, live(ContactNote)


def page(services: frozenset[str], episode: Episode, number: int) -> Rows:
    """A page of an episode's notes, the latest first, each with who wrote it. Two statements."""
    mine = of_episode(services, episode)
    return read_page(_named().order_by(*NEWEST), ContactNote, mine, number, SIZE)


def _named() -> Select[ContactNote, str]:
    return select(ContactNote, Worker.name).join(Worker, Worker.id == ContactNote.worker_id)


def note(services: frozenset[str], episode: Episode, note_id: str) -> ContactNote | None:
    """A note of the episode by its id, live or not."""
    mine = (ContactNote.service_id.in_(services), ContactNote.episode_id == episode.root_id)
    one: ContactNote | None = db.session.scalars(
        select(ContactNote).where(ContactNote.id == note_id, *mine)
    ).first()
    return one


def last(services: frozenset[str], episode: Episode) -> ContactNote | None:
    """The note of the episode that was recorded last, live or not."""
    mine = (ContactNote.service_id.in_(services), ContactNote.episode_id == episode.root_id)
    rows = select(ContactNote).where(*mine).order_by(ContactNote.recorded_at.desc(), ContactNote.id.desc())
    return db.session.scalars(rows.limit(1)).first()


def chain(services: frozenset[str], note: ContactNote) -> list[tuple[ContactNote, str]]:
    """All versions of a note, the newest first, each with the name of who had the contact."""
    mine = (ContactNote.service_id.in_(services), ContactNote.root_id == note.root_id)
    rows = _named().where(*mine).order_by(ContactNote.recorded_at.desc(), ContactNote.id.desc())
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def goals_touched(note_ids: Iterable[str]) -> dict[str, list[Goal]]:
    """The goals that versions of notes touched, by the id of the version, as they are worded now."""
    rows = (
        select(ContactGoal.note_id, Goal)
        .join(Goal, and_(Goal.root_id == ContactGoal.goal_id, Goal.superseded_at.is_(None)))
        .where(ContactGoal.note_id.in_(list(note_ids)))
        .order_by(ContactGoal.note_id, Goal.recorded_at, Goal.id)
    )
    touched: dict[str, list[Goal]] = {}
    for note_id, goal in db.session.execute(rows):
        touched.setdefault(note_id, []).append(goal)
    return touched


def open_goals(services: frozenset[str], episode: Episode, on: date) -> dict[str, str]:
    """Wording by id (of the chain's first row) of the goals of the agreed plan that are not reached yet."""
    return open_goals_of(services, [episode], on).get(episode.id, {})


def open_goals_of(
    services: frozenset[str], episodes: Iterable[Episode], on: date
) -> dict[str, dict[str, str]]:
    """The same of several episodes, by their ids. Four statements at most, however many there are."""
    ids = {one.root_id: one.id for one in episodes}
    plans = select(CarePlan).where(
        CarePlan.service_id.in_(services),
        CarePlan.episode_id.in_(ids),
        CarePlan.agreed_on <= on,
        live(CarePlan),
    )
    agreed = {one.episode_id: one for one in db.session.scalars(plans.order_by(CarePlan.version))}
    whose = {one.root_id: ids[one.episode_id] for one in agreed.values()}
    listed: dict[str, dict[str, str]] = {}
    for one in goals_of(services, agreed.values(), on):
        if one.status in CARRIED_OVER:
            listed.setdefault(whose[one.goal.care_plan_id], {})[one.goal.root_id] = one.goal.wording
    return listed


@dataclass(frozen=True, slots=True)
class Hit:
    """A note that holds the words, with its client, episode and who had the contact."""

    note: ContactNote
    client: Client
    episode_id: str
    worker: str


def search(services: frozenset[str], words: Sequence[str]) -> list[Hit]:
    """Notes of these services that hold every one of the words, the latest first; one more than are shown."""
    own, named = ContactNote, aliased(Client)
    texts = (own.words, own.with_whom, own.risk_words, own.next_step)
    holds = [or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in words]
    rows = (
        select(own, Client, Episode.id, Worker.name)
        .join(Episode, and_(Episode.root_id == own.episode_id, live(Episode)))
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .join(Worker, Worker.id == own.worker_id)
        .where(own.service_id.in_(services), live(own), *holds)
        .order_by(*NEWEST)
        .limit(MOST + 1)
    )
    return [Hit(*row) for row in db.session.execute(rows)]


def templates(service_id: str) -> dict[str, str]:
    """The service's own words to begin a note with, by what the contact is for."""
    own = NOTE_TEMPLATES.model
    rows = select(own.purpose, own.words).where(own.service_id == service_id, live(own)).order_by(own.id)
    return {row[0]: row[1] for row in db.session.execute(rows)}
