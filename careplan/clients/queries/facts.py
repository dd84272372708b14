"""Interventions and times away as frozen facts, by root of the episode, as known."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from careplan.clients.codes import InterventionKind, PauseReason
from careplan.clients.models import Episode, Intervention, Pause
from careplan.clients.rules import facts
from careplan.clients.rules.waits import Days
from careplan.ground.scope import Scope, chain, coded, grouped, rows

KINDS = coded(InterventionKind)


def interventions(
    view: Scope, episodes: Collection[str] | None = None
) -> Mapping[str, tuple[facts.Intervention, ...]]:
    """Interventions by episode, of these (root ids) or of all; nothing is seen before it was filled in."""
    episode, row = chain(Episode), Intervention
    statement = (
        select(episode.root_id, row.id, row.kind, row.referred_on)
        .add_columns(view.filled(row.first_offered_on, row.offered_at))
        .add_columns(view.filled(row.started_on, row.started_at), view.filled(row.ended_on, row.ended_at))
        .join(episode, view.below(episode, row.episode_id))
        .where(view.mine(row), *of_episodes(row, episodes))
        .order_by(row.id)
    )
    return grouped(
        (parent, facts.Intervention(id_, KINDS[kind], Days(*days)))
        for parent, id_, kind, *days in rows(statement)
    )


def pauses(view: Scope) -> Mapping[str, tuple[facts.Pause, ...]]:
    """Pauses by episode."""
    episode, row = chain(Episode), Pause
    statement = (
        select(episode.root_id, row.from_on, view.filled(row.until_on, row.ended_at), row.reason)
        .join(episode, view.below(episode, row.episode_id))
        .where(view.mine(row))
        .order_by(row.id)
    )
    return grouped(
        (parent, facts.Pause(from_on, until_on, PauseReason(reason)))
        for parent, from_on, until_on, reason in rows(statement)
    )


def of_episodes(row: Any, episodes: Collection[str] | None) -> tuple[Any, ...]:
    """SQL conditions that keep rows of these episodes (root ids): none where all are wanted."""
    return () if episodes is None else (row.episode_id.in_(episodes),)
