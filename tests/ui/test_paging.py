"""Long lists in pages."""

import pytest

from careplan.ui.paging import page_count, page_number


@pytest.mark.parametrize(
    ("text", "page"), [("1", 1), ("12", 12), ("0", 1), ("", 1), ("-2", 1), ("two", 1), ("٣", 1), ("9" * 7, 1)]
)
def test_an_address_asks_for_a_page_from_one_on(text: str, page: int) -> None:
    assert page_number(text) == page


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (25, 1), (26, 2), (50, 2), (51, 3)])
def test_a_list_has_as_many_pages_as_its_lines_need(total: int, pages: int) -> None:
    assert page_count(total, 25) == pages
