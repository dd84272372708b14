"""Where somebody works, in the words of the header."""

from datetime import date

import pytest

from careplan.staff.codes import Role
from careplan.staff.rules import Actor, RoleAtService


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ""),
        (("Northgate", "Northgate"), "Northgate"),
        (("Riverside", "Northgate"), "Northgate and Riverside"),
        (("A", "B", "C"), "3 services"),
    ],
)
def test_one_or_two_services_are_named_and_more_are_counted(names: tuple[str, ...], said: str) -> None:
    held = tuple(RoleAtService(name, Role.KEYWORKER, date(2026, 1, 1), None, name) for name in names)
    assert Actor("w", "amira", "Amira Shah", held).place == said
