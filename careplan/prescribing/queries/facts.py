"""Courses as frozen facts, with all that is ordered and prescribed: one statement, whoever reads them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Date, Select, String, cast, literal, null, select, union_all

from careplan.clients.models import Episode
from careplan.clients.queries.facts import of_episodes
from careplan.ground.clock import london_day
from careplan.ground.scope import Scope, chain, coded, grouped, rows, scope
from careplan.ground.types import Hundredths, Id, Moment
from careplan.prescribing.codes import Drug, Formulation, Phase, PrescriptionStatus
from careplan.prescribing.models import Course, DoseOrder, Prescription, PrescriptionEvent, Regimen
from careplan.prescribing.rules import facts
from careplan.prescribing.rules.week import Week

COLUMNS: dict[str, Any] = {
    "parent": Id,
    "root": Id,
    "id": Id,
    "on_day": Date,
    "ended_on": Date,
    "first": String,
    "second": String,
    "mg": Hundredths,
    "at": Moment,
}
"""What a part of the statement may fill; the rest is NULL."""
HUNG: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    (
        "order",
        DoseOrder,
        {
            "on_day": DoseOrder.effective_on,
            "first": DoseOrder.formulation,
            "second": DoseOrder.phase,
            "mg": DoseOrder.daily_mg,
            "at": DoseOrder.recorded_at,
        },
    ),
    (
        "week",
        Regimen,
        {"on_day": Regimen.effective_on, "first": Regimen.collect, "second": Regimen.supervised},
    ),
    (
        "prescription",
        Prescription,
        {"on_day": Prescription.signed_on, "first": Prescription.formulation, "second": Prescription.status},
    ),
)
"""What hangs on a course: part, table, and what it fills."""
DRUGS, FORMULATIONS = coded(Drug), coded(Formulation)
PHASES, STATUSES = coded(Phase), coded(PrescriptionStatus)
DAY = attrgetter("on_day")
Part = Select[*tuple[Any, ...]]


def courses(view: Scope, episodes: Collection[str] | None = None) -> Mapping[str, tuple[facts.Course, ...]]:
    """Courses by root of the episode, by id, as known; of these episodes (root ids), or of all."""
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in rows(union_all(*_parts(view, episodes)).order_by("id")):
        parts[row[0]].append(row)
    later = {row.parent: row.first for row in sorted(parts["event"], key=attrgetter("at", "id"))}
    orders = grouped((row[1], _order(row)) for row in sorted(parts["order"], key=DAY))
    weeks = grouped(
        (row[1], facts.Weekly(row.on_day, Week(row.first, row.second)))
        for row in sorted(parts["week"], key=DAY)
    )
    papers = grouped((row[1], _prescription(row, later)) for row in parts["prescription"])
    return grouped(
        (parent, facts.Course(DRUGS[drug], on, ended_on, orders[root], weeks[root], papers[root], id_, root))
        for _, parent, root, id_, on, ended_on, drug, *_ in parts["course"]
    )


def _order(row: Sequence[Any]) -> facts.Order:
    _, _, _, _, on, _, formulation, phase, mg, at = row
    return facts.Order(on, mg, FORMULATIONS[formulation], PHASES[phase], london_day(at))


def _prescription(row: Sequence[Any], later: Mapping[str, str]) -> facts.Prescription:
    """With the status of the last event, else the one it was written with."""
    _, _, root, id_, on, _, formulation, status, _, _ = row
    return facts.Prescription(id_, on, FORMULATIONS[formulation], STATUSES[later.get(root, status)])


def _parts(view: Scope, episodes: Collection[str] | None) -> Iterator[Part]:
    """A SELECT for each kind of row, with the root of the row that it hangs on."""
    episode, course, paper, event = chain(Episode), chain(Course), chain(Prescription), PrescriptionEvent
    ended = view.filled(Course.ended_on, Course.ended_at)
    begun = {"on_day": Course.first_dose_on, "ended_on": ended, "first": Course.drug}
    drugs = _part("course", Course, episode.root_id, begun)
    yield drugs.join(episode, view.below(episode, Course.episode_id)).where(
        view.mine(Course), *of_episodes(Course, episodes)
    )
    for part, row, columns in HUNG:
        hung = _part(part, row, course.root_id, columns).join(course, view.below(course, row.course_id))
        yield hung.where(view.mine(row), *of_episodes(course, episodes))
    changed = _part("event", event, paper.root_id, {"first": event.status, "at": event.recorded_at})
    changed = changed.join(paper, view.below(paper, event.prescription_id))
    changed = changed.join(course, view.below(course, paper.course_id))
    yield changed.where(view.mine(event), *of_episodes(course, episodes))


def _part(part: str, row: Any, parent: Any, filled: Mapping[str, Any]) -> Part:
    columns = {"parent": parent, "root": row.root_id, "id": row.id, **filled}
    padded = (columns.get(name, cast(null(), kind)).label(name) for name, kind in COLUMNS.items())
    return select(literal(part).label("part"), *padded)


def course_facts(
    services: frozenset[str], episode_id: str, but: str | None = None
) -> tuple[facts.Course, ...]:
    """Live courses of the episode (its root id), the latest first; without one (its root id) when it is named."""
    result = [one for one in courses(scope(services), [episode_id])[episode_id] if one.root_id != but]
    return tuple(sorted(result, key=lambda one: (one.first_dose_on, one.id), reverse=True))
