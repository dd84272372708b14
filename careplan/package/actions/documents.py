"""The files that rows name by their SHA-256: what is wrong with them, and their bytes on the way into the tables."""

# ruff: noqa: S608 (all names come from the profile, none from a package)

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any

from careplan.ground.documents import IMAGE_FAULTS, MEDIA_TYPES, fault
from careplan.package.actions.stage import UNREADABLE, Stage
from careplan.package.rules.profile import DOCUMENTS, File

AT_ONCE = 8
_ENDINGS = {type_: ending for ending, type_ in MEDIA_TYPES.items()}


def check_documents(stage: Stage, *, without_files: bool) -> None:
    """Report rows whose file is missing, is another one or not what the row says, and files that no row names."""
    named: set[str] = set()
    for file in _naming(stage):
        length = "size" if "size" in file.by_name else "NULL"
        sql = f'SELECT line, sha256, media_type, {length} FROM "all_{file.name}" WHERE sha256 IS NOT NULL'
        for line, digest, type_, size in stage.db.execute(f"{sql} ORDER BY line"):
            named.add(digest)
            stage.progress(f"{file.path}: checking the file of line {line:,}")
            if digest not in stage.container.documents:
                report = stage.findings.warn if file.may_lack and without_files else stage.findings.fault
                report(file.path, line, "sha256", f"no file {DOCUMENTS}/{digest}", "this file in the package")
                continue
            for column, text, expected in _faults(stage, file, digest, type_, size):
                stage.findings.fault(file.path, line, column, text, expected)
    for digest, path in stage.container.documents.items():
        if digest not in named:
            stage.findings.fault(path, None, "", "a file that no row names", "only files that rows name")


def _naming(stage: Stage) -> Iterator[File]:
    return (file for file in stage.profile.listed if file.most_bytes)


def _faults(
    stage: Stage, file: File, digest: str, type_: str | None, size: str | None
) -> Iterator[tuple[str, str, str]]:
    """Column, what was found and what was expected."""
    content = content_of(stage, digest, file.most_bytes)
    if content is None:
        yield "sha256", "a damaged file", "a file that can be read"
    elif len(content) > file.most_bytes:
        yield "sha256", "a longer file", f"a file of at most {file.most_bytes:,} bytes"
    elif sha256(content).hexdigest() != digest:
        yield "sha256", "a file with another content", "a file with this SHA-256"
    else:
        wrong = fault(f"file.{_ENDINGS[type_]}", content, file.most_bytes) if type_ else None
        if type_ and wrong and wrong not in IMAGE_FAULTS:
            yield "media_type", type_, "what the file is by its content"
        if size is not None and int(size) != len(content):
            yield "size", size, f"{len(content)}, the bytes of the file"


def content_of(stage: Stage, digest: str, most_bytes: int) -> bytes | None:
    """The bytes of a file of the package, one more than allowed at most; None where it cannot be read."""
    try:
        with stage.container.open(f"{DOCUMENTS}/{digest}") as stream:
            return stream.read(most_bytes + 1)
    except UNREADABLE:
        return None


def with_content(stage: Stage, file: File, rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows, a few at a time, with the bytes of the files that they name; a file changed meanwhile is a fault."""
    if not file.most_bytes:
        yield rows
        return
    read = lru_cache(AT_ONCE)(lambda digest: content_of(stage, digest, file.most_bytes))
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        for row in some:
            here = row["sha256"] in stage.container.documents
            row["content"] = read(row["sha256"]) if here else None
            if here and sha256(row["content"] or b"").hexdigest() != row["sha256"]:
                stage.findings.fault(
                    file.path, row["_line"], "sha256", "a file changed meanwhile", "one file"
                )
        yield some
