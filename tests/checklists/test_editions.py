"""Every edition is read and checked; edition 1 holds what the published bank holds."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from careplan.checklists import queries
from careplan.checklists.codes import Kind, Presence
from careplan.checklists.rules.bank import BankFault, read_bank

PUBLISHED = json.loads((Path(__file__).parents[1] / "data" / "checklists-1.json").read_text("utf-8"))


def edition_1():
    return tomllib.loads((queries.EDITIONS / "1.toml").read_text("utf-8"))


def test_every_edition_is_read():
    assert [queries.bank(name).edition for name in queries.editions()] == ["1"]


def test_edition_1_holds_the_published_items_word_for_word():
    read = edition_1()
    assert read["items"] == PUBLISHED["items"]
    assert read["substances"] == PUBLISHED["substances"]
    assert read["edition"] == PUBLISHED["edition"]
    assert read["in_force_from"].isoformat() == PUBLISHED["in_force_from"]


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
        (lambda data: data.update(edition="2"), "edition 2 stands in a file named 1"),
        (lambda data: data["items"].append(item(data, "sleep")), "sleep: twice"),
        (
            lambda data: condition(data, "safe_storage").update(item="childen"),
            "the unknown item childen",
        ),
        (lambda data: condition(data, "abscesses").update({"is": ["x"]}), "abscesses: its condition asks"),
        (lambda data: condition(data, "abscesses").update(item="presenting_reason"), "what it cannot answer"),
        (lambda data: item(data, "injecting_status").update(asked_if=SELF_CONTROLLED), "depends on itself"),
        (lambda data: condition(data, "safe_storage", 1).update(fact="at_home"), "safe_storage: at_home"),
        (lambda data: item(data, "abscesses").pop("asked_if"), "abscesses: asked only if"),
        (lambda data: item(data, "abscesses").update(asked_if=NOT_WRITTEN), "no condition is written"),
        (lambda data: item(data, "sleep").update(section="Sleep"), "sleep: unknown section"),
        (lambda data: item(data, "sleep")["in"].update(intake="always"), "sleep: intake"),
        (lambda data: item(data, "sleep")["answer"].update(type="star"), "sleep: star"),
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
    with pytest.raises(BankFault, match=says):
        read_bank(data, "1")
