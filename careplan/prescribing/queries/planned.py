"""The episode's courses as the facts that a checklist's conditions ask for."""

from collections import defaultdict
from datetime import date

from sqlalchemy import Subquery, literal, select, union_all
from sqlalchemy.orm import aliased

from careplan.assessment.rules.facts import CourseFact
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.models import Course, DoseOrder, Regimen


def course_facts(services: frozenset[str], episode_id: str) -> list[CourseFact]:
    """Live courses of the episode (its root id) with orders and supervised days, in one statement."""
    parts = _parts(episode_id)
    rows = db.session.execute(
        select(Course, parts.c.part, parts.c.on_day, parts.c.words)
        .outerjoin(parts, parts.c.root == Course.root_id)
        .where(Course.episode_id == episode_id, Course.service_id.in_(services), live(Course))
        .order_by(Course.first_dose_on, Course.id, parts.c.on_day)
    ).all()
    held: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
    for course, part, on_day, words in rows:
        held[course.id, part].append((on_day, words))
    return [
        CourseFact(
            course.drug,
            course.first_dose_on,
            course.ended_on,
            tuple(held[course.id, "order"]),
            tuple(held[course.id, "regimen"]),
        )
        for course in {row.Course.id: row.Course for row in rows}.values()
    ]


def _parts(episode_id: str) -> Subquery:
    link = aliased(Course)
    orders = (
        select(
            link.root_id.label("root"),
            literal("order").label("part"),
            DoseOrder.effective_on.label("on_day"),
            DoseOrder.formulation.label("words"),
        )
        .join(link, link.id == DoseOrder.course_id)
        .where(live(DoseOrder), link.episode_id == episode_id)
    )
    regimens = (
        select(link.root_id, literal("regimen"), Regimen.effective_on, Regimen.supervised)
        .join(link, link.id == Regimen.course_id)
        .where(live(Regimen), link.episode_id == episode_id)
    )
    return union_all(orders, regimens).subquery()
