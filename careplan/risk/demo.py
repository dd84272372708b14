"""What the demo tells of risk beside its levels."""

from sqlalchemy.orm import Session

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter
from careplan.risk.models import Countersignature
from careplan.trail.actions import write


def _countersign(session: Session, book: Book, person: Person) -> None:
    """The manager has seen a high or immediate risk, where the story does not say that nobody did."""
    high = any(person.risk.get(domain) in ("high", "immediate") for domain in ("self", "children"))
    if not high or not person.risk.get("countersigned", True):
        return
    agos = person.risk_agos
    signed = Countersignature(
        assessment_id=person.id("A", "risk", len(agos)),
        service_id=person.service,
        signed_on=book.day(max(agos[-1] - 1, 0)),
        note="Discussed with the keyworker.",
        recorded_by="rowan",
    )
    session.add(signed)
    session.flush()
    subject = f"assessments:{signed.assessment_id}"
    write("risk.countersigned", by="rowan", subject=subject, of=person)


CHAPTER = Chapter(dress=_countersign)
