"""What may be struck out in this room, in words."""

from typing import TYPE_CHECKING

from careplan.clients.queries.mistakes import below
from careplan.ground.mistakes import Again, Mistake
from careplan.prescribing.actions.deviations import strike_dose
from careplan.prescribing.codes import DoseStatus
from careplan.prescribing.labels import DOSES
from careplan.prescribing.models import Course, DoseEvent
from careplan.prescribing.queries import courses
from careplan.prescribing.rules.entries import key_of
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.giving import GIVES
from careplan.ui.words import day, mg, moment

if TYPE_CHECKING:
    from careplan.clients.models import Episode


def _dose(row: DoseEvent) -> list[tuple[str, str]]:
    lines = [("Dose of", day(row.happened_on)), ("What became of it", DOSES[row.status])]
    lines += [("Amount", mg(row.mg))] if row.mg is not None else []
    lines += [("Handed out until", day(row.covers_until))] if row.covers_until else []
    lines += [("Note", row.note)] if row.note else []
    return [*lines, ("Recorded", moment(row.recorded_at))]


def _again(episode: "Episode", row: DoseEvent) -> Again | None:
    """Where the dose is logged in the running course of an episode; None without one."""
    mine = frozenset({episode.service_id})
    course = next((one for one in courses(mine, episode.root_id) if one.ended_on is None), None)
    if course is None:
        return None
    texts = {
        "what": key_of(DoseStatus(row.status)),
        "source": row.source,
        "mg": plain(row.mg) if row.mg else "",
    }
    days = {"on": row.happened_on, "until": row.covers_until}
    return "prescribing.log_dose", {"course_id": course.id}, {**texts, **days, "note": row.note}


MISTAKES = (
    Mistake(
        kind="dose",
        name="dose",
        then="Nothing is known of this dose any more: the day stands in the dose round again, and the next dose is "
        "judged without it. A task tells the prescriber.",
        find=below(DoseEvent, (Course, DoseEvent.course_id)),
        shown=_dose,
        strike=strike_dose,
        seconded=lambda row: DoseStatus(row.status) in GIVES,
        again=_again,
    ),
)
