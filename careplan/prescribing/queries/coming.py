"""Who comes on a day, as far as the database can say without the rules."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from careplan.clients.models import Client, Pause
from careplan.ground.corrections import live
from careplan.prescribing.models import Course, DoseEvent
from careplan.prescribing.queries.asked import ON, SERVICES, course_rows
from careplan.prescribing.queries.unsettled import WEEKDAY, of_courses, ordered, weekly


def coming_values(services: frozenset[str], on: date) -> dict[str, Any]:
    """What the statement is run with."""
    return {"services": sorted(services), "on": on, "weekday": on.weekday() + 1}


@cache
def coming_rows() -> Select[Any]:
    """Open courses with an order whose clients live and come on the day, by name; `logged` where a dose of it is.

    They come as their week says, and while away where a dose is logged. `unsure` are those of whom only the rules can
    say: who ever had a depot ordered.
    """
    orders, weeks, days = ordered().c, weekly().c, of_courses(DoseEvent).where(DoseEvent.happened_on == ON)
    logged = days.subquery("logged").c.root
    now = (Pause.from_on <= ON, or_(Pause.until_on.is_(None), Pause.until_on > ON))
    rests = select(Pause.episode_id).where(Pause.service_id.in_(SERVICES), live(Pause), *now)
    away, unsure = Course.episode_id.in_(rests), orders.depots > 0
    visit = or_(Course.first_dose_on == ON, func.substr(weeks.collect, WEEKDAY, 1) == "1")
    return (
        course_rows(False)
        .add_columns(unsure.label("unsure"), logged.is_not(None).label("logged"))
        .join(orders.root.table, orders.root == Course.root_id)
        .outerjoin(weeks.root.table, and_(weeks.root == Course.root_id, weeks.back == 1))
        .outerjoin(logged.table, logged == Course.root_id)
        .where(or_(unsure, and_(away, logged.is_not(None)), and_(~away, or_(weeks.root.is_(None), visit))))
        .where(or_(Client.deceased_on.is_(None), Client.deceased_on >= ON))
    )
