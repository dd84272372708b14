"""Every return of a staged package is one that is asked for, and no part stands above its whole."""

from collections.abc import Iterator

from careplan.governance.codes import Level
from careplan.governance.rules import Half, above_the_whole, misfit, returns_asked
from careplan.package.actions.stage import Stage


def check_returns(stage: Stage) -> None:
    """Report returns that nobody asks for, values that are no answer, and counts above what they are a part of."""
    path = stage.profile.files["returns"].path
    sql = "SELECT line, level, question, key, value FROM returns WHERE bad IS NULL"
    for line, *cells in stage.db.execute(sql).fetchall():
        wrong = misfit(*cells)
        if wrong:
            column, expected = wrong
            cell = dict(zip(("level", "question", "key", "value"), cells, strict=True))[column]
            stage.findings.fault(path, line, column, cell, expected)
    _units(stage)
    for halves in _pairs(stage):
        for half, other in above_the_whole(halves):
            bound = f"at most {other}, the whole" if half.part else f"at least {other}, the part"
            stage.findings.fault(path, half.row, "value", str(half.count), f"{bound} recorded by that day")


def _units(stage: Stage) -> None:
    """A unit is a service or a partnership of the package, by its level."""
    returns = stage.profile.files["returns"]
    for level in (level for level in Level if f"{level}s" not in stage.unread):
        sql = (
            "SELECT line, unit_id FROM all_returns f "  # noqa: S608 (the levels are ours)
            f"WHERE level = '{level}' AND bad IS NULL "
            f"AND NOT EXISTS (SELECT 1 FROM all_{level}s u WHERE u.id = f.unit_id)"
        )
        for line, cell in stage.db.execute(sql).fetchall():
            stage.findings.fault(returns.path, line, "unit_id", cell, f"an id of {level}s.csv")


def _pairs(stage: Stage) -> Iterator[list[Half]]:
    """The halves of each pair, unit by unit."""
    sql = (
        "SELECT unit_id, recorded_on, value, key = :part, line FROM returns "
        "WHERE bad IS NULL AND level = :level AND question = :question AND key IN (:part, :whole) "
        "ORDER BY unit_id, recorded_on"
    )
    for request in (each for each in returns_asked().values() if each.of):
        names = {
            "level": request.level,
            "question": request.question,
            "part": request.key,
            "whole": request.of,
        }
        units: dict[str, list[Half]] = {}
        for unit, day, value, part, line in stage.db.execute(sql, names):
            if request.fits(value):
                units.setdefault(unit, []).append(Half(day, int(value), bool(part), line))
        yield from units.values()
