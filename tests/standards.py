"""A standard with a fault planted in it, or with a second edition, in a folder of its own."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from careplan.ground.standards import Series


def planted(series: Series[Any], folder: Path, *changes: tuple[str, str]) -> Series[Any]:
    """The series whose only edition is its first one with these changes."""
    path = series.paths()[0]
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / path.name).write_text(text, "utf-8")
    return replace(series, folder=folder)


def with_edition(series: Series[Any], folder: Path, edition: str, text: str) -> Series[Any]:
    """The series with one edition more; its files are copied beside it."""
    for path in series.paths():
        (folder / path.name).write_bytes(path.read_bytes())
    name = "-".join(part for part in (series.id, edition) if part)
    head = f'id = "{series.id}"\nedition = "{edition}"\n' if series.id else f'edition = "{edition}"\n'
    (folder / f"{name}.toml").write_text(head + text, "utf-8")
    return replace(series, folder=folder)
