"""A note of a contact that touched a goal of the agreed plan."""

from tests.factories import contacts
from tests.furniture.base import World

SERIES = {"contacts.new"}


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    note = world.made(
        contacts.ContactNoteFactory,
        episode=world.episode,
        worker_id=world.worker_id,
        happened_on=world.ago(3),
        began="14:30",
        risk_changed=True,
        next_step_on=world.now,
    )
    contacts.ContactGoalFactory(
        note_id=note.id, goal_id=world.ids["agreed_goal_id"], service_id=world.service_id
    )
    return {"note_id": note.id}
