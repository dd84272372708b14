"""The profile agrees with itself and with the tables."""

import pytest

import careplan.rooms  # noqa: F401
from careplan.ground.db import Base
from careplan.package.rules.profile import profile_1, profile_2
from careplan.package.rules.promises import promises

FILES = profile_2().files


def test_the_profile_has_its_34_files() -> None:
    assert len(profile_1().files) == 34


@pytest.mark.parametrize("file", FILES.values(), ids=lambda file: file.name)
def test_keys_and_references_name_what_exists_and_what_came_before(file: object) -> None:
    order = list(FILES)
    names = {column.name for column in file.own}  # type: ignore[attr-defined]
    assert set(file.key) <= names  # type: ignore[attr-defined]
    for ref in file.refs:  # type: ignore[attr-defined]
        assert FILES[ref.file].has_id
        assert order.index(ref.file) <= order.index(file.name)  # type: ignore[attr-defined]
    assert file.above is None or file.by_name[file.above].file  # type: ignore[attr-defined]


@pytest.mark.parametrize("file", FILES.values(), ids=lambda file: file.name)
def test_every_column_of_a_kept_file_has_its_place_in_the_table(file: object) -> None:
    table = Base.metadata.tables[file.name]  # type: ignore[attr-defined]
    fields = {column.field for column in file.exported}  # type: ignore[attr-defined]
    stamps = {f"{column.stamp}_{end}" for column in file.own if column.stamp for end in ("at", "by")}  # type: ignore[attr-defined]
    assert fields | stamps <= set(table.columns.keys())
    assert {table.c[column.field].nullable for column in file.own if column.required} <= {False}  # type: ignore[attr-defined]
    must = {
        c.name for c in table.columns if not c.nullable and c.default is None and c.server_default is None
    }
    given = {column.field for column in file.own if column.required} | {"recorded_by", "service_id", "hidden"}  # type: ignore[attr-defined]
    assert must <= given


def test_every_promise_names_a_column_of_its_file() -> None:
    all_promises = promises(profile_2())
    assert len([promise for promise in all_promises if promise.warning]) == 5
    for promise in all_promises:
        assert promise.column in FILES[promise.file].by_name, promise
