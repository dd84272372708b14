"""That another service of this installation may hold a record of the client (decision record 0037)."""

from careplan.clients import labels
from careplan.clients.actions.tasks import raise_task
from careplan.clients.models import Episode
from careplan.clients.queries.people import number_known_elsewhere
from careplan.clients.rules.afterwards import ELSEWHERE
from careplan.ground.clock import today
from careplan.staff.rules import Actor
from careplan.trail.actions import write


def tell_elsewhere(*, by: Actor, services: frozenset[str], episode: Episode) -> bool:
    """Whether a service outside these has the NHS number; if so the trail and a task of the managers say so.

    Asked after a referral is saved, never before; it says neither which service nor what stands there.
    """
    client = episode.client
    if not number_known_elsewhere(services, client):
        return False
    write(
        "client.elsewhere",
        by=by,
        subject=f"clients:{client.id}",
        service_id=episode.service_id,
        client_id=client.id,
    )
    source = f"{ELSEWHERE}:{client.version}"
    raise_task(by=by, episode=episode, kind=ELSEWHERE, source=source, words=labels.ELSEWHERE, due_on=today())
    return True
