"""Scores of tools: totals, bands, open items, what cannot be, and what cannot wait."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplan.assessment.rules.scores import Score, Scored, alarms, beyond, latest, score, score_of
from careplan.checklists.rules.tools import TOOLS

EDITION = TOOLS.latest
TOOL = EDITION.by_code
FILLED = [one.tool for one in EDITION.rows if one.items]
BANDS = {  # spec 04 §7
    "cows": {(0, 4): "none", (5, 12): "mild", (13, 24): "moderate", (25, 36): "moderately_severe", (37, 48): "severe"},
    "audit": {(0, 7): "low", (8, 15): "increasing", (16, 19): "higher", (20, 40): "dependence"},
    "audit_c": {(0, 4): "negative", (5, 12): "positive"},
    "phq_9": {(0, 4): "none", (5, 9): "mild", (10, 14): "moderate", (15, 19): "moderately_severe", (20, 27): "severe"},
    "gad_7": {(0, 4): "minimal", (5, 9): "mild", (10, 14): "moderate", (15, 21): "severe"},
    "sows_h": {(0, 0): None, (1, 10): "mild", (11, 20): "moderate", (21, 64): "severe"},
    "sadq": {(0, 7): "none", (8, 15): "mild", (16, 30): "moderate", (31, 60): "severe"},
    "ldq": {(0, 10): "low", (11, 20): "moderate", (21, 30): "severe"},
    "oows": {(0, 13): None},
    "sows_g": {(0, 30): None},
}  # fmt: skip


def answers_of(tool):
    """Any answers to a tool: of each item one of its points, or none."""
    points = {item: [number for number, _ in EDITION.choices(item)] for item in TOOL[tool].items}
    return st.fixed_dictionaries({}, optional={item: st.sampled_from(own) for item, own in points.items()})


def slow(tool, answers):
    """The same by counting on fingers: each item by itself, those that need no answer by the words of the manual."""
    rest = {"no_stop", "failed", "morning", "guilt", "memory"}
    spared = set()
    if tool in ("audit", "audit_c") and answers.get("often") == 0:
        spared |= {"units", "heavy"} | (rest if tool == "audit" else set())
    if tool == "audit" and answers.get("units") == 0 == answers.get("heavy"):
        spared |= rest
    counted, total = 0, 0
    for item in TOOL[tool].items:
        if item in answers:
            counted += 1
            for _ in range(answers[item]):
                total += 1
        elif item in spared:
            counted += 1
    whole = total if counted == len(TOOL[tool].items) else None
    bands = BANDS[tool].items()
    band = next((name for (low, high), name in bands if whole is not None and low <= whole <= high), None)
    return Score(counted, total, whole, band)


@pytest.mark.parametrize("tool", FILLED)
@given(data=st.data())
def test_every_total_is_that_of_a_slow_count(tool, data):
    answers = data.draw(answers_of(tool))
    assert score(TOOL[tool], answers) == slow(tool, answers)


@pytest.mark.parametrize("tool", FILLED)
def test_the_highest_and_the_lowest_answers_reach_the_ends_of_the_scale(tool):
    ends = [{i: pick(n for n, _ in EDITION.choices(i)) for i in TOOL[tool].items} for pick in (min, max)]
    assert [score(TOOL[tool], one).total for one in ends] == [0, TOOL[tool].most]


def test_all_answers_to_audit_c_are_counted_as_by_hand():
    for three in product(range(5), repeat=3):
        answers = dict(zip(TOOL["audit_c"].items, three, strict=True))
        assert score(TOOL["audit_c"], answers) == slow("audit_c", answers)


@pytest.mark.parametrize("tool", list(BANDS))
def test_every_total_of_the_scale_has_the_band_of_the_spec(tool):
    for (low, high), name in BANDS[tool].items():
        for total in range(low, high + 1):
            assert score_of(TOOL[tool], total, TOOL[tool].count).band == name
    assert max(high for _, high in BANDS[tool]) == TOOL[tool].most


def test_moderately_severe_withdrawal_ends_at_36():
    assert [score_of(TOOL["cows"], points, 11).band for points in (36, 37)] == [
        "moderately_severe",
        "severe",
    ]  # T58


@pytest.mark.parametrize(
    ("points", "answered", "total"),
    [
        (12, 8, 15),
        (12, 7, None),
        (9, 9, 10),
        (13, 8, 16),
        (10, 8, 13),
        (30, 10, 30),
        (0, 10, 0),
        (0, 0, None),
    ],
)
def test_only_the_leeds_questionnaire_fills_two_open_items_with_the_mean(points, answered, total):
    assert score_of(TOOL["ldq"], points, answered).total == total  # spec 04 §7, T59


@pytest.mark.parametrize("tool", [one for one in BANDS if one != "ldq"])
def test_any_other_tool_with_an_open_item_has_no_total(tool):
    one = TOOL[tool]
    assert score_of(one, 1, one.count - 1) == Score(one.count - 1, 1, None, None)


def test_who_never_drinks_is_asked_three_questions_of_audit():
    answers = {"often": 0, "injury": 0, "concern": 2}
    assert score(TOOL["audit"], answers) == Score(10, 2, 2, "low")
    assert TOOL["audit"].spared({"often": 0, "units": 3}) == {
        "heavy",
        "no_stop",
        "failed",
        "morning",
        "guilt",
        "memory",
    }
    assert TOOL["audit"].spared({"often": 1}) == frozenset()


@pytest.mark.parametrize(
    ("points", "answered", "fields"),
    [
        (60, 20, set()), (0, 1, set()), (None, None, set()), (3, 1, set()),
        (61, 20, {"points"}), (-1, 20, {"points"}), (4, 1, {"points"}), (60, None, set()), (61, None, {"points"}),
        (10, 21, {"answered"}), (10, 0, {"answered"}), (61, 21, {"points", "answered"}),
    ],
)  # fmt: skip
def test_a_total_beyond_the_scale_is_told_at_its_field(points, answered, fields):
    assert set(beyond(TOOL["sadq"], points, answered)) == fields


def test_the_sentence_says_what_so_many_answers_can_give():
    assert beyond(TOOL["ldq"], 25, 8) == {
        "points": "Enter the points of LDQ, from 0 to 24: 8 answered items give no more"
    }


@pytest.mark.parametrize("points", [1, 2, 3])
def test_question_nine_above_nothing_cannot_wait(points):
    (one,) = alarms(TOOL["phq_9"], {"self_harm_thoughts": points})
    assert one.item == TOOL["phq_9"].items[8]
    assert "risk assessment" in one.words


def test_nothing_else_raises_an_alarm():
    assert alarms(TOOL["phq_9"], dict.fromkeys(TOOL["phq_9"].items[:8], 3) | {"self_harm_thoughts": 0}) == ()
    assert alarms(TOOL["phq_9"], {}) == ()
    assert not any(one.alarms for one in EDITION.rows if one.tool != "phq_9")


def test_the_latest_result_has_a_total_and_lies_not_ahead():
    day = date(2026, 3, 2)
    rows = [Scored("cows", "1", day + timedelta(days=n), 11, 14 + n, 14 + n, "moderate") for n in range(3)]
    rows[1:1] = [Scored("cows", "1", day, 9, 9, None, None), Scored("phq_9", "1", day, 9, 14, 14, "moderate")]
    assert latest(rows, "cows", day).total == 14
    assert latest(rows, "cows", day + timedelta(days=1)).total == 15
    assert latest(rows, "cows", day - timedelta(days=1)) is None
    assert latest(rows, "sadq", day) is None
