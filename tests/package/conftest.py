"""A package checked without a database."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from careplan.package.actions.check import check
from careplan.package.actions.stage import staged
from careplan.package.rules.faults import Findings
from tests.package.base import write
from tests.package.shell import bare, other, shell

__all__ = ["bare", "other", "shell"]

Changes = Mapping[str, str | bytes | None]
Checked = Callable[[Changes | None], Findings]
TODAY, NOW = date(2026, 3, 31), datetime(2026, 3, 31, 12, tzinfo=UTC)


def findings(path: Path) -> Findings:
    with staged(path, lambda _: None) as stage:
        check(stage, today=TODAY, now=NOW)
        return stage.findings


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """The findings in the base package with some files changed."""
    return lambda changes=None: findings(write(tmp_path / "package", changes))


def places(found: Findings) -> list[tuple[str, int | None, str]]:
    """Where the faults lie."""
    return [(fault.file, fault.line, fault.column) for fault in found.faults]
