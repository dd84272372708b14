"""The folder or zip that a package comes in: which files it holds, and what does not belong there."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from careplan.package.rules.faults import Findings
from careplan.package.rules.profile import DESCRIPTOR, DOCUMENTS, Profile


@dataclass(frozen=True)
class Container:
    """The files of a package by name, each with the way to open it; those of its folder `documents` by their path."""

    files: dict[str, Callable[[], BinaryIO]]

    def open(self, path: str) -> BinaryIO:
        """The file's bytes as a stream."""
        return self.files[path]()

    @property
    def documents(self) -> dict[str, str]:
        """The paths of the documents by the SHA-256 that their names are."""
        paths = (path for path in self.files if DOCUMENT.fullmatch(path))
        return {path.removeprefix(f"{DOCUMENTS}/"): path for path in paths}


DOCUMENT = re.compile(rf"{DOCUMENTS}/[0-9a-f]{{64}}")


@contextmanager
def opened(path: Path, findings: Findings) -> Iterator[Container]:
    """The package at `path`, with all files that it brings; what is no plain file of one folder is a fault."""
    if path.is_dir():
        yield Container(_folder(path, findings))
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        findings.fault(path.name, None, "", "no zip file", "a folder, or a zip of one")
        yield Container({})
        return
    with archive:
        yield Container(_members(archive, findings))


def _folder(path: Path, findings: Findings) -> dict[str, Callable[[], BinaryIO]]:
    values: dict[str, Callable[[], BinaryIO]] = {}
    try:
        entries = sorted(path.iterdir())
        inner = path / DOCUMENTS
        entries += sorted(inner.iterdir()) if inner.is_dir() and not inner.is_symlink() else []
    except OSError as failure:
        findings.fault(path.name, None, "", str(failure.strerror), "a folder that can be read")
        return values
    for entry in entries:
        name = entry.relative_to(path).as_posix()
        if entry.is_file():
            values[name] = _opener(entry)
        elif entry != inner:
            findings.fault(name, None, "", "a folder or other entry", "only files of the package")
    return values


def _opener(entry: Path) -> Callable[[], BinaryIO]:
    return lambda: entry.open("rb", buffering=1 << 20)


def _members(archive: zipfile.ZipFile, findings: Findings) -> dict[str, Callable[[], BinaryIO]]:
    values: dict[str, Callable[[], BinaryIO]] = {}
    listed = [member for member in archive.infolist() if _safe(member, findings)]
    root = _root(listed)
    for member in (member for member in listed if not member.is_dir()):
        parts = PurePosixPath(member.filename).parts
        inner = parts[1:] if root is not None and parts[0] == root else parts
        name = "/".join(inner)
        if root is not None and inner == parts and len(parts) == 2:
            findings.fault(member.filename, None, "", "a second folder", "files at the root or in one folder")
        elif name in values or inner[:-1] not in ((), (DOCUMENTS,)) or (inner == parts and root is not None):
            findings.fault(
                member.filename, None, "", "a second place or name", "files at the root or in one folder"
            )
        else:
            values[name] = _extractor(archive, member)
    return values


def _root(listed: list[zipfile.ZipInfo]) -> str | None:
    """The one folder that holds the files, when there is no file at the root."""
    places = [PurePosixPath(member.filename).parts for member in listed if not member.is_dir()]
    if not places or any(len(parts) == 1 for parts in places):
        return None
    return places[0][0]


def _safe(member: zipfile.ZipInfo, findings: Findings) -> bool:
    name = member.filename
    climbs = name.startswith("/") or "\\" in name or ".." in name.split("/") or name[1:2] == ":"
    if climbs or "//" in name:
        findings.fault(name, None, "", "a name that leads elsewhere", "a plain file name")
    if member.flag_bits & 1:
        findings.fault(name, None, "", "an encrypted file", "a file that can be read")
    return not climbs and not member.flag_bits & 1


def _extractor(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, archive.open(member)), 1 << 20))


def fitting(container: Container, profile: Profile, findings: Findings) -> Container:
    """The files of the profile; a file that is none, and a required one that is missing, are faults."""
    values = container.files
    wanted = {DESCRIPTOR, *(file.path for file in profile.files.values())}
    if any(file.most_bytes for file in profile.files.values()):
        wanted |= set(container.documents.values())
    for name in values.keys() - wanted:
        findings.fault(name, None, "", "an unknown file", f"a file of {profile.package}")
    for name in (DESCRIPTOR, *(profile.files[name].path for name in profile.required)):
        if name not in values and not (not values and findings.faults):
            findings.fault(name, None, "", "no file", "this file")
    return Container({name: values[name] for name in values if name in wanted})
