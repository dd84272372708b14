"""Tables of an assessment: choices and other words, rows that end, and numbers that cannot both be."""

from typing import Any

import pytest
import time_machine

from careplan.assessment.models import Answer
from careplan.ground.db import db
from tests.assessment.test_bounds import opened, send

DRUGS = "drugs-and-alcohol"
ROW = {"substance": "heroin", "days_28": 28, "route": "Injected", "last_used": "Today"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


def held(app: Any, item: str) -> Any:
    with app.app_context():
        row = db.session.query(Answer).filter_by(item=item).one_or_none()
        return row and row.value


def row(number: int, **cells: str) -> dict[str, str]:
    return {f"substances_used-{number}-{column}": text for column, text in cells.items()}


def test_a_cell_is_chosen_or_said_in_other_words(app, house, as_keyworker):
    page = f"{opened(app, house, edition='3')}/{DRUGS}"
    text = as_keyworker.get(page).text
    assert 'type="radio" value="Injected">' in text
    cells = row(0, substance="heroin", days_28="28", prescribed="no", route="other")
    refused = send(as_keyworker, page, **cells)
    assert refused.status_code == 422
    assert "Say which “Route” in row 1" in refused.text
    assert held(app, "substances_used") is None
    cells["substances_used-0-route-other"] = "Under the tongue"
    assert send(as_keyworker, page, **cells).status_code == 303
    wanted = {"substance": "heroin", "days_28": 28, "prescribed": False, "route": "Under the tongue"}
    assert held(app, "substances_used") == [wanted]
    text = as_keyworker.get(page).text
    assert 'value="Under the tongue" checked' in text or '<option value="Under the tongue" selected' in text


def test_a_substance_that_is_not_in_sight_is_chosen_from_the_rest(app, house, as_keyworker):
    page = f"{opened(app, house, edition='3')}/{DRUGS}"
    refused = send(as_keyworker, page, **row(0, substance="further", days_28="3"))
    assert refused.status_code == 422
    assert "Say which “Substance” in row 1" in refused.text
    cells = row(0, substance="further", days_28="3") | {"substances_used-0-substance-other": "ketamine"}
    assert send(as_keyworker, page, **cells).status_code == 303
    assert held(app, "substances_used") == [{"substance": "ketamine", "days_28": 3}]
    assert 'value="ketamine" checked' in as_keyworker.get(page).text


@pytest.mark.parametrize(
    ("typed", "unit", "kept"),
    [
        ("0.5 g", "", {"amount": "0.5", "unit": "g"}),
        ("30ML", "", {"amount": "30", "unit": "ml"}),
        ("0.5 g", "mg", {"amount": "0.5 g", "unit": "mg"}),
        ("two bags", "", {"amount": "two bags"}),
        ("3 cans", "", {"amount": "3 cans"}),
    ],
)
def test_an_amount_may_be_typed_with_its_unit(app, house, as_keyworker, typed, unit, kept):
    page = f"{opened(app, house, edition='3')}/{DRUGS}"
    assert send(as_keyworker, page, **row(0, substance="heroin", amount=typed, unit=unit)).status_code == 303
    assert held(app, "substances_used") == [{"substance": "heroin"} | kept]


def test_a_row_of_earlier_stands_in_words_to_be_kept_changed_or_ended(app, house, as_keyworker):
    page = f"{opened(app, house, edition='3', substances_used=[ROW])}/{DRUGS}"
    text = as_keyworker.get(page).text
    words = "Substance: Heroin, Days used in last 28: 28, Route: Injected, Last used: Today"
    assert f'<p class="app-row__said">{words}</p>' in text
    assert send(as_keyworker, page, **row(0, days_28="20", substance="heroin")).status_code == 303
    assert held(app, "substances_used")[0]["days_28"] == 20


def test_of_a_long_list_what_the_table_names_is_in_reach_and_the_rest_one_click_away(
    app, house, as_keyworker
):
    page = f"{opened(app, house, edition='3', substances_used=[ROW])}/{DRUGS}"
    text = as_keyworker.get(page).text
    text = text[text.index('id="q-other_problem_substances"') :]
    away = text.index("More to choose from")
    assert text.index('name="other_problem_substances" type="checkbox" value="heroin"') < away
    assert text.index('name="other_problem_substances" type="checkbox" value="cannabis"') > away
    assert text.count('name="other_problem_substances"') == 24


def test_a_row_that_holds_no_longer_is_taken_off_and_the_last_one_leaves_none(app, house, as_keyworker):
    two = [ROW, {"substance": "crack", "days_28": 3}]
    page = f"{opened(app, house, edition='3', substances_used=two)}/{DRUGS}"
    assert send(as_keyworker, page, **{"substances_used-0-ended": "y"}).status_code == 303
    assert held(app, "substances_used") == two[1:]
    assert send(as_keyworker, page, **{"substances_used-0-ended": "y"}).status_code == 303
    assert held(app, "substances_used") == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (row(1, substance="heroin", days_28="3"), "says Heroin in 2 rows. Put it in one"),
        (row(0, days_28="0"), "Row 1 says 0 for “Days used in last 28” and “Today” for “Last used”"),
        (row(0, last_used="More than 28 days ago"), "Row 1 says 28 for “Days used in last 28”"),
        (
            row(1, substance="alcohol", days_28="12") | {"alcohol_days_28": "8", "alcohol_use": "current"},
            "The row of alcohol says 12 of the last 28 days, and this says 8. Enter the same in both",
        ),
        (
            row(1, substance="alcohol", days_28="12") | {"alcohol_use": "never"},
            "The row of alcohol says 12 of the last 28 days, and this says never. Change one of them",
        ),
    ],
)
def test_numbers_that_cannot_both_be_are_refused_where_they_stand(app, house, as_keyworker, typed, told):
    page = f"{opened(app, house, edition='3', substances_used=[ROW], alcohol_use='current')}/{DRUGS}"
    refused = send(as_keyworker, page, **typed)
    assert refused.status_code == 422
    assert refused.text.count(told) == 2
    assert held(app, "substances_used") == [ROW]


