"""The values of a standards file in words, each by its place and with its provenance. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PROVENANCE = frozenset({"source", "how", "origin", "page"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of an edition in words, and where it is from."""

    words: str
    source: str = ""
    how: str = ""


def told(tables: Mapping[str, Any], head: Collection[str]) -> dict[str, Stated]:
    """Every value of a file by its place; the keys of its `head` say nothing but where values are from."""
    values = {key: value for key, value in tables.items() if key not in head}
    return dict(_values(values, Stated("", tables.get("source", ""), tables.get("how") or ""), ""))


def _values(table: Any, above: Stated, place: str) -> Iterator[tuple[str, Stated]]:
    if isinstance(table, dict):
        how = table.get("how") or table.get("origin") or above.how
        own = Stated("", table.get("source", above.source), how)
        for key, value in table.items():
            if key not in PROVENANCE:
                yield from _values(value, own, f"{place}, {key}".lstrip(", ").replace("_", " "))
    elif isinstance(table, list) and any(isinstance(one, dict | list) for one in table):
        for number, value in enumerate(table, 1):
            yield from _values(value, above, f"{place} {number}")
    else:
        yield place, Stated(_in_words(table), above.source, above.how)


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
