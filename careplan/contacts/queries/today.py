"""What notes leave for whoever keeps the client."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from careplan.assessment.models import Assessment
from careplan.clients.rules.todo import Of, whose
from careplan.contacts.models import ContactNote
from careplan.ground.corrections import live
from careplan.ground.marks import SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.staff.rules import Actor


@dataclass(frozen=True, slots=True)
class RiskChanged:
    """The day of a contact in which risk changed, with no risk assessment on that day or since."""

    happened_on: date


def _changed() -> Rows:
    note, after = ContactNote, Assessment
    assessed = select(after.id).where(
        after.episode_id == note.episode_id,
        after.kind == "risk",
        after.completed_on >= note.happened_on,
        live(after),
    )
    return mark(RiskChanged, note.episode_id, note.happened_on, happened_on=note.happened_on).where(
        note.service_id.in_(SERVICES), note.risk_changed, live(note), ~assessed.exists()
    )


def _lines(fact: RiskChanged, of: Of, worker: Actor, _on: date) -> Iterator[Todo]:
    """A closed episode or a death leaves nothing to assess."""
    if of.closed_on is None and of.deceased_on is None:
        words = "Risk changed in a contact, and is not assessed since"
        more = {"dated": "on", "subject": "risk_changed"}
        line = of.line(words, fact.happened_on, Rank.SAFETY, "risk.index", "Assess risk", **more)
        yield from whose([line], worker)


PENDING = Pending((RiskChanged,), lambda: [_changed()], each(_lines))
