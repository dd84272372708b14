"""The demo comes in as a customer's records do: written as a package, checked, loaded."""

import tempfile
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careplan.checklists.queries import in_force
from careplan.clients.rules.invented import Book
from careplan.demo.actions.dress import dress
from careplan.demo.rules.people import text
from careplan.demo.rules.story import story
from careplan.ground import gathering
from careplan.ground.db import analyse
from careplan.package.actions.check import check
from careplan.package.actions.export import line
from careplan.package.actions.load import load
from careplan.package.actions.stage import Progress, staged
from careplan.package.queries.scope import profile_2
from careplan.package.rules.descriptor import descriptor
from careplan.package.rules.profile import DESCRIPTOR, DOCUMENTS, profile_1
from careplan.staff.models import Service, Worker

JOB = "demo"


class NotEmpty(RuntimeError):
    """The database holds records already."""


class Faulty(RuntimeError):
    """The demo's own package has a fault: the message is the first."""


def is_empty(session: Session) -> bool:
    """Whether there is no service and nobody who could sign in."""
    counts = (session.scalar(select(func.count()).select_from(table)) for table in (Service, Worker))
    return not any(counts)


def fill(session: Session, *, today: date, now: datetime, password: str, progress: Progress) -> int:
    """Fill the empty database inside the caller's transaction; the number of rows that came in by package.

    Raises NotEmpty, or Faulty when the package breaks a promise.
    """
    if not is_empty(session):
        raise NotEmpty
    chapters = gathering.chapters()
    book = story(profile_2(), in_force, today, chapters)
    with tempfile.TemporaryDirectory(prefix="careplan-demo-") as folder:
        path = write_package(book, Path(folder))
        with staged(path, progress) as stage:
            check(stage, today=today, now=now)
            loaded = None if stage.findings.faults else load(stage, session, now=now, by=JOB)
            if stage.findings.faults or loaded is None:
                raise Faulty(str(next(iter(stage.findings.faults))))
    session.expire_all()
    dress(session, book, chapters, now=now, password=password)
    session.flush()
    analyse(session.connection())
    return sum(loaded.rows.values())


def write_package(book: Book, folder: Path) -> Path:
    """The demo's record package as files: of profile 2 where a room tells what only that holds."""
    profile = profile_1() if book.rows.keys() <= profile_1().files.keys() else profile_2()
    (folder / DESCRIPTOR).write_text(descriptor(profile), "utf-8")
    for file in profile.listed:
        with (folder / file.path).open("w", encoding="utf-8", newline="") as target:
            target.write(line(column.name for column in file.columns))
            for row in book.rows[file.name]:
                target.write(line(text(row.get(column.name)) for column in file.columns))
    for digest, content in book.files.items():
        (folder / DOCUMENTS).mkdir(exist_ok=True)
        (folder / DOCUMENTS / digest).write_bytes(content)
    return folder
