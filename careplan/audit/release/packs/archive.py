"""The zip of a pack: written the same way each time, and read without trusting it."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

MANIFEST = "manifest.json"
CONTENT = ("completeness.csv", "context.json", "evidence.csv", "figures.json", "ruleset.toml")
FORMAT = "careplan-audit-pack/1"
LARGEST = 128 * 1024 * 1024
"""The most bytes that one file, or the whole pack, may unfold to."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError, OverflowError, KeyError, IndexError, MemoryError,
)  # fmt: skip
"""What the zip reader raises on bytes that are no zip it knows."""


class Refused(ValueError):
    """The file is no pack that may be opened; the message says why."""


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def as_json(data: Any) -> bytes:
    """JSON that is the same for the same data."""
    return (json.dumps(data, indent=2, sort_keys=False, ensure_ascii=False) + "\n").encode()


def manifest(head: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The manifest: every other file with its size and hash."""
    resources = [
        {
            "name": name.partition(".")[0],
            "path": name,
            "bytes": len(files[name]),
            "hash": f"sha256:{digest(files[name])}",
        }
        for name in CONTENT
    ]
    return as_json({"format": FORMAT, **head, "resources": resources})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip whose bytes depend on nothing else."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system, entry.external_attr, entry.compress_type = (
                3,
                0o644 << 16,
                zipfile.ZIP_DEFLATED,
            )
            archive.writestr(entry, files[name])
    return target.getvalue()


def check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a pack that holds anything but its own files, each once, of a size that can be read."""
    names = [entry.filename for entry in entries]
    for name in names:
        if name not in (MANIFEST, *CONTENT):
            raise Refused(f"{name[:80]!r} does not belong into an audit pack")
        if names.count(name) > 1:
            raise Refused(f"{name} stands twice")
    if missing := [name for name in (MANIFEST, *CONTENT) if name not in names]:
        raise Refused(f"{missing[0]} is missing")
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise Refused(f"it would unfold to more than {LARGEST // 1024 // 1024} MB")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("it is locked by a password")


def unfolded(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one file, never more than a pack may hold."""
    with archive.open(name) as source:
        content = source.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Refused(f"{name} unfolds to more than {LARGEST // 1024 // 1024} MB")
        return content


def opened(content: bytes) -> dict[str, bytes]:
    """The files of a pack; Refused for whatever is none."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            check_names(archive.infolist())
            return {name: unfolded(archive, name) for name in (MANIFEST, *CONTENT)}
    except Refused:
        raise
    except BROKEN as failure:
        raise Refused(f"it is no zip that can be read ({type(failure).__name__})") from None
