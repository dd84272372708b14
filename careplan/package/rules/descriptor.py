"""datapackage.json: what must stand in it on the way in, and the Table Schema it carries on the way out."""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

from careplan.package.rules.cells import LONGEST_AUTHOR, LONGEST_CELL, PATTERNS
from careplan.package.rules.faults import Findings
from careplan.package.rules.profile import DESCRIPTOR, Column, File, Profile, profile_1

LARGEST = 1 << 24
PACKAGE = "careplan:package"
_TYPES = {
    "date": "date",
    "moment": "datetime",
    "bool": "boolean",
    "whole": "integer",
    "decimal": "number",
    "positive": "number",
    "percent": "number",
}


_PATTERNS = {name: f"({PATTERNS[name]})" for name in PATTERNS if name not in _TYPES} | {
    "ref": f"({PATTERNS['id']})",
    "nhs_number": "[0-9]{10}",
}
_BOUNDS: dict[str, dict[str, Any]] = {
    **{name: {"minimum": 0} for name in ("whole", "decimal", "positive")},
    "percent": {"minimum": 0, "maximum": 100},
    "text": {"maxLength": LONGEST_CELL},
    "author": {"maxLength": LONGEST_AUTHOR},
}


def profile_of(stream: BinaryIO, findings: Findings, profiles: Mapping[str, Profile]) -> Profile:
    """Of the profiles by name the one that the descriptor names, else profile 1; reports what is wrong with it.

    Its resources are not read.
    """
    raw = stream.read(LARGEST + 1)
    try:
        given = json.loads(raw.decode("utf-8-sig")) if len(raw) <= LARGEST else None
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        findings.fault(DESCRIPTOR, None, "", "no JSON object", "a JSON object")
        return profile_1()
    for key, wanted in ((PACKAGE, list(profiles)), ("profile", [profile_1().descriptor])):
        value = given.get(key, "")
        if value not in wanted:
            words = value if isinstance(value, str) else json.dumps(value)
            findings.fault(DESCRIPTOR, None, key, words, " or ".join(wanted))
    package = given.get(PACKAGE)
    return profiles.get(package, profile_1()) if isinstance(package, str) else profile_1()


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.type == "codes":
        one = "|".join(column.codes)
        constraints["pattern"] = f"({one})( ({one}))*"
    elif column.codes:
        constraints["enum"] = list(column.codes)
    if column.type in _PATTERNS:
        constraints["pattern"] = _PATTERNS[column.type]
    constraints |= _BOUNDS.get(column.type, {})
    field: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.type, "string")}
    return field | ({"constraints": constraints} if constraints else {})


def _resource(file: File) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in file.exported]}
    if file.has_id or not file.strikes:
        # Where rows have no id a struck row may share the key of the right one.
        schema["primaryKey"] = list(file.key)
    keys = [{"fields": ref.name, "reference": {"resource": ref.file, "fields": "id"}} for ref in file.refs]
    if file.chained:
        keys.append({"fields": "corrects", "reference": {"resource": "", "fields": "id"}})
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": file.name,
        "path": file.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def descriptor(profile: Profile) -> str:
    """The text of datapackage.json for the files that an export writes."""
    package = {
        "profile": profile.descriptor,
        PACKAGE: profile.package,
        "name": "careplan-records",
        "resources": [_resource(file) for file in profile.listed],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"