def test_a_clash_that_an_import_brought_holds_no_other_answer_back(app, house, as_keyworker):
    wrong = [{"substance": "heroin", "days_28": 0, "last_used": "Today"}]
    page = f"{opened(app, house, edition='3', substances_used=wrong)}/{DRUGS}"
    assert send(as_keyworker, page, withdrawal_now="mild").status_code == 303
    assert held(app, "withdrawal_now") == "mild"


def test_the_clients_own_words_end_a_section_and_count_nowhere(app, house, as_keyworker):
    page = f"{opened(app, house, edition='3')}/overdose"
    text = as_keyworker.get(page).text
    assert text.rindex('id="q-words_overdose"') > text.rindex('id="q-naloxone_status"')
    assert "0 of 3 asked" in text
    assert send(as_keyworker, page, words_overdose="I never use on my own now").status_code == 303
    assert held(app, "words_overdose") == "I never use on my own now"
    assert "0 of 3 asked" in as_keyworker.get(page).text


def test_what_another_section_says_is_read_beside_it_whichever_is_told_later(app, house, as_keyworker):
    told = (
        "The row of heroin says injected, and “Has the person ever injected?” says never. Change one of them"
    )
    sheet = opened(app, house, edition="3", substances_used=[ROW])
    refused = send(as_keyworker, f"{sheet}/injecting", injecting_status="never")
    assert refused.status_code == 422
    assert refused.text.count(told) == 2
    assert held(app, "injecting_status") is None
    assert send(as_keyworker, f"{sheet}/injecting", injecting_status="current").status_code == 303
    days = send(as_keyworker, f"{sheet}/injecting", injecting_days_28="0")
    assert "says 0 days. Change one of them" in days.text


