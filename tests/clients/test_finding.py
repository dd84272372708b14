"""Finding a client: by name, date of birth or NHS number, in own services only."""

from datetime import date

import pytest

from careplan.clients.models import Client, Episode
from careplan.clients.queries import Wanted, alike, episode, episodes_of, find
from careplan.clients.rules.likeness import Likeness, Person
from careplan.clients.rules.names import name_parts
from careplan.ground.corrections import supersede
from careplan.ground.db import db
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.walk import forms


def names(house, typed, **more):
    return [one.name for one in find(house.services, Wanted(name_parts(typed), **more))]


def made(house, first, last, **more):
    episode_more = {key: more.pop(key) for key in ("referred_on", "closed_on", "exit_reason") if key in more}
    client = ClientFactory(first_name=first, last_name=last, nhs_number=None, **more)
    return EpisodeFactory(client=client, service_id=house.service, **episode_more)


@pytest.mark.parametrize("typed", ["will", "JANET", "williams jan", "jan will", "Janét"])
def test_part_of_a_name_in_any_order_finds_the_client(house, session, typed):
    assert names(house, typed) == ["WILLIAMS, Janet"]


@pytest.mark.parametrize("typed", ["%", "_", "Janet Smith", "jan%"])
def test_wildcards_are_no_letters(house, session, typed):
    assert names(house, typed) == (["WILLIAMS, Janet"] if typed == "jan%" else [])


def test_accents_and_apostrophes_do_not_hide_anybody(house, session):
    made(house, "Zoë", "O’Brien")
    assert names(house, "zoe obrien") == ["O’BRIEN, Zoë"]


def test_a_date_of_birth_or_a_number_is_enough_and_all_must_match(house, session):
    assert names(house, "", born=date(1985, 7, 14)) == ["WILLIAMS, Janet"]
    assert names(house, "", nhs_number="9990000018") == ["WILLIAMS, Janet"]
    assert names(house, "janet", born=date(1985, 7, 15)) == []


def test_nothing_wanted_finds_nobody(house, session):
    assert find(house.services, Wanted()) == []


def test_charlie_finds_nobody_of_this_service(house, session):
    assert find(frozenset({house.other_service}), Wanted(("janet",))) == []
    assert find(frozenset(), Wanted(("janet",))) == []
    assert episode(frozenset({house.other_service}), house.episode) is None


def test_a_client_stands_once_with_the_open_episode(house, session):
    client = session.get_one(Client, house.client)
    closed = EpisodeFactory(
        client=client,
        service_id=house.service,
        referred_on=date(2025, 6, 1),
        closed_on=date(2025, 7, 1),
        exit_reason="moved_away",
    )
    assert [one.episode_id for one in find(house.services, Wanted(("janet",)))] == [house.episode]
    assert [one.id for one in episodes_of(house.services, client)] == [closed.id, house.episode]


def test_a_corrected_client_is_found_by_the_new_name_alone(house, session):
    old = session.get_one(Client, house.client)
    right = ClientFactory.build(first_name="Jeanette", last_name="Williams")
    supersede(old, right, reason="misheard")
    assert names(house, "will") == ["WILLIAMS, Jeanette"]
    session.expire_all()
    assert episode(house.services, house.episode).client.first_name == "Jeanette"


def test_likely_duplicates_come_with_the_strongest_reason_first(house, session):
    made(house, "Jo", "Wells", date_of_birth=date(1985, 7, 14), sex="female")
    person = Person("Janet", "Williams", date(1985, 7, 14), "female", "9990000018")
    found = [(one.name, why) for one, why in alike(house.services, person)]
    assert found == [
        ("WILLIAMS, Janet", Likeness.NHS_NUMBER),
        ("WELLS, Jo", Likeness.INITIALS_BIRTH_AND_SEX),
    ]
    assert [one.name for one, _ in alike(house.services, person, but=house.client)] == ["WELLS, Jo"]
    assert alike(frozenset({house.other_service}), person) == []


def test_results_come_by_name(house, session):
    made(house, "Zed", "anders")
    made(house, "Amy", "Anders")
    assert names(house, "anders") == ["ANDERS, Amy", "ANDERS, Zed"]


def test_a_keyworker_searches_by_name(house, as_keyworker):
    page = as_keyworker.post("/clients/search", data={"name": "janet"})
    assert page.status_code == 200
    assert "1 client found" in page.text
    assert f"/record/{house.episode}" in page.text


def test_many_results_say_narrow_your_search(house, session, as_keyworker):
    for number in range(51):
        made(house, f"Number{number}", "Multiple")
    db.session.commit()
    page = as_keyworker.post("/clients/search", data={"name": "multiple"}).text
    assert "More than 50 clients found" in page
    assert "narrow your search" in page
    assert page.count("MULTIPLE,") == 50


def test_nobody_found_says_what_to_do(house, as_keyworker):
    page = as_keyworker.post("/clients/search", data={"name": "nobody"}).text
    assert "0 clients found" in page
    assert "Nobody in your services matches" in page
    assert "Register a new client" in page


