"""What may be struck out in this room, in words."""

from careplan.clients.queries.mistakes import below
from careplan.ground.offers import Mistake
from careplan.prescribing.actions.mistakes import strike_dose
from careplan.prescribing.codes import DoseStatus
from careplan.prescribing.labels import DOSES
from careplan.prescribing.models import Course, DoseEvent
from careplan.prescribing.rules.giving import GIVES
from careplan.ui.words import day, mg, moment


def _dose(row: DoseEvent) -> list[tuple[str, str]]:
    lines = [("Dose of", day(row.happened_on)), ("What became of it", DOSES[row.status])]
    lines += [("Amount", mg(row.mg))] if row.mg is not None else []
    lines += [("Handed out until", day(row.covers_until))] if row.covers_until else []
    lines += [("Note", row.note)] if row.note else []
    return [*lines, ("Recorded", moment(row.recorded_at))]


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
    ),
)
