"""What tables show first stands in a file, in codes of the newest edition of the checklists."""

from careplan.assessment.rules.tables import TABLES
from careplan.checklists.queries import in_force
from careplan.ground.clock import today


def test_substances_in_sight_and_questions_read_from_the_table_are_of_the_checklists(app):
    tables, bank = TABLES.latest, in_force(today())
    columns = bank.items["substances_used"].answer.columns
    assert set(tables.in_sight.substances) <= set(bank.substances)
    assert set(tables.reads) <= set(bank.items)
    for item, read in tables.reads.items():
        assert read.substance in bank.substances
        assert read.column in columns
        assert not read.answer or read.answer in bank.items[item].answer.options
