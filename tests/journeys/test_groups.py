"""A group's session: the register on one page, by keyboard, and what it leaves in the records."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from careplan.contacts.registers import Group, GroupMember
from careplan.contacts.rules.groups import WEEK
from careplan.ground.clock import today
from careplan.ground.db import db
from tests.journeys import people
from tests.journeys.conftest import Walk


@pytest.mark.parametrize("width", [1280, 320])
def test_a_register_is_kept_on_one_page(live, walk: Walk, page: Page, width: int) -> None:
    # Given a group that meets today, with one client in it, and another who comes for the first time
    page.set_viewport_size({"width": width, "height": 800})
    reed, teal = people.client(live, "Reed", "Marsh"), people.client(live, "Teal", "Moor")
    with people.written(live):
        keys = {"service_id": live.service, "recorded_by": live.keyworker}
        group = Group(
            name=f"Evenings {width}", weekday=WEEK[today().weekday()], at="00:00",
            began_on=today() - timedelta(30), worker_id=live.keyworker, **keys,
        )  # fmt: skip
        db.session().info["trailed"] = True
        db.session.add(group)
        db.session.flush()
        since = today() - timedelta(30)
        db.session.add(GroupMember(episode_id=reed.episode, group_id=group.id, since=since, **keys))
    # When the keyworker adds who came, and saves what came of both with one note
    walk.come_as("kay").open("/diary").follow("Groups").follow(f"Evenings {width}")
    walk.fill("Somebody else came", teal.nhs_number).press("Add to the group")
    page.get_by_role("group", name="MARSH, Reed").get_by_role("radio").first.focus()
    page.keyboard.press("n")
    expect(page.get_by_role("group", name="MOOR, Teal").get_by_role("radio").first).to_be_focused()
    page.keyboard.press("l")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.get_by_label("One note for all who came")).to_be_focused()
    walk.fill("One note for all who came", "How to spend an evening").answer("Has risk changed", "No")
    walk.press("Save the register").sees("2 clients recorded", "Everybody in the group is recorded")
    # Then the note stands in one record, and the other asks for the first step
    walk.open(f"{teal.record}/contacts").sees("How to spend an evening", f"Group: Evenings {width}")
    walk.open(f"{reed.record}/losing-touch").sees("Next:")
