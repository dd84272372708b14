"""Two versions of a plan side by side, and a version as a picture."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.plans.rules.comparing import pairs
from careplan.ui.plots.flows import Flow
from careplan.ui.plots.shapes import WIDTH, Table
from careplan.ui.words import day
from tests.factories.clients import EpisodeFactory
from tests.factories.plans import (
    CarePlanFactory,
    GoalActionFactory,
    GoalFactory,
    LostTouchStepFactory,
    NeedFactory,
    PlanOptionFactory,
)

FIRST, SECOND = today() - timedelta(90), today() - timedelta(10)


def test_rows_of_two_versions_are_one_by_their_words_or_alone_under_a_need():
    old = [("a door", 1), ("a kit", 2), ("to paint", 3), ("to swim", 3)]
    new = [("a kit", 2), ("my own front door", 1), ("to sing", 3), ("a job", None)]
    assert pairs(old, new, lambda one: one[0], lambda one: one[1]) == [
        (("a kit", 2), ("a kit", 2)),
        (("a door", 1), ("my own front door", 1)),
        (None, ("to sing", 3)),
        (None, ("a job", None)),
        (("to paint", 3), None),
        (("to swim", 3), None),
    ]


def test_of_rows_that_say_the_same_each_goes_with_one_and_none_is_lost():
    assert pairs(["a", "a"], ["a"], str) == [("a", "a"), ("a", None)]
    assert pairs(["a"], ["a", "a", "b"], str) == [("a", "a"), (None, "a"), (None, "b")]
    assert pairs([], [], str) == []


@pytest.fixture
def versions(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    """An agreed version and the next one, which says a goal anew, drops one and adds one."""
    with app.app_context():
        made = EpisodeFactory(service_id=house.service, keyworker_id=house.keyworker)
        db.session.info["trailed"] = True
        need = NeedFactory(episode=made, words="A home of my own", domain="social").root_id
        old = CarePlanFactory(episode=made, drafted_on=FIRST, contingency="I ring my mother")
        door = GoalFactory(plan=old, need_id=need, domain="social", wording="A door", responsible="Kay")
        GoalActionFactory(goal=door, action="Fill in the form", responsible="Kay")
        GoalFactory(plan=old, domain="physical", wording="My teeth", responsible="Dr Bell")
        same = {"domain": "legal", "wording": "A year without arrest", "responsible": "Rowena"}
        GoalFactory(plan=old, **same)
        LostTouchStepFactory(plan=old)
        old.agreed_on, old.agreement, old.agreed_at, old.agreed_by = FIRST, "signed", now(), house.keyworker
        db.session.flush()
        new = CarePlanFactory(episode=made, version=2, drafted_on=SECOND, contingency="I ring my sister")
        door = GoalFactory(
            plan=new, need_id=need, domain="social", wording="A door that I can lock", responsible="Kay"
        )
        GoalActionFactory(goal=door, action="See the flat", responsible="Rowena", agency="Housing office")
        GoalFactory(plan=new, domain="social", wording="Back to work", responsible=None)
        GoalFactory(plan=new, **same)
        LostTouchStepFactory(plan=new)
        PlanOptionFactory(plan=new)
        db.session.commit()
        at = f"/record/{made.id}/care-plan"
        return SimpleNamespace(
            at=at, old=f"{at}/{old.id}", new=f"{at}/{new.id}", changes=f"{at}/{new.id}/changes/{old.id}"
        )


def test_two_versions_stand_side_by_side_with_what_differs_and_days(as_keyworker, versions):
    text = as_keyworker.get(versions.changes).text
    for words in (
        f"Version 1, agreed {day(FIRST)}",
        f"Version 2, draft of {day(SECOND)}",
        "Goal: A door<br>",
        "Goal: A door that I can lock",
        "My teeth",
        "Back to work",
        "Fill in the form",
        "Agency: Housing office",
        "Dr Bell",
        "I ring my mother",
        "I ring my sister",
        "Tried it twice",
        f"Written {day(today())}",
        "Not in it",
    ):
        assert words in text, words
    assert "A year without arrest" not in text
    assert "Steps when contact is lost" not in text
    assert "Nothing changed in: needs." in text


def test_a_draft_a_version_and_the_list_of_versions_lead_there_in_either_order(as_keyworker, versions):
    for page in (versions.new, versions.at):
        assert versions.changes in as_keyworker.get(page).text
    assert "changes" not in as_keyworker.get(versions.old).text
    old, new = (one.split("/")[-1] for one in (versions.old, versions.new))
    turned = as_keyworker.get(f"{versions.at}/{old}/changes/{new}").text
    assert "What changed from version 1 to version 2" in turned
    assert as_keyworker.get(f"{versions.at}/{old}/changes/{old}").location == versions.old


def test_a_version_of_another_record_or_service_is_not_there(as_keyworker, charlie, versions):
    assert charlie.get(versions.changes).status_code == 404
    assert as_keyworker.get(f"{versions.new}/changes/elsewhere").status_code == 404


def test_a_version_is_a_picture_too_with_the_same_in_words(as_keyworker, versions):
    for page in (versions.old, f"{versions.old}/print?picture=1"):
        text = as_keyworker.get(page).text
        for words in ("The plan as a picture", "The same in words", "1 need, 3 goals, 3 people or agencies."):
            assert words in text, words
        assert text.count('class="app-plot__box"') == 7
    plain = as_keyworker.get(f"{versions.old}/print").text
    assert "app-plot__box" not in plain
    assert "Put a picture of the plan on" in plain


def test_boxes_of_a_flow_stay_in_the_frame_and_are_joined_at_their_edges():
    words = "Never use alone and always have naloxone at home with somebody who knows how it is used and when"
    plot = Flow("f", "Title", "Says", ("A", "B")).plot(
        (["Supercalifragilistic", "Two"], [words]), [[(0, 0), (1, 0)]], Table(("A", "B"), ())
    )
    assert all(bar.x > 0 and bar.x + bar.width < WIDTH for bar in plot.bars)
    assert max(bar.y + bar.height for bar in plot.bars) < plot.height
    left, right = plot.bars[0], plot.bars[2]
    assert (plot.lines[0].x1, plot.lines[0].x2) == (left.x + left.width, right.x)
    assert any(text.words.endswith("…") for text in plot.texts)
    assert all(len(text.words) <= 13 for text in plot.texts)
