"""Which sections of a checklist stand on one page."""

import pytest

from careplan.checklists.codes import Kind
from careplan.checklists.queries import bank, leaves
from careplan.checklists.rules.leaves import ROOM, TABLE

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize("edition", ["1", "2", "3"])
@pytest.mark.parametrize("kind", Kind)
def test_each_section_stands_on_one_page_in_the_order_of_telling(edition, kind):
    pages = list(dict.fromkeys(leaves(edition, kind, NONE).values()))
    assert [slug for page in pages for slug in page] == list(bank(edition).sections_of(kind))


@pytest.mark.parametrize("kind", Kind)
def test_a_page_with_more_sections_than_one_holds_no_more_than_it_has_room_for(kind):
    for page in leaves("3", kind, NONE).values():
        items = [one for slug in page for one in bank("3").section(kind, slug)]
        size = sum(TABLE if one.answer.columns else 1 for one in items)
        assert len(page) == 1 or size <= ROOM


def test_neighbours_come_together_where_the_form_leaves_questions_out():
    whole = leaves("3", Kind.COMPREHENSIVE, NONE)
    assert whole["psychological"] == ("psychological",)
    out = frozenset(one.item for one in bank("3").section(Kind.COMPREHENSIVE, "psychological")[3:])
    assert (
        "psychological" in leaves("3", Kind.COMPREHENSIVE, out)["physical"]
        or "home" in (leaves("3", Kind.COMPREHENSIVE, out)["psychological"])
    )


def test_a_section_that_the_form_leaves_out_altogether_stands_nowhere():
    out = frozenset(one.item for one in bank("3").section(Kind.TRIAGE, "legal"))
    assert "legal" not in leaves("3", Kind.TRIAGE, out)
