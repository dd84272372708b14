"""How far one has to walk to understand the report: the files passed from its request to its answer."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

from tests.audit.test_views import path
from tests.conftest import Browser

AUDIT = Path(__file__).resolve().parents[2] / "careplan" / "audit"
MOST = 12
PART = "report"


@cache
def place(file: str) -> tuple[str, ...]:
    """A file below the audit's folder: ('review', 'queries', 'reports.py'); none outside."""
    path = Path(file)
    return path.relative_to(AUDIT).parts if AUDIT in path.parents else ()


def passed(own: tuple[str, ...], caller: tuple[str, ...]) -> bool:
    """Whether a reader passes this file: a file of the report, or a door of another part that the report opens.

    Pure rules (a band, a share, a tally) are words that the files speak in: nothing is handed on to them.
    """
    if not own or own[1] == "rules":
        return False
    return own[0] == PART or (bool(caller) and caller[0] == PART)


@contextmanager
def walked() -> Iterator[set[str]]:
    """The files of the audit that are passed while this is open."""
    files: set[str] = set()

    def watch(frame: FrameType, event: str, arg: Any) -> None:
        own = place(frame.f_code.co_filename) if event == "call" else ()
        if own and frame.f_back is not None and passed(own, place(frame.f_back.f_code.co_filename)):
            files.add("/".join(own))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        yield files
    finally:
        sys.setprofile(before)


def files_of(get: Callable[[], Any]) -> set[str]:
    with walked() as files:
        assert get().status_code == 200
    return files


def test_opening_the_report_passes_twelve_files(as_manager: Browser, audited: SimpleNamespace) -> None:
    files = files_of(lambda: as_manager.get(path(audited)))
    assert {"report/views.py", "report/pages/report.py", "review/measures/__init__.py"} <= files
    assert len(files) <= MOST, sorted(files)


def test_opening_the_report_from_outside_passes_twelve_files(
    as_auditor: Browser, audited: SimpleNamespace
) -> None:
    files = files_of(lambda: as_auditor.get(path(audited)))
    assert "release/pages.py" in files
    assert len(files) <= MOST, sorted(files)


def test_a_file_of_another_part_is_passed_where_the_report_opens_it() -> None:
    report, queries, rules = (
        ("report", "pages", "x.py"),
        ("review", "queries", "x.py"),
        ("review", "rules", "x.py"),
    )
    assert passed(report, ())
    assert passed(queries, report)
    assert not passed(queries, queries)
    assert not passed(rules, report)
    assert not passed((), report)
