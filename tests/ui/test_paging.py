"""Long lists in pages."""

import pytest

from careplan.ui.paging import page_count, page_number, page_of, part_of


@pytest.mark.parametrize(
    ("text", "page"), [("1", 1), ("12", 12), ("0", 1), ("", 1), ("-2", 1), ("two", 1), ("٣", 1), ("9" * 7, 1)]
)
def test_an_address_asks_for_a_page_from_one_on(text: str, page: int) -> None:
    assert page_number(text) == page


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (25, 1), (26, 2), (50, 2), (51, 3)])
def test_a_list_has_as_many_pages_as_its_lines_need(total: int, pages: int) -> None:
    assert page_count(total, 25) == pages


@pytest.mark.parametrize(
    ("number", "page", "shown"), [(1, 1, [0, 1]), (2, 2, [2, 3]), (3, 3, [4]), (4, 3, [4]), (900, 3, [4])]
)
def test_beyond_the_last_page_of_a_list_stands_the_last(number: int, page: int, shown: list[int]) -> None:
    rows = page_of(lambda first: [(one, 5) for one in range(5)[first : first + 2]], number, 2)
    assert [one for one, _ in rows.rows] == shown
    assert rows[1:] == (page, 3, 5)


@pytest.mark.parametrize("number", [1, 2])
def test_an_empty_list_has_one_page(number: int) -> None:
    assert page_of(lambda first: [], number, 25) == ([], 1, 1, 0)


@pytest.mark.parametrize(
    ("number", "rows", "shown"), [(1, "abcde", "ab"), (3, "abcde", "e"), (9, "abcde", "e"), (2, "", "")]
)
def test_a_page_of_read_rows_is_the_last_where_there_are_fewer(number: int, rows: str, shown: str) -> None:
    page = part_of(rows, number, 2)
    assert (page.rows, page.total) == (shown, len(rows))
    assert page.number == min(number, page.pages)
