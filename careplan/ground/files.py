"""Files that their owner alone reads, from their first second on: exports, databases, secrets."""

import os
import stat
from pathlib import Path


def private(path: str | os.PathLike[str], flags: int) -> int:
    """An `opener` for `open`: the file has mode 0600 before its first byte, also where it was there before.

    A device or a pipe keeps its mode. Raises OSError as `open` does.
    """
    handle = os.open(path, flags, 0o600)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        os.fchmod(handle, 0o600)
    return handle


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone reads. Raises OSError."""
    with open(path, "wb", opener=private) as file:
        file.write(content)


def private_folder(path: Path) -> Path:
    """The folder, made with mode 0700 when it is not there; an own one that others may enter is shut to them."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = path.stat()
    if stat.S_IMODE(status.st_mode) & 0o077 and status.st_uid == os.geteuid():
        path.chmod(0o700)
    return path