def test_a_later_row_is_refused_beside_an_answer_of_another_section(app, house, as_keyworker):
    page = f"{opened(app, house, edition='3', injecting_status='never')}/{DRUGS}"
    cells = row(0, substance="heroin", days_28="3", route="Injected")
    refused = send(as_keyworker, page, **cells)
    assert refused.status_code == 422
    assert "The row of heroin says injected" in refused.text
    assert held(app, "substances_used") is None


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        (row(0, substance="heroin", days_28="29"), "0-days_28"),
        (row(0, substance="heroin", age_first="90"), "0-age_first"),
        (row(0, substance="heroin") | row(1, substance="heroin"), "1-substance"),
        (row(0, substance="heroin", days_28="0", last_used="Today"), "0-days_28"),
        (row(0, substance="heroin", route="other"), "0-route-other"),
    ],
)
def test_the_error_summary_leads_to_the_cell_at_fault(app, house, as_keyworker, typed, cell):
    page = f"{opened(app, house, edition='3')}/{DRUGS}"
    text = send(as_keyworker, page, **typed).text
    assert f'<a href="#substances_used-{cell}">' in text
    assert f'id="substances_used-{cell}"' in text


@pytest.mark.parametrize("part", ["1x-foo", "0²-foo", f"{'9' * 5000}-substance", "99999999-substance"])
def test_a_row_that_no_page_has_neither_fails_nor_makes_a_long_page(app, house, as_keyworker, part):
    page = f"{opened(app, house, edition='3')}/{DRUGS}"
    usual = send(as_keyworker, page, **row(0, substance="heroin", days_28="99"))
    odd = send(
        as_keyworker, page, **row(0, substance="heroin", days_28="99"), **{f"substances_used-{part}": "x"}
    )
    assert (usual.status_code, odd.status_code) == (422, 422)
    assert len(odd.text) < 20 * len(usual.text)


def test_more_rows_than_a_page_has_are_refused_and_nothing_is_written(app, house, as_keyworker):
    page = f"{opened(app, house, edition='3')}/{DRUGS}"
    every: dict[str, str] = {}
    for number in range(41):
        every |= row(number, substance="heroin")
    refused = send(as_keyworker, page, **every)
    assert refused.status_code == 422
    assert "Enter at most 40 rows for" in refused.text
    assert held(app, "substances_used") is None


def test_what_the_table_leaves_but_one_answer_to_stands_in_the_questions_that_nobody_answered(
    app, house, as_keyworker
):
    rows = [ROW, {"substance": "alcohol", "days_28": 8, "amount": 6, "unit": "units"}]
    sheet = opened(app, house, edition="3", substances_used=rows)
    drugs = as_keyworker.get(f"{sheet}/{DRUGS}").text
    assert 'name="alcohol_use" type="radio" value="current" checked' in drugs
    assert 'name="alcohol_days_28" type="text" value="8"' in drugs
    injecting = as_keyworker.get(f"{sheet}/injecting").text
    assert 'name="injecting_status" type="radio" value="current" checked' in injecting
    assert "As in the table of substances." in injecting
    assert held(app, "alcohol_use") is None
    assert send(as_keyworker, f"{sheet}/injecting", injecting_status="previous").status_code == 422


def test_a_table_that_leaves_more_than_one_answer_fills_nothing_in(app, house, as_keyworker):
    rows = [{"substance": "alcohol", "days_28": 0}, {"substance": "crack", "days_28": 3, "route": "Smoked"}]
    sheet = opened(app, house, edition="3", substances_used=rows)
    assert "As in the table of substances.</p>" not in as_keyworker.get(f"{sheet}/injecting").text
    drugs = as_keyworker.get(f"{sheet}/{DRUGS}").text
    assert 'name="alcohol_use" type="radio" value="current" checked' not in drugs


def test_a_row_that_no_answer_can_repeat_fills_nothing_in(app, house, as_keyworker):
    rows = [{"substance": "alcohol", "days_28": 45, "amount": 6, "unit": "units"}]
    drugs = as_keyworker.get(f"{opened(app, house, edition='3', substances_used=rows)}/{DRUGS}").text
    assert 'name="alcohol_days_28" type="text" value=""' in drugs
    assert 'name="alcohol_units_day" type="text" value="6"' in drugs
