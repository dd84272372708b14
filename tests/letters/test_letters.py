"""Writing letters from the record, keeping them as sent, and a service's own templates."""

from datetime import UTC, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from careplan.clients.models import Episode
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.letters.codes import Letter, LetterField
from careplan.letters.labels import FIELDS
from careplan.letters.labels import LETTERS as NAMES
from careplan.letters.models import Document
from careplan.letters.registers import LETTER_TEMPLATES
from careplan.letters.rules import LETTERS, filled, left, unknown_fields
from careplan.people.registers import Address, Helper
from careplan.staff.models import Service
from tests.conftest import Browser
from tests.factories.clients import AppointmentFactory
from tests.walk import on_page


def test_every_letter_and_field_has_words_and_every_template_uses_listed_fields():
    templates = LETTERS.on(today()).templates
    assert set(templates) == set(NAMES) == set(Letter)
    assert set(FIELDS) == set(LetterField)
    for words in templates.values():
        assert unknown_fields({"words": words}) == {}


def test_fields_without_a_value_stay_in_their_braces():
    text = filled("Dear {called}, come on {next_appointment}. {nonsense}", {"called": "Jo"})
    assert text == "Dear Jo, come on {next_appointment}. {nonsense}"
    assert left(text) == ["next_appointment", "nonsense"]


@pytest.mark.parametrize("words", ["Dear {name}", "{ }", "{{called}} {config.items()}"])
def test_a_template_names_no_other_field(words):
    assert "There is no field" in unknown_fields({"words": words})["words"]


@pytest.fixture
def there(house) -> str:
    return f"/record/{house.episode}/letters/new"


def press(browser: Browser, path: str, **more):
    return browser.post(path, data=on_page(browser, path)[0].data() | more)


def stored(app) -> list[Document]:
    with app.app_context():
        return list(db.session.scalars(select(Document).options(undefer(Document.words))))


def live_at(app, house):
    """Rows of people about the client, and the service's telephone."""
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        mine = {"client_id": episode.client_id, "recorded_by": house.keyworker}
        safe = {"kind": "home", "told_by": "client"}
        db.session.add(Address(lines="1 Safe Street", postcode="ZZ1 1ZZ", safe_to_write=True, **safe, **mine))
        db.session.add(Address(lines="2 Shared House", safe_to_write=False, **safe, **mine))
        helper = {"kind": "gp", "told_by": "client"}
        db.session.add(Helper(name="The Hill Practice", address="3 Hill Road", **helper, **mine))
        db.session.get_one(Service, house.service).telephone = "01632 960 001"
        db.session.info["trailed"] = True
        db.session.commit()


def test_a_letter_begins_with_the_record_and_names_what_is_missing(app, house, as_keyworker, there):
    live_at(app, house)
    begun = press(as_keyworker, there, letter="appointment", begin="1")
    assert begun.status_code == 200
    assert "{next_appointment}" in begun.text
    assert "01632 960 001" in begun.text
    data = {"letter": "appointment", "addressee": "hand", "words": "Come on {next_appointment}"}
    refused = press(as_keyworker, there, **data)
    assert refused.status_code == 422
    assert "Type or delete what still stands in braces: the next appointment" in refused.text
    assert "Come on {next_appointment}" in refused.text
    assert stored(app) == []
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        coming = (now() + timedelta(3)).astimezone(UTC)
        AppointmentFactory(episode=episode, starts_at=coming, outcome=None, moved_from=None)
        db.session.commit()
    assert "{" not in press(as_keyworker, there, letter="appointment", begin="1").text.split("<textarea")[2]


def test_only_addresses_where_it_is_safe_to_write_are_offered(app, house, as_keyworker, there):
    live_at(app, house)
    page = as_keyworker.get(there).text
    assert "The client, at 1 Safe Street" in page
    assert "GP practice: The Hill Practice" in page
    assert "Shared House" not in page


def test_a_letter_is_kept_as_sent_with_a_neutral_address_block(app, house, as_keyworker, there):
    live_at(app, house)
    with app.app_context():
        db.session.get_one(Service, house.service).name = "The Drug Service"
        db.session.info["trailed"] = True
        db.session.commit()
        home = db.session.scalars(select(Address.id).where(Address.safe_to_write)).one()
    data = {"letter": "re_engagement", "addressee": home, "words": "Dear Jo\nCome back"}
    look = press(as_keyworker, there, look="1", **data)
    assert look.status_code == 200
    assert "1 Safe Street" in look.text.split("How it looks")[1]
    assert stored(app) == []
    answer = press(as_keyworker, there, **data)
    (row,) = stored(app)
    assert answer.location == f"/record/{house.episode}/documents/{row.id}/print"
    block = row.words.split("\n\n")[0]
    assert block.splitlines()[1:] == ["1 Safe Street", "ZZ1 1ZZ"]
    assert "drug" not in block.casefold()
    assert (row.kind, row.title, row.happened_on, row.recorded_by) == (
        "letter_out",
        NAMES["re_engagement"],
        today(),
        house.keyworker,
    )
    assert "Come back" in as_keyworker.get(answer.location).text
    assert NAMES["re_engagement"] in as_keyworker.get(f"/record/{house.episode}/documents").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"letter": ""}, "Select what the letter is for"),
        ({"addressee": ""}, "Select to whom it goes"),
        ({"addressee": "somewhere"}, "There is a problem"),
        ({"words": ""}, "Enter the letter"),
        ({"addressee": "other"}, "Enter the name and address"),
        ({"other": "A court"}, "Delete this address, or choose somebody else as addressee"),
    ],
)
def test_what_is_missing_is_said_at_its_field(app, as_keyworker, there, values, sentence):
    data = {"letter": "report", "addressee": "hand", "words": "To whom it may concern"}
    answer = press(as_keyworker, there, **(data | values))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(app) == []


def test_a_service_has_templates_of_its_own(app, house, as_manager, as_keyworker, there):
    path = f"/letters/of/{house.service}/letter-templates/new"
    answer = press(as_manager, path, letter="discharge", words="Dear {name}")
    assert answer.status_code == 422
    assert "There is no field {name}" in answer.text
    assert press(as_manager, path, letter="discharge", words="Farewell from {worker}").status_code == 303
    assert "Farewell from Kay" in press(as_keyworker, there, letter="discharge", begin="1").text
    with app.app_context():
        assert db.session.scalars(select(LETTER_TEMPLATES.model.letter)).one() == "discharge"
