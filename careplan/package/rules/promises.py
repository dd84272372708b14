"""What must always hold between rows: promises.sql here, what rooms declare, what the profile spells out."""

# ruff: noqa: S608 (all names come from the profile, none from a package)

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from careplan.package.rules.profile import File, Profile

_HEAD = re.compile(
    r"-- (?P<file>\w+)\.(?P<column>\w+)(?P<warning> \(warning\))?: (?P<expected>.+)\n(?P<sql>[^;]+);"
)


@dataclass(frozen=True)
class Promise:
    """One promise: where a breach is reported, what was expected, and the SELECT that finds it (line, cell)."""

    file: str
    column: str
    expected: str
    sql: str
    warning: bool = False


def promises(profile: Profile) -> list[Promise]:
    """All promises between rows of a package; `:today` is the only parameter."""
    return [
        *_together(profile),
        *_in_order(profile),
        *_of_time(profile),
        *_of_births(profile),
        *_written(profile),
    ]


def _written(profile: Profile) -> Iterator[Promise]:
    own = files("careplan.package").joinpath("promises.sql").read_text("utf-8")
    for head in (head for text in (own, *profile.promises) for head in _HEAD.finditer(text)):
        if head["file"] not in profile.files:
            continue
        yield Promise(
            head["file"], head["column"], head["expected"], head["sql"].strip(), bool(head["warning"])
        )


def _together(profile: Profile) -> Iterator[Promise]:
    for file, first, second in profile.together:
        if file not in profile.files:
            continue
        for empty, filled in ((first, second), (second, first)):
            sql = (
                f'SELECT line, NULL FROM "{file}" WHERE "{empty}" IS NULL AND "{filled}" IS NOT NULL '
                f"AND instr(coalesce(bad, ''), ' {empty} ') = 0"
            )
            yield Promise(file, empty, f"{first} and {second} both or neither", sql)


def _in_order(profile: Profile) -> Iterator[Promise]:
    for file, earlier, later in profile.in_order:
        if later not in profile.files[file].by_name:
            continue
        sql = f'SELECT line, "{later}" FROM "{file}" WHERE "{later}" < "{earlier}"'
        yield Promise(file, later, f"a day on or after {earlier}", sql)


def _of_time(profile: Profile) -> Iterator[Promise]:
    """No fact after today, before the client's birth or after death (rule 4)."""
    text = " AND coalesce(c.birth_known, 'known') = 'known'" if _tells_births(profile) else ""
    for file in profile.listed:
        source = towards_client(profile, file)
        for column in (column for column in file.own if column.type in ("date", "moment")):
            day = f'f."{column.name}"' if column.type == "date" else f'civil(f."{column.name}")'
            if not column.future:
                sql = f'SELECT f.line, {day} FROM "{file.name}" f WHERE {day} > :today'
                yield Promise(file.name, column.name, "a day not after today", sql)
            if source and column.name != "date_of_birth":
                sql = f"SELECT f.line, {day} FROM {source} WHERE {day} < c.date_of_birth{text}"
                yield Promise(file.name, column.name, "a day not before the client's birth", sql)
            if source and not (column.future or column.after_death):
                sql = f"SELECT f.line, {day} FROM {source} WHERE {day} > c.deceased_on"
                yield Promise(file.name, column.name, "a day not after the client's death", sql)


def _tells_births(profile: Profile) -> bool:
    """Whether the profile says how well a day of birth is known (decision record 0042)."""
    return "birth_known" in profile.files["clients"].by_name


def _of_births(profile: Profile) -> Iterator[Promise]:
    """What stands for a birth that is not known, and who was under age at triage as far as it is."""
    under = (
        "SELECT f.line, f.triaged_on FROM episodes f JOIN clients c ON c.id = f.client_id WHERE f.triaged_on "
        "< (CAST(substr(c.date_of_birth, 1, 4) AS INTEGER) + 18) || substr(c.date_of_birth, 5)"
    )
    unknown = " AND c.birth_known IS NOT 'unknown'" if _tells_births(profile) else ""
    yield Promise("episodes", "triaged_on", "a client of 18 or over at triage", under + unknown, warning=True)
    if _tells_births(profile):
        for text, like, words in (
            ("estimated", "%-01-01", "1 January of the year where the birth is estimated"),
            ("unknown", "1900-01-01", "1900-01-01 where nothing is known of the birth"),
        ):
            sql = (
                f"SELECT line, date_of_birth FROM clients WHERE birth_known = '{text}' "
                f"AND date_of_birth NOT LIKE '{like}'"
            )
            yield Promise("clients", "date_of_birth", words, sql)


def towards_client(profile: Profile, file: File) -> str | None:
    """FROM clause with the file as f and its client as c; None for files that belong to nobody."""
    if file.name == "clients":
        return '"clients" f JOIN "clients" c ON c.line = f.line'
    joins, alias, below = f'"{file.name}" f', "f", file
    while below.above:
        parent = below.parent or ""
        name = "c" if parent == "clients" else f"j_{parent}"
        joins += f' JOIN "{parent}" {name} ON {name}.id = {alias}.{below.above}'
        alias, below = name, profile.files[parent]
    return joins if alias == "c" else None
