"""A note of a contact that touched a goal of the agreed plan, and an appointment of today."""

from careplan.contacts.registers import Group, GroupMember
from careplan.ground.clock import moment_of, now
from careplan.ground.db import db
from tests.factories import clients, contacts
from tests.furniture.base import World

WALK = {("contacts.feed", "secret"): "=no-such-link"}
SERIES = {
    "contacts.book",
    "contacts.group_next",
    "contacts.group_register",
    "contacts.lost_touch",
    "contacts.new",
}


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
    appointment = world.made(
        clients.AppointmentFactory,
        episode=world.episode,
        worker_id=world.worker_id,
        starts_at=moment_of(world.now, "09:30"),
        moved_from=None,
        outcome=None,
    )
    missed = world.made(
        clients.AppointmentFactory,
        episode=world.episode,
        worker_id=world.worker_id,
        starts_at=moment_of(world.ago(2), "11:00"),
        moved_from=None,
        outcome="did_not_attend",
        outcome_at=now(),
        outcome_by=world.worker_id,
    )
    world.made(
        contacts.LostTouchDoneFactory, episode=world.episode, appointment_id=missed.id, done_on=world.ago(2)
    )
    group = Group(
        service_id=world.service_id,
        name=f"{world.word} treatment_groups name",
        weekday="mon",
        at="10:00",
        place=f"{world.word} treatment_groups place",
        worker_id=world.worker_id,
        began_on=world.ago(60),
        recorded_by="factory",
    )
    db.add(group)
    db.session.flush()
    keys = {"episode_id": world.episode.root_id, "service_id": world.service_id, "recorded_by": "factory"}
    db.add(GroupMember(group_id=group.root_id, since=world.ago(60), until=None, **keys))
    db.session().info["trailed"] = True
    db.session.flush()
    return {"note_id": note.id, "appointment_id": appointment.id, "group_id": group.id}
