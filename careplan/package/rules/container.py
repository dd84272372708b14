"""The folder or zip that a package comes in: which files it holds, and what does not belong there."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from careplan.package.rules.faults import Findings
from careplan.package.rules.profile import DESCRIPTOR, Profile


@dataclass(frozen=True)
class Container:
    """The files of a package by name, each with the way to open it."""

    files: dict[str, Callable[[], BinaryIO]]

    def open(self, path: str) -> BinaryIO:
        """The file's bytes as a stream."""
        return self.files[path]()


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
    except OSError as failure:
        findings.fault(path.name, None, "", str(failure.strerror), "a folder that can be read")
        return values
    for entry in entries:
        if entry.is_file():
            values[entry.name] = _opener(entry)
        else:
            findings.fault(entry.name, None, "", "a folder or other entry", "only files of the package")
    return values


def _opener(entry: Path) -> Callable[[], BinaryIO]:
    return lambda: entry.open("rb", buffering=1 << 20)


def _members(archive: zipfile.ZipFile, findings: Findings) -> dict[str, Callable[[], BinaryIO]]:
    values: dict[str, Callable[[], BinaryIO]] = {}
    listed = [member for member in archive.infolist() if _safe(member, findings)]
    for member in (member for member in listed if not member.is_dir()):
        parts = PurePosixPath(member.filename).parts
        if len(parts) > 2 or parts[-1] in values or (len(parts) == 2) != (_root(listed) is not None):
            findings.fault(
                member.filename, None, "", "a second place or name", "files at the root or in one folder"
            )
        elif len(parts) == 2 and parts[0] != _root(listed):
            findings.fault(member.filename, None, "", "a second folder", "files at the root or in one folder")
        else:
            values[parts[-1]] = _extractor(archive, member)
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
    for name in values.keys() - wanted:
        findings.fault(name, None, "", "an unknown file", f"a file of {profile.package}")
    for name in (DESCRIPTOR, *(profile.files[name].path for name in profile.required)):
        if name not in values and not (not values and findings.faults):
            findings.fault(name, None, "", "no file", "this file")
    return Container({name: values[name] for name in values if name in wanted})
