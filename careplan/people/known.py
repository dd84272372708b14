"""What assessments read of a client as a person, and need not ask."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import and_

from careplan.ground.marks import EPISODE, ON, SERVICES, Known, Offered, Rows, mark
from careplan.people import labels, rules
from careplan.people.marks import Alive, helpers, homes, relations, speech, ways
from careplan.people.registers import ADDRESSES, CONSENTS, HELPERS, RELATIONS, SPEECH, WAYS, Consent

YES_NO = {True: "yes", False: "no"}


def _consents(alive: Alive) -> Rows:
    row = Consent
    names = ("party", "purpose", "scope", "expires_on")
    rows = mark(rules.Agreed, row.id, row.given_on, **{name: getattr(row, name) for name in names})
    withdrawn = and_(row.withdrawn_on.is_not(None), row.withdrawn_on <= ON)
    over = and_(row.expires_on.is_not(None), row.expires_on < ON)
    given = (row.basis != rules.OVERRIDE, ~withdrawn, ~over)
    return rows.where(row.episode_id == EPISODE, row.service_id.in_(SERVICES), alive(row), *given)


def _ways(facts: Iterable[rules.Way], _: date) -> Iterator[str]:
    yield from map(labels.way_words, rules.by_preference(facts))


def _speech(facts: Iterable[rules.Speech], _: date) -> list[str]:
    latest = rules.newest(facts)
    return labels.speech_words(latest) if latest else []


def _practices(facts: Iterable[rules.Helper], _: date) -> list[str]:
    return [labels.helper_words(one) for one in facts if one.kind == "gp"]


def _people(facts: Iterable[rules.Person], _: date) -> list[str]:
    return [labels.person_words(one) for one in rules.children_first(facts)]


def _children(facts: Iterable[rules.Person], on: date) -> list[str]:
    return _people(_minors(facts, on), on)


def _minors(facts: Iterable[rules.Person], on: date) -> list[rules.Person]:
    return [one for one in facts if one.relation in rules.CHILDREN and not one.adult_on(on)]


def _household(facts: Iterable[rules.Person], on: date) -> Iterator[Offered]:
    """A row for each who lives with the client."""
    for one in rules.children_first(facts):
        if one.lives == rules.WITH_CLIENT:
            yield _row(
                one, relation=labels.RELATIONS[one.relation], age_group=labels.age_group(one.age_on(on))
            )


def _child_rows(facts: Iterable[rules.Person], on: date) -> Iterator[Offered]:
    """A row for each child, wherever it lives."""
    for one in rules.children_first(_minors(facts, on)):
        lives = "" if one.lives == rules.NOT_KNOWN else YES_NO[one.lives == rules.WITH_CLIENT]
        age = one.age_on(on)
        yield _row(
            one, age="" if age is None else str(age), lives_with=lives, school_or_nursery=one.school or ""
        )


def _row(person: rules.Person, **cells: str) -> Offered:
    return Offered(
        {column: words for column, words in cells.items() if words}, labels.person_source(person), person.name
    )


KNOWN = (
    Known("safe_contact", rules.Way, ways, _ways, WAYS.endpoint("listing")),
    Known(
        "safe_contact",
        rules.Home,
        homes,
        lambda facts, _: map(labels.home_words, facts),
        ADDRESSES.endpoint("listing"),
    ),
    Known(
        "info_sharing_consent",
        rules.Agreed,
        _consents,
        lambda facts, _: map(labels.consent_words, facts),
        CONSENTS.endpoint("listing"),
    ),
    Known("communication_needs", rules.Speech, speech, _speech, SPEECH.endpoint("listing")),
    Known("gp_registered", rules.Helper, helpers, _practices, HELPERS.endpoint("listing")),
    Known("who_lives_in_house", rules.Person, relations, _people, RELATIONS.endpoint("listing"), _household),
    Known(
        "children_under_18", rules.Person, relations, _children, RELATIONS.endpoint("listing"), _child_rows
    ),
)
"""By item of the checklists; a test holds their codes against the editions."""
