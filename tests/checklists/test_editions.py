"""Every edition is read and checked; edition 1 holds what the published bank holds."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from careplan.checklists import queries
from careplan.checklists.codes import Kind, Presence
from careplan.checklists.queries import list_substances
from careplan.checklists.rules.bank import Bank
from careplan.ground.standards import StandardError, parsed, typed
from tests.standards import planted, with_edition

PUBLISHED = json.loads((Path(__file__).parents[1] / "data" / "checklists-1.json").read_text("utf-8"))


def edition_1():
    """The tables of edition 1, to be changed at will."""
    return parsed((queries.BANKS.folder / "1.toml").read_text("utf-8"), "1.toml", float)


def read(data):
    """The bank of these tables."""
    list_substances(data["items"], data["substances"])
    return typed(data, Bank, "1.toml")


def test_every_edition_is_read():
    files = {path.stem for path in queries.BANKS.folder.glob("*.toml")}
    assert (queries.editions()[0], set(queries.editions())) == ("1", files)


def test_edition_2_asks_what_edition_1_asks_and_offers_two_scores_their_places():
    one, two = queries.bank("1"), queries.bank("2")
    assert list(one.items) == list(two.items)
    differ = [code for code in one.items if one.items[code] != two.items[code]]
    assert differ == ["mood_anxiety"]
    places = {
        bank.edition: [(p.place, p.most, p.offered) for p in bank.items[differ[0]].answer.places]
        for bank in (one, two)
    }
    assert places == {
        "1": [("phq_9", 27, False), ("gad_7", 21, False)],
        "2": [("phq_9", 27, True), ("gad_7", 21, True)],
    }
    assert (one.lists.keys(), two.signed_off_by) == (two.lists.keys(), "")


def test_edition_3_ends_each_section_with_words_that_count_nowhere_and_expects_what_edition_2_expects():
    two, three = queries.bank("2"), queries.bank("3")
    more = set(three.items) - set(two.items)
    assert more == {f"words_{slug.replace('-', '_')}" for slug in three.sections}
    for kind in Kind:
        assert [one.item for one in three.expected(kind)] == [one.item for one in two.expected(kind)]
        for slug in three.sections_of(kind):
            assert three.section(kind, slug)[-1].item in more
        assert three.sections_of(kind) == two.sections_of(kind)
    differ = [code for code in two.items if two.items[code] != three.items[code]]
    assert differ == ["substances_used", "current_medication", "who_lives_in_house", "children_under_18"]


def test_edition_4_asks_for_visits_and_expects_what_edition_3_expects():
    three, four = queries.bank("3"), queries.bank("4")
    assert set(four.items) - set(three.items) == {"visits"}
    assert [one for one in three.items if three.items[one] != four.items[one]] == []
    for kind in Kind:
        assert four.expected(kind) == three.expected(kind)


def test_a_question_more_is_one_file(tmp_path):
    text = """in_force_from = 2027-04-01
