"""A list that is declared once gives the page and the lines of a file."""

from flask import Flask

from careplan.ui.tables import Above, Column, Link, Paged, Table, Tag, Tagged, columns, filled

NAMES = ("Elin <b>", 3, "")
LIST = Table(
    "Clients",
    (
        Column("Name", 0, lambda row: f"/clients/{row[1]}"),
        Column("Visits", 1, numeric=True),
        Column("Note", 2),
        Column("State", lambda row: Tag("Due", "red")),
        Column("Action", label_hidden=True),
    ),
    [NAMES],
)


def page(small: Flask, table: Table, written: str = "<i>x</i>") -> str:
    source = (
        f'{{% from "ui/table.html" import table %}}{{% call(row, label) table(t) %}}{written}{{% endcall %}}'
    )
    with small.test_request_context("/"):
        return small.jinja_env.from_string(source).render(t=table)


def test_a_cell_is_a_link_a_number_a_tag_or_what_the_page_writes(small: Flask) -> None:
    html = page(small, LIST)
    assert '<a href="/clients/3">Elin &lt;b&gt;</a></th>' in html
    assert 'class="nhsuk-table__cell--numeric" role="cell" data-label="Visits"' in html
    assert '<strong class="nhsuk-tag nhsuk-tag--red">Due</strong></td>' in html
    assert "<i>x</i></td>" in html


def test_a_state_may_stand_after_words_or_above_others(small: Flask) -> None:
    due, waits = Tagged("1 <May>", Tag("Late", "red")), Above(Tag("Waiting"), "9 days")
    html = page(small, Table("A", columns("Name", "Due", "Plan"), [("Ben", due, waits)]))
    assert '1 &lt;May&gt;</span> <strong class="nhsuk-tag nhsuk-tag--red">Late</strong>' in html
    assert '<strong class="nhsuk-tag">Waiting</strong><br><span class="app-quiet">9 days</span>' in html
    assert (str(due), str(waits), str(Tagged("Never"))) == ("1 <May>, Late", "Waiting, 9 days", "Never")


def test_an_empty_cell_has_no_line_in_a_card(small: Flask) -> None:
    assert page(small, LIST).count("app-none") == 1
    assert page(small, LIST, " ").count("app-none") == 2


def test_words_stand_where_there_are_no_rows(small: Flask) -> None:
    assert '<p class="app-empty">None &amp; nothing</p>' in page(small, Table("A", (), [], "None & nothing"))


def test_a_list_in_pages_leads_to_the_others(small: Flask) -> None:
    paged = Paged(1, 2, lambda number: f"/workers?page={number}")
    assert 'href="/workers?page=2"' in page(small, Table("A", columns("Name"), [("Ben",)], paged=paged))


def test_a_file_has_the_same_columns_without_those_that_the_page_writes() -> None:
    header, line = LIST.lines()
    assert header == ["Name", "Visits", "Note", "State"]
    assert [str(cell) for cell in line] == ["Elin <b>", "3", "", "Due"]


def test_a_link_reads_what_is_hidden() -> None:
    assert Link("See", "/a?b&c", " <Elin>").__html__() == (
        '<a href="/a?b&amp;c">See<span class="nhsuk-u-visually-hidden"> &lt;Elin&gt;</span></a>'
    )


def test_a_column_of_which_no_row_says_anything_may_be_left_out() -> None:
    told = [Column("Who", 0), Column("Note", 1), Column("Written by the page")]
    assert [one.label for one in filled(told, [("Ben", " "), ("Elin", "")])] == ["Who", "Written by the page"]
    assert [one.label for one in filled(told, [("Ben", ""), ("Elin", "late")])] == [
        "Who",
        "Note",
        "Written by the page",
    ]
