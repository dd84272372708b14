"""Checking a pack: nothing added, lost or changed, and every figure and band follows from evidence and ruleset."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from careplan.audit.release.packs.archive import CONTENT, FORMAT, MANIFEST, Refused, digest, opened
from careplan.audit.release.packs.replay import differences, replay
from careplan.audit.review.rules.ruleset import editions, load
from careplan.ground.standards import parsed

UNREADABLE = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, RecursionError, MemoryError,
    csv.Error,
)  # fmt: skip
"""What reading a file of a strange pack may raise."""
MOST = 50
NUMBERS = 20


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check found: faults in words, none for a sound pack; and what it is a pack of."""

    faults: tuple[str, ...]
    manifest: str = ""
    summary: tuple[str, ...] = ()


def plain(text: str) -> Decimal:
    """A number with a point as rulesets write it; anything longer could be endless."""
    if len(text) > NUMBERS or not set(text) <= set("-+0123456789."):
        raise ValueError("a number in ruleset.toml is not written plainly")
    return Decimal(text)


def hash_faults(files: Mapping[str, bytes]) -> Iterator[str]:
    """Files that are not what the manifest lists."""
    listed = json.loads(files[MANIFEST])
    if listed.get("format") != FORMAT:
        yield f"{MANIFEST}: this is not {FORMAT}"
    resources = {one["path"]: one for one in listed["resources"]}
    for name in sorted({*resources, *CONTENT}):
        if name not in files or name == MANIFEST or name not in resources:
            yield f"{str(name)[:80]}: the manifest and the pack do not name the same files"
        elif resources[name]["hash"] != f"sha256:{digest(files[name])}":
            yield f"{name}: changed since the pack was built, its SHA-256 is not the one in the manifest"
        elif resources[name]["bytes"] != len(files[name]):
            yield f"{name}: its size is not the one in the manifest"


def figure_faults(files: Mapping[str, bytes]) -> Iterator[str]:
    """Figures that do not follow from evidence and ruleset, and heads that do not agree."""
    parsed(files["ruleset.toml"].decode(), "ruleset.toml", plain)
    told, listed = json.loads(files["figures.json"]), json.loads(files[MANIFEST])
    for key in ("unit", "census", "period", "ruleset"):
        if told.get(key) != listed.get(key):
            yield f"{MANIFEST}: its {key} is not that of the figures"
    yield from differences("figures.json:", told, replay(files))


def found(check: Iterator[str], what: str) -> list[str]:
    """The faults of one check; a file that cannot be read is one."""
    faults: list[str] = []
    try:
        for fault in check:
            faults.append(fault)
            if len(faults) > MOST:
                return [*faults[:MOST], "and more"]
    except UNREADABLE as failure:
        faults.append(f"{what} cannot be read: {type(failure).__name__}: {str(failure)[:120]}")
    return faults


def summary(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """What a sound pack is a pack of, line by line."""
    figures: Any = json.loads(files["figures.json"])
    ruleset = figures["ruleset"]
    existing = any(load(name).sha256 == ruleset["sha256"] for name in editions())
    measures = [m for c in figures["criteria"] for q in c["questions"] for m in q["measures"]]
    rows = files["evidence.csv"].count(b"\n") - 1
    return (
        f"{figures['unit']['level']} {figures['unit']['id']}, census {figures['census']}, ruleset {ruleset['name']} "
        f"{ruleset['edition']} ({'' if existing else 'NOT '}one that this careplan knows)",
        f"{len(measures)} measures, {len(figures['criteria'])} criteria and the overall rating follow from "
        f"{rows} rows of evidence",
    )


def verified(content: bytes, expected: str = "") -> Verified:
    """The check of a pack; `expected` is the hash of the manifest that was told when it was built."""
    try:
        files = opened(content)
    except Refused as refused:
        return Verified((f"This is no audit pack: {refused}",))
    own = digest(files[MANIFEST])
    faults = (
        [f"{MANIFEST}: its SHA-256 is {own}, not {expected[:80]}"] if expected and own != expected else []
    )
    faults += found(hash_faults(files), MANIFEST)
    faults += found(figure_faults(files), "The pack")
    return Verified(tuple(faults), own, () if faults else summary(files))
