"""From when to when somebody kept a case."""

from datetime import date

from careplan.clients.rules.keeping import Spell, spells

FIRST, SECOND, THIRD = date(2026, 1, 5), date(2026, 3, 2), date(2026, 6, 1)


def test_one_follows_the_other_until_the_case_closes():
    changes = [("Amira", FIRST), ("Ben", SECOND)]
    assert spells(changes, None) == [Spell("Amira", FIRST, SECOND), Spell("Ben", SECOND, None)]
    assert spells(changes, THIRD)[-1] == Spell("Ben", SECOND, THIRD)


def test_the_last_of_several_changes_of_one_day_counts():
    changes = [("Amira", FIRST), ("Ben", SECOND), ("Amira", SECOND)]
    assert spells(changes, None) == [Spell("Amira", FIRST, None)]


def test_days_without_a_keyworker_are_left_out():
    changes = [("Amira", FIRST), (None, SECOND), ("Ben", THIRD)]
    assert spells(changes, None) == [Spell("Amira", FIRST, SECOND), Spell("Ben", THIRD, None)]
