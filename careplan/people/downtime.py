"""What the downtime pack tells of a client as a person: safe numbers, and open safeguarding."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.offers import Downtime
from careplan.people import labels, rules
from careplan.people.registers import ContactWay, SafeguardingStep


def _telephones(services: frozenset[str], episodes: Collection[str], on: date) -> Mapping[str, list[str]]:
    """Numbers in use that are safe for something, the preferred first. One statement."""
    named, any_of, way = aliased(Client), aliased(Client), ContactWay
    rows: Select[*tuple[Any, ...]] = (
        select(Episode.id, way.kind, way.value, func.coalesce(way.safe, ""), way.preferred, way.whose)
        .join(named, named.id == Episode.client_id)
        .join(any_of, any_of.root_id == named.root_id)
        .join(way, way.client_id == any_of.id)
        .where(Episode.id.in_(episodes), Episode.service_id.in_(services), live(way), way.kind != "email")
        .where(or_(way.until.is_(None), way.until > on))
        .order_by(Episode.id, way.preferred.desc(), way.recorded_at.desc(), way.id)
    )
    told: dict[str, list[str]] = defaultdict(list)
    for episode, *columns in db.session.execute(rows):
        one = rules.Way(*columns)
        if one.safe:
            told[episode].append(labels.way_words(one))
    return told


def _concerns(services: frozenset[str], episodes: Collection[str], _on: date) -> Mapping[str, list[str]]:
    """Open safeguarding. One statement."""
    row = SafeguardingStep
    rows: Select[*tuple[Any, ...]] = (
        select(Episode.id, row.whom, row.name, row.stage, row.happened_on, row.review_on)
        .join(row, row.episode_id == Episode.root_id)
        .where(Episode.id.in_(episodes), Episode.service_id.in_(services), live(row))
        .order_by(Episode.id, row.happened_on, row.recorded_at, row.id)
    )
    steps: dict[str, list[rules.Concern]] = defaultdict(list)
    for episode, *columns in db.session.execute(rows):
        steps[episode].append(rules.Concern(*columns))
    return {id_: [labels.concern_words(one) for one in rules.standing(every)] for id_, every in steps.items()}


DOWNTIME = (Downtime("Telephone", 10, told=_telephones), Downtime("Safeguarding", 40, told=_concerns))
