"""The file of scored tools: what it promises, what it refuses, and that its numbers are those of the spec."""

import pytest

from careplan.checklists.rules import tools
from careplan.checklists.rules.tools import TOOLS, tool_named
from careplan.ground.standards import HOW_LABELS, StandardError
from tests.standards import planted, with_edition

EDITION = TOOLS.latest
SPEC = {  # spec 04 §7: items, highest total
    "cows": (11, 48), "sows_h": (16, 64), "oows": (13, 13), "sows_g": (10, 30), "audit": (10, 40),
    "audit_c": (3, 12), "sadq": (20, 60), "ldq": (10, 30), "phq_9": (9, 27), "gad_7": (7, 21),
}  # fmt: skip
COWS = {  # spec 04 §7: the points that each sign may be given
    "pulse": (0, 1, 2, 4), "sweating": (0, 1, 2, 3, 4), "restlessness": (0, 1, 3, 5), "pupils": (0, 1, 2, 5),
    "bone_joint": (0, 1, 2, 4), "runny_nose_tearing": (0, 1, 2, 4), "gi_upset": (0, 1, 2, 3, 5),
    "tremor": (0, 1, 2, 4), "yawning": (0, 1, 2, 4), "anxiety_irritability": (0, 1, 2, 4), "gooseflesh": (0, 3, 5),
}  # fmt: skip


def test_the_tools_are_those_of_the_spec_with_their_items_and_highest_totals():
    assert {one.tool: (one.count, one.most) for one in EDITION.rows} == SPEC


def test_only_tools_that_may_be_printed_are_filled_in_place():
    filled = {one.tool for one in EDITION.rows if one.items}
    assert filled == {"audit", "audit_c", "phq_9", "gad_7", "cows"}


def test_signs_of_withdrawal_take_the_points_of_the_spec_and_no_others():
    taken = {
        item: tuple(points for points, _ in EDITION.choices(item)) for item in EDITION.by_code["cows"].items
    }
    assert taken == COWS


def test_every_tool_says_who_may_print_it_and_every_band_where_it_is_from():
    for one in EDITION.rows:
        assert one.rights.source
        assert one.rights.how in HOW_LABELS
        assert all(band.source and band.how in HOW_LABELS for band in one.bands)


def test_wording_is_marked_as_remembered_until_somebody_compares_it():
    stated = TOOLS.stated[EDITION.edition]
    assert {one.how for place, one in stated.items() if place.startswith(("items", "answers"))} == {
        "remembered"
    }


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'least = 5\nmost = 12\nwords = "Positive',
            'least = 6\nmost = 12\nwords = "Positive',
            "bands leave a gap",
        ),
        ("most = 40", "most = 41", "bands leave a gap"),
        ('item = "self_harm_thoughts"', 'item = "self_harm"', "a rule names no item of the tool"),
        ("count = 9", "count = 8", "count is not the number of items"),
        ('answers = "drinks_units"', 'answers = "units"', "unknown units"),
        ('[5, "Prominent piloerection"]', '[4, "Prominent piloerection"]', "add up to 47, not 48"),
    ],
)
def test_a_file_that_breaks_a_promise_is_refused(tmp_path, old, new, words):
    with pytest.raises(StandardError, match=words):
        planted(TOOLS, tmp_path, (old, new)).editions  # noqa: B018


def test_a_tool_that_a_later_edition_retires_still_names_its_results(tmp_path, monkeypatch):
    later = 'in_force_from = 2026-12-24\nextends = "1"\n[retired]\ntools = ["oows"]\n'
    monkeypatch.setattr(tools, "TOOLS", with_edition(TOOLS, tmp_path, "2", later))
    assert "oows" not in tools.TOOLS.latest.by_code
    assert tool_named("oows").name == "OOWS"
    assert tool_named("ldq").most == 30
    assert tool_named("mmse") is None