extends = "4"
[[items]]
item = "nitazenes"
section = "Drug and alcohol use"
domain = "drug_alcohol"
question = "Has the person been told of nitazenes?"
answer = { type = "yes_no" }
in = { comprehensive = "always" }
source = "X"
"""
    banks = with_edition(queries.BANKS, tmp_path, "5", text)
    assert [one.edition for one in banks.editions] == ["1", "2", "3", "4", "5"]
    assert set(banks.latest.items) - set(queries.bank("4").items) == {"nitazenes"}
    assert len(banks.latest.section(Kind.COMPREHENSIVE, "drugs-and-alcohol")) == 1 + len(
        queries.bank("3").section(Kind.COMPREHENSIVE, "drugs-and-alcohol")
    )


def test_edition_1_holds_the_published_items_word_for_word():
    data = edition_1()
    assert data["items"] == PUBLISHED["items"]
    assert data["substances"] == PUBLISHED["substances"]
    assert data["edition"] == PUBLISHED["edition"]
    assert data["in_force_from"].isoformat() == PUBLISHED["in_force_from"]


def test_edition_1_is_not_signed_off():
    assert queries.bank("1").signed_off_by == ""


@pytest.mark.parametrize(
    ("kind", "always", "conditional", "optional"),
    [(Kind.TRIAGE, 41, 11, 4), (Kind.COMPREHENSIVE, 80, 18, 0), (Kind.RISK, 37, 12, 1)],
)
def test_the_lists_are_as_long_as_published(kind, always, conditional, optional):
    bank = queries.bank("1")
    presences = [item.presence[kind] for item in bank.lists[kind]]
    assert len(bank.items) == 144
    assert presences.count(Presence.ALWAYS) == always
    assert presences.count(Presence.IF) == conditional
    assert presences.count(Presence.OPTIONAL) == optional


@pytest.mark.parametrize(
    ("kind", "listed", "expected"), [(Kind.TRIAGE, 56, 52), (Kind.COMPREHENSIVE, 98, 98), (Kind.RISK, 50, 49)]
)
def test_the_tool_score_expects_always_and_if(kind, listed, expected):
    bank = queries.bank("1")
    assert (len(bank.lists[kind]), len(bank.expected(kind))) == (listed, expected)


def test_the_sections_of_a_list_stand_in_the_order_of_telling_and_hold_every_item():
    bank = queries.bank("1")
    for kind in Kind:
        told = [item for slug in bank.sections_of(kind) for item in bank.section(kind, slug)]
        assert tuple(told) == bank.lists[kind]


def test_the_edition_in_force_is_the_latest_begun():
    assert queries.in_force(date(2005, 1, 1)).edition == "1"
    since = queries.bank("2").in_force_from
    assert [queries.in_force(since - timedelta(days=n)).edition for n in (1, 0)] == ["1", "2"]
    with pytest.raises(LookupError):
        queries.in_force(date(2004, 12, 31))


def test_an_edition_that_does_not_exist_is_no_edition():
    with pytest.raises(KeyError):
        queries.bank("../editions/1")


def item(data, code):
    return next(row for row in data["items"] if row["item"] == code)


def condition(data, code, number=0):
    return item(data, code)["asked_if"]["any"][number]


SELF_CONTROLLED = {"any": [{"item": "sharing_needles", "is": ["never"]}]}
NOT_WRITTEN = {"any": [{"item": "alcohol_use", "not": ["past"]}]}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda data: condition(data, "safe_storage").update(item="childen"),
            "the unknown item childen",
        ),
        (lambda data: condition(data, "abscesses").update({"is": ["x"]}), "abscesses: its condition asks"),
        (lambda data: condition(data, "abscesses").update(item="presenting_reason"), "what it cannot answer"),
        (lambda data: item(data, "injecting_status").update(asked_if=SELF_CONTROLLED), "depends on itself"),
        (
            lambda data: condition(data, "safe_storage", 1).update(fact="at_home"),
            "Invalid enum value 'at_home'",
        ),
        (lambda data: item(data, "abscesses").pop("asked_if"), "asked only if"),
        (lambda data: item(data, "abscesses").update(asked_if=NOT_WRITTEN), "unknown field `not`"),
        (lambda data: item(data, "sleep").update(section="Sleep"), "sleep: unknown section"),
        (lambda data: item(data, "sleep")["in"].update(intake="always"), "Invalid enum value 'intake'"),
        (lambda data: item(data, "sleep")["answer"].update(type="star"), "Invalid enum value 'star'"),
        (
            lambda data: item(data, "hbv_status")["answer"].update(counts_as_not_asked=["x"]),
            "names no option",
        ),
        (lambda data: data["labels"].pop("sofa_surfing"), "housing_status: no words for sofa_surfing"),
        (lambda data: data["columns"].pop("lives_with"), "children_under_18: no words for lives_with"),
        (lambda data: item(data, "sleep").update(source=""), "sleep: no words for domain, source"),
    ],
)
def test_a_bank_that_breaks_a_promise_is_refused_when_it_is_read(change, says):
    data = edition_1()
    change(data)
    with pytest.raises(StandardError, match=says):
        read(data)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('question = "Sleep', 'query = "Sleep', "1.toml: items.sleep: Object contains unknown field `query`"),
        ('item = "sleep"', 'item = "pain"', "1.toml: items: pain stands there twice"),
        ('place = "gad_7"', 'place = "phq_9"', "1.toml: places: mood_anxiety phq_9 stands there twice"),
        ("most = 27", 'most = "27"', "1.toml: places.mood_anxiety phq_9.most: Expected `int`, got `str`"),
    ],
)
def test_a_wrong_edition_is_refused_with_file_and_item(old, new, sentence, tmp_path):
    with pytest.raises(StandardError) as error:
        planted(queries.BANKS, tmp_path, (old, new)).editions  # noqa: B018
    assert str(error.value) == sentence
