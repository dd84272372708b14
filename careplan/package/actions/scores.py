"""Every result of a scored tool in a staged package is one that its answers add up to."""

import json

from careplan.assessment.rules.scores import Score, misfit
from careplan.checklists.rules.tools import TOOLS
from careplan.package.actions.stage import Stage


def check_scores(stage: Stage) -> None:
    """Report results of unknown tools and editions, answers that a tool does not take, and sums that do not hold."""
    file = stage.profile.files.get("tool_results")
    if file is None:
        return
    columns = ("tool", "edition", "answers", "answered", "points", "total", "band")
    sql = f"SELECT line, {', '.join(columns)} FROM all_tool_results WHERE bad IS NULL"  # noqa: S608 (the names are ours)
    for line, *cells in stage.db.execute(sql).fetchall():
        texts = dict(zip(columns, cells, strict=True))
        numbers = (
            None if texts[name] is None else int(texts[name]) for name in ("answered", "points", "total")
        )
        answered, points, total = numbers
        told = Score(answered or 0, points or 0, total, texts["band"])
        wrong = misfit(TOOLS, texts["tool"], texts["edition"], json.loads(texts["answers"]), told)
        if wrong:
            stage.findings.fault(file.path, line, wrong[0], str(texts[wrong[0]] or ""), wrong[1])
