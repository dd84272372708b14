"""Shapes of plots: inside their frame, in proportion, with words that stay on the page."""

import pytest

from careplan.ui.plots.columns import Column, Columns, Mark
from careplan.ui.plots.curves import Descent, Point, Run
from careplan.ui.plots.shapes import FLOOR, LEFT, RIGHT, Plot, Table
from careplan.ui.plots.strips import Strip

EMPTY = Table((), ())


def columns(*values: float | None) -> Plot:
    spec = Columns(
        "c", "Title", "Says", "axis", ((0, "0"),), (Mark(1, "limit"), Mark(2, "mean", "mean")), (2, "2")
    )
    return spec.plot([Column(value, words=str(value)) for value in values], EMPTY)


def inside(plot: Plot) -> bool:
    bars = all(
        b.x >= 0 and b.x + b.width <= plot.width and b.y >= 0 and b.y + b.height <= FLOOR for b in plot.bars
    )
    lines = all(0 <= x <= plot.width for line in plot.lines for x in (line.x1, line.x2))
    return (
        bars and lines and all(0 < text.x < plot.width and 0 < text.y <= plot.height for text in plot.texts)
    )


def test_columns_stand_on_the_axis_in_proportion() -> None:
    plot = columns(1, 4, None, 0)
    one, four = plot.bars
    assert one.y + one.height == four.y + four.height == FLOOR
    assert four.height == pytest.approx(4 * one.height, abs=0.2)
    assert inside(plot)


def test_columns_of_nothing_are_a_bare_axis() -> None:
    plot = columns(0, 0, 0)
    assert plot.bars == ()
    assert inside(plot)


def test_a_run_joins_neighbours_only() -> None:
    plot = Run("r", "Title", "Says", "axis", 100, (70,)).plot(
        [Point(10, "a"), Point(20, "b"), Point(None, "c"), Point(100, "d")], EMPTY
    )
    assert [line.kind for line in plot.lines] == ["axis", "limit", "value"]
    assert inside(plot)


def test_a_descent_goes_down_by_steps_and_ends_where_nobody_was_seen() -> None:
    plot = Descent("d", "Title", "Says", "axis", 100, 50, ((0, "0"),), (84, "84")).plot(
        [(10, 0.5)], [(0, 1)], EMPTY
    )
    end = LEFT + (RIGHT - LEFT) / 2
    assert plot.path.startswith(f"M{LEFT}")
    assert plot.path.endswith(f"H{end:.1f}")
    assert plot.path.count("V") == 1


@pytest.mark.parametrize("own", ["weak", "fair", "excellent", None])
def test_a_strip_is_filled_and_points_at_its_own_part(own: str | None) -> None:
    parts = {"weak": 1, "fair": 23, "good": 65, "excellent": 11}
    plot = Strip("s", "Title", "Says", own, "this service").plot(parts, EMPTY)
    assert [bar.kind for bar in plot.bars] == list(parts)
    assert sum(bar.width for bar in plot.bars) == pytest.approx(plot.width - 2, abs=0.5)
    assert any("this service" in text.words for text in plot.texts) is (own is not None)
    assert inside(plot)


def test_a_narrow_part_of_a_strip_is_named_by_its_letter() -> None:
    plot = Strip("s", "Title", "Says", None, "").plot({"weak": 1, "good": 99}, EMPTY)
    assert [text.words for text in plot.texts] == ["W", "99%", "good"]