def test_what_was_searched_for_stands_in_the_form_to_register(house, as_keyworker):
    sought = {"name": "Rowena May Reach", "born-day": "4", "born-month": "5", "born-year": "1988"}
    page = as_keyworker.post("/clients/search", data=sought).text
    (form,) = [one for one in forms("/clients/search", page) if one.action == "/clients/register"]
    begun = as_keyworker.post("/clients/register", data=form.data() | {"then": "begin"})
    assert begun.status_code == 200
    assert "There is a problem" not in begun.text
    (form,) = [one for one in forms("/clients/register", begun.text) if "first_name" in one.data()]
    sent = form.data()
    assert (sent["first_name"], sent["last_name"]) == (["Rowena May"], ["Reach"])
    assert [sent[f"date_of_birth-{part}"] for part in ("day", "month", "year")] == [["4"], ["5"], ["1988"]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Enter a name, a date of birth or an NHS number"),
        ({"nhs_number": "9990000019"}, "NHS number is not a real NHS number. Check each digit"),
        ({"nhs_number": "12345"}, "NHS number must have 10 digits. You entered 5"),
        ({"born-day": "31", "born-month": "2", "born-year": "1985"}, "Date of birth must be a real date"),
        ({"name": "%%"}, "Enter letters of the name"),
    ],
)
def test_a_bad_search_says_what_to_enter(house, as_keyworker, data, sentence):
    page = as_keyworker.post("/clients/search", data=data)
    assert page.status_code == 422
    assert page.text.count(sentence) == 2
    assert ('href="#name"' in page.text) is ("name" in sentence)


def test_charlie_finds_nobody_on_the_page(house, charlie):
    page = charlie.post("/clients/search", data={"nhs_number": "999 000 0018"}).text
    assert "0 clients found" in page
    assert "WILLIAMS" not in page


def test_a_closed_episode_says_so(house, session, as_keyworker):
    row = session.get_one(Episode, house.episode)
    row.closed_on, row.exit_reason = date(2025, 9, 1), "moved_away"
    session.info["trailed"] = True
    session.commit()
    assert "Closed 1 September 2025" in as_keyworker.post("/clients/search", data={"name": "janet"}).text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"name": "janet", "born-day": "14", "born-month": "7", "born-year": "1986"}, "the year off by one"),
        (
            {"name": "janet smith", "born-day": "14", "born-month": "7", "born-year": "1985"},
            "one of the names",
        ),
        ({"name": "janet williams", "nhs_number": "999 000 0026"}, None),
        ({"name": "smith", "nhs_number": "999 000 0018"}, "Same NHS number"),
    ],
)
def test_who_may_be_meant_is_shown_beside_who_is_found(house, as_keyworker, data, why):
    page = as_keyworker.post("/clients/search", data=data).text
    assert "0 clients found" in page
    assert ("WILLIAMS, Janet" in page) is (why is not None)
    assert why is None or why in page


def test_day_and_month_swapped_are_found_in_a_search(house, session, as_keyworker):
    made(house, "Ann", "Lee", date_of_birth=date(1985, 4, 3))
    session.commit()
    born = {"born-day": "4", "born-month": "3", "born-year": "1985"}
    assert "LEE, Ann" in as_keyworker.post("/clients/search", data=born | {"name": "lee"}).text
    assert "LEE, Ann" in as_keyworker.post("/clients/search", data=born).text


def test_a_client_whose_birth_is_not_known_may_be_meant_by_every_birth(house, session, as_keyworker):
    made(house, "Ann", "Lee", date_of_birth=date(1900, 1, 1), birth_known="unknown")
    session.commit()
    born = {"born-day": "4", "born-month": "3", "born-year": "1985"}
    page = as_keyworker.post("/clients/search", data=born | {"name": "lee ann"}).text
    assert "LEE, Ann" in page
    assert "not known" in page
    nobody = {"born-day": "1", "born-month": "1", "born-year": "1900"}
    assert "LEE, Ann" not in as_keyworker.post("/clients/search", data=nobody).text


def test_charlie_is_shown_nobody_who_may_be_meant(house, charlie):
    data = {"name": "smith", "nhs_number": "999 000 0018"}
    assert "WILLIAMS" not in charlie.post("/clients/search", data=data).text


@pytest.mark.parametrize("typed", ["\u200ejanet\u200f", "ja\u00adnet", "\ufeffjanet", "ja\x07net"])
def test_a_search_ignores_what_cannot_be_shown(house, as_keyworker, typed):
    assert "WILLIAMS, Janet" in as_keyworker.post("/clients/search", data={"name": typed}).text


@pytest.mark.parametrize("typed", ["Lukasz", "ŁUKASZ", "łukasz wojcik"])
def test_letters_that_do_not_decompose_are_found_either_way(house, session, typed):
    made(house, "Łukasz", "Wójcik")
    assert names(house, typed) == ["WÓJCIK, Łukasz"]
