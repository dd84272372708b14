"""Checking a pack: nothing lost or changed, and figures and bands follow again from evidence and ruleset alone."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from careplan.audit.release.packs import context as contexts
from careplan.audit.release.packs.archive import CONTENT, FORMAT, MANIFEST, Refused, digest, opened
from careplan.audit.release.packs.evidence import BEFORE, ITEMS, NOW, TOGETHER, lines_of, read_csv
from careplan.audit.review.measures import measures_by
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Completeness, ItemCount, Level, Request, Unit
from careplan.audit.review.rules.export import as_data, measures_of
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.judging import Judge, report
from careplan.audit.review.rules.measure import Case, Measure, Measures, always
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import editions, load, read
from careplan.audit.review.rules.verdict import Line, Verdict
from careplan.checklists.codes import Kind
from careplan.ground.standards import parsed

Lines = Mapping[tuple[str, str, str], tuple[Line, ...]]
Files = Mapping[str, bytes]


def recorded(
    units: Service | Partnership | Sequence[Service], census: Census, name: str, lines: Lines, on: date
) -> Iterator[Case[Verdict]]:
    """The records that a measure speaks about, at the census or a year before it.

    They are those of a unit, or what is found over several services at once; of one alone its own.
    """
    at = NOW if census.on == on else BEFORE
    every = units if isinstance(units, Sequence) else [units]
    for line in lines.get((name, at, every[0].id if len(every) == 1 else TOGETHER), ()):
        yield Case(line.id, line.verdict)


def nowhere(case: Case[Verdict]) -> str:  # noqa: ARG001 - the shape of `together`
    """No unit: a pack tells of none."""
    return ""


def replayed_verdict(case: Case[Verdict], census: Census) -> Verdict:  # noqa: ARG001 - the shape of `judge`
    """What the evidence says of it."""
    return case.record


def applies(names: Sequence[str]) -> Callable[[Sequence[Service], Census], bool]:
    """Whether a measure applies to one of the services."""
    ids = frozenset(names)  # a strange pack may name a hundred thousand
    return lambda services, census: any(service.id in ids for service in services)  # noqa: ARG005


def replayed(request: Request, lines: Lines, applying: Mapping[str, Sequence[str]]) -> Measures:
    """The measures of the ruleset, reading evidence instead of records."""
    values: dict[str, Measure[Any]] = {}
    journeys = "journey_gap_days" in request.ruleset.numbers.rows  # older packs pool the rows of services
    for name, measure in measures_by(request.ruleset.numbers).items():
        together = measure.together is not None and journeys
        values[name] = replace(
            measure,
            cases=partial(recorded, name=name, lines=lines, on=request.census.on),
            judge=replayed_verdict,
            applies=applies(applying[name]) if name in applying else always,
            together=nowhere if together else None,
        )
    return values


def asked(content: bytes, order: Mapping[str, Sequence[str]]) -> dict[str, Completeness]:
    """Record completeness from its rows; items in the order of the figures, which the rows do not tell."""
    counts: dict[str, dict[str, list[int]]] = {kind.value: {} for kind in Kind}
    for cells in read_csv(ITEMS, content):
        count = counts[cells["kind"]].setdefault(cells["item"], [0, 0])
        count[0] += cells["asked"] == "1"
        count[1] += 1
    return {
        kind: Completeness(
            tuple(
                ItemCount(item, *counts[item])
                for item in dict.fromkeys([*order.get(kind, ()), *counts])
                if item in counts
            )
        )
        for kind, counts in counts.items()
    }


def order_of(figures: Mapping[str, Any]) -> dict[str, list[str]]:
    """The items in the order in which the figures name them."""
    return {kind: [row["item"] for row in one["items"]] for kind, one in figures["completeness"].items()}


def request_of(figures: Mapping[str, Any], ruleset: bytes, midpoints: Mapping[str, Any]) -> Request:
    """What the figures say they were asked for; ValueError where they do not say it."""
    unit = figures["unit"]
    return Request(
        Unit(Level(unit["level"]), str(unit["id"]), str(unit["name"])),
        Census.at(date.fromisoformat(figures["census"])),
        read(ruleset),
        {key: contexts.exact(value) for key, value in midpoints.items()},
    )


def replay(files: Files) -> Mapping[str, Any]:
    """The figures that evidence and ruleset give, as plain data."""
    figures, context = json.loads(files["figures.json"]), json.loads(files["context.json"])
    request = request_of(figures, files["ruleset.toml"], context["midpoints"])
    services = [contexts.service(one) for one in context["services"]]
    peers = context["peers"]
    judge = Judge(
        request,
        replayed(request, lines_of(files["evidence.csv"]), context["applies"]),
        None if context["partnership"] is None else Partnership(str(context["partnership"]), ""),
        Peers(contexts.numbers(peers["services"]), contexts.numbers(peers["partnerships"])),
    )
    again = report(judge, services, asked(files["completeness.csv"], order_of(figures)))
    values: Mapping[str, Any] = json.loads(json.dumps(as_data(again)))
    return values


def differences(where: str, told: Any, result: Any) -> Iterator[str]:
    """Every place where the figures tell something else than what the evidence gives."""
    if isinstance(told, dict) and isinstance(result, dict):
        for key in sorted({*told, *result}):
            yield from differences(f"{where} {key}", told.get(key), result.get(key))
    elif isinstance(told, list) and isinstance(result, list) and len(told) == len(result):
        for number, (one, two) in enumerate(zip(told, result, strict=True), 1):
            name = one.get("id") or one.get("item") if isinstance(one, dict) else None
            yield from differences(f"{where} {name or number}", one, two)
    elif told != result or type(told) is not type(result):
        yield f"{where}: the figures say {str(told)[:80]}, the evidence gives {str(result)[:80]}"


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
    measures = list(measures_of(figures))
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
