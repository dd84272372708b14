"""What may be done with a way of reaching a client, and who must be kept safe."""

from datetime import UTC, date, datetime

from careplan.checklists.queries import bank
from careplan.people.labels import (
    AGE_GROUPS,
    OLDEST,
    age_group,
    concern_words,
    home_words,
    person_words,
    speech_words,
    way_words,
)
from careplan.people.rules import (
    Concern,
    Home,
    Person,
    Speech,
    Way,
    born_by,
    children_first,
    fits,
    grounded,
    identified,
    located,
    newest,
    preferred,
    standing,
)

MOBILE = Way("mobile", "07700 900 001", "ring text", True)


def test_what_was_never_asked_is_not_safe() -> None:
    assert MOBILE.allows("text")
    assert not MOBILE.allows("message")
    assert not Way("mobile", "07700 900 002", "", True).allows("ring")


def test_a_preferred_way_that_is_safe_for_nothing_is_not_offered() -> None:
    assert preferred([Way("mobile", "07700 900 002", "", True), MOBILE]) is MOBILE
    assert preferred([Way("mobile", "07700 900 002", "", True)]) is None


def _way(**values: object) -> dict[str, object]:
    return {"kind": "mobile", "value": "07700 900 001", "safe": "ring", "preferred": True} | values


def test_a_number_must_be_of_its_kind_and_can_do_only_what_its_kind_can() -> None:
    assert fits(_way()) == {}
    assert "value" in fits(_way(value="name@example.org"))
    assert "value" in fits(_way(kind="email", value="07700 900 001", safe="write"))
    assert fits(_way(kind="email", value="name@example.org", safe="write")) == {}
    assert "safe" in fits(_way(kind="landline", safe="ring text"))
    assert "preferred" in fits(_way(safe=None))
    assert fits(_way(kind="pigeon")) == {}, "its own field refuses it"


def test_an_address_has_lines_unless_there_is_no_fixed_abode() -> None:
    assert "lines" in located({"kind": "home", "lines": None})
    assert located({"kind": "no_fixed_abode", "lines": None}) == {}


def test_a_year_of_birth_is_not_to_come() -> None:
    assert born_by({"born_year": 2027}, 2026)
    assert not born_by({"born_year": 2026}, 2026)
    assert not born_by({"born_year": None}, 2026)


def _consent(**values: object) -> dict[str, object]:
    return {"basis": "signed", "reason": None, "expires_on": date(2027, 1, 1)} | values


def test_consent_has_an_end_and_sharing_without_it_a_reason() -> None:
    assert grounded(_consent()) == {}
    assert "expires_on" in grounded(_consent(expires_on=None))
    assert "reason" in grounded(_consent(basis="override", expires_on=None))
    assert grounded(_consent(basis="override", expires_on=None, reason="Children Act 1989, section 47")) == {}


def _step(**values: object) -> dict[str, object]:
    step = {"whom": "child", "name": "Robin Test", "stage": "concern", "outcome": None}
    return step | {"review_on": date(2026, 12, 1)} | values


def test_a_concern_names_the_child_the_day_to_look_again_and_how_it_ended() -> None:
    assert identified(_step()) == {}
    assert "name" in identified(_step(name=None))
    assert identified(_step(whom="client", name=None)) == {}
    assert "review_on" in identified(_step(review_on=None))
    assert "outcome" in identified(_step(stage="closed", review_on=None))


def _concern(name: str | None, stage: str, day: int) -> Concern:
    return Concern("child", name, stage, date(2026, 11, day))


def test_the_banner_tells_the_latest_open_step_of_each_person() -> None:
    steps = [_concern("Kim", "concern", 1), _concern("Robin", "referral", 2), _concern("kim ", "closed", 3)]
    assert [(one.name, one.stage) for one in standing(steps)] == [("Robin", "referral")]
    assert standing([_concern("Kim", "concern", 1), _concern("Kim", "plan", 9)])[0].stage == "plan"


def test_children_come_first_and_of_them_those_at_home() -> None:
    people = [Person("Ann", "partner", "with_client"), Person("Bo", "child", "in_care")]
    people += [Person("Cy", "child", "with_client")]
    assert [one.name for one in children_first(people)] == ["Cy", "Bo", "Ann"]


def test_words_say_what_is_safe_and_where_no_letter_may_go() -> None:
    assert way_words(MOBILE) == "Mobile 07700 900 001: ring, text"
    assert way_words(Way("email", "a@example.org", "", False, "his sister")).endswith("nothing is safe")
    home = Home("home", "1 Made Up Street\nTestham", "LS1 4AP", False)
    assert home_words(home) == "Home: 1 Made Up Street, Testham, LS1 4AP (no letters)"
    assert home_words(Home("no_fixed_abode", None, None, False)) == "No fixed abode (no letters)"
    assert (
        person_words(Person("Kim Test", "child", "not_known"))
        == "Kim Test, child, where they live is not known"
    )
    assert concern_words(_concern("Kim", "concern", 1)) == "Safeguarding, a child: concern raised"


def test_the_latest_word_on_language_holds_and_english_needs_no_flag() -> None:
    earlier = Speech(datetime(2026, 1, 1, tzinfo=UTC), None, "Somali", True, None)
    later = Speech(datetime(2026, 2, 1, tzinfo=UTC), "Sam", "English", False, "Large print")
    assert newest([later, earlier]) is later
    assert speech_words(later) == ["Likes to be called Sam", "Large print"]
    assert speech_words(earlier) == ["Interpreter needed: Somali"]


def test_an_age_is_told_only_where_it_is_certain() -> None:
    on = date(2026, 3, 2)
    assert Person("Basil", "child", "with_client", born_on=date(2020, 3, 3)).age_on(on) == 5
    assert Person("Basil", "child", "with_client", born_year=2020).age_on(on) is None
    assert Person("Basil", "child", "with_client", born_year=2020).age_on(date(2026, 12, 31)) == 6
    assert Person("Basil", "child", "with_client").age_on(on) is None


def test_age_groups_have_the_words_of_the_tables_of_assessments() -> None:
    edition = bank("3")
    groups = edition.items["who_lives_in_house"].answer.bounds.choices["age_group"]
    assert [*AGE_GROUPS.values(), OLDEST] == [edition.labels[code] for code in groups]
    ages = {None: "", 0: "Under 5", 5: "5 to 17", 17: "5 to 17", 18: "18 to 64", 65: "65 or over"}
    assert {age: age_group(age) for age in ages} == ages
