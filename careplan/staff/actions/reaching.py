"""How clients reach a service, as the administrator keeps it."""

from careplan.ground.db import db
from careplan.staff.models import Service
from careplan.staff.rules import Actor
from careplan.trail.actions import write

REACHING = ("telephone", "address", "out_of_hours_words")
"""The columns of a service that say how to reach it."""


def describe_reaching(*, by: Actor, service: Service, **words: str | None) -> Service:
    """Set telephone, address and out-of-hours words; the words before go to the trail."""
    before = {name: getattr(service, name) for name in REACHING}
    if before != words:
        for name in REACHING:
            setattr(service, name, words[name])
        db.session.flush()
        subject = f"services:{service.id}"
        write("service.reaching", by=by, subject=subject, service_id=service.id, detail={"before": before})
    return service
