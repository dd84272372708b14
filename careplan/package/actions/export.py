"""A package goes out: the same files, whole or not at all, never over something else."""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from careplan.ground.files import private, private_folder, write_private
from careplan.package.actions.stage import Progress
from careplan.package.queries.content import contents, texts
from careplan.package.queries.scope import Scope
from careplan.package.rules.descriptor import descriptor
from careplan.package.rules.profile import DESCRIPTOR, DOCUMENTS, File
from careplan.trail.actions import write

JOB = "export"
_QUOTED = re.compile(r'[",\r\n]')


class Occupied(ValueError):
    """The folder holds something already."""


def export(
    session: Session, path: Path, scope: Scope, progress: Progress, *, by: str = JOB
) -> dict[str, int]:
    """Write the package by the scope's profile into the folder `path`; rows by file. Raises Occupied."""
    counts: dict[str, int] = {}
    with _whole_or_nothing(path) as folder:
        for file in scope.profile.listed:
            counts[file.name] = _write_file(folder / file.path, file, texts(session, file, scope), progress)
        _write_documents(session, folder / DOCUMENTS, scope, progress)
        write_private(folder / DESCRIPTOR, descriptor(scope.profile).encode())
        detail = {"rows": sum(counts.values()), "whole": scope.whole, "profile": scope.profile.package}
        subject = f"clients:{scope.client_id}" if scope.client_id else f"services:{scope.service_id or 'all'}"
        write("package.exported", by=by, subject=subject, of=scope, detail=detail)
        session.flush()
    return counts


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[Path]:
    """A folder beside `path` that takes its place when the block succeeds."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Occupied(f"{path} is not an empty folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        yield folder
        if path.exists():
            path.rmdir()
        folder.rename(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write_file(path: Path, file: File, rows: Iterable[list[str]], progress: Progress) -> int:
    count = 0
    with open(path, "w", encoding="utf-8", newline="", opener=private) as target:
        target.write(line(column.name for column in file.exported))
        for row in rows:
            target.write(line(row))
            count += 1
            if count % 20_000 == 0:
                progress(f"{file.path}: {count:,} rows written")
    return count


def _write_documents(session: Session, folder: Path, scope: Scope, progress: Progress) -> None:
    """The files that rows name, each under its SHA-256, in a folder of their own where there are any."""
    for file in (file for file in scope.profile.listed if file.most_bytes):
        for digest, content in contents(session, file, scope):
            private_folder(folder)
            write_private(folder / digest, content)
            progress(f"{file.path}: {digest[:8]}… written")


def line(cells: Iterable[str]) -> str:
    """One record by RFC 4180, quoted only where it must be, ended by LF."""
    return (
        ",".join('"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in cells)
        + "\n"
    )
