"""A transfer as a file: sealed to the receiver's key, refused in a sentence where one byte is not as it was."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from careplan.assessment.actions import start
from careplan.assessment.codes import Kind
from careplan.assessment.models import Answer
from careplan.checklists.queries import bank
from careplan.clients.models import Client, Episode, Packet, Transfer
from careplan.clients.queries import episode as load
from careplan.clients.rules.packets import hashed, read
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.moves import sealing
from careplan.moves.commands import transfer
from careplan.people.registers import Consent
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory


@pytest.fixture
def run(app, session):
    def command(*words):
        return CliRunner().invoke(transfer, [str(word) for word in words], obj=None)

    return command


@pytest.fixture
def consent(house, session):
    row = Consent(
        episode_id=house.episode,
        service_id=house.service,
        recorded_by=house.keyworker,
        party="Seaside service",
        purpose="treatment",
        scope="All",
        basis="signed",
        given_on=today() - timedelta(days=3),
        expires_on=today() + timedelta(days=30),
    )
    made = AssessmentFactory(
        episode=session.get_one(Episode, house.episode), kind="triage", started_on=today()
    )
    AnswerFactory(assessment=made, item="motivation_ruler", value=7)
    session.add(row)
    session.info["trailed"] = True
    db.session.commit()
    return row


@pytest.fixture
def keys(run, tmp_path):
    public = run("key", tmp_path / "secret").output.strip()
    return tmp_path / "secret", public


def export(run, house, path, public, *more):
    words = ("--key", public, "--to", "Seaside service", "--by", "kay", "--reason", "Moves to the sea")
    return run("export", house.episode, path, *words, *more)


def accept(charlie, packet, **more):
    return charlie.post(f"/transfers/{packet.id}", data={"answer": "accepted", "reason": ""} | more)


def test_a_key_is_made_once_and_its_secret_stays_in_its_file(run, tmp_path, keys):
    secret, public = keys
    assert public.startswith("age1")
    assert secret.stat().st_mode & 0o077 == 0
    assert "there already" in run("key", secret).output


def test_a_transfer_goes_out_and_comes_in_and_its_answers_are_confirmed_there(
    run, house, session, consent, keys, tmp_path, charlie
):
    secret, public = keys
    out = export(run, house, tmp_path / "out.age", public, "--print", tmp_path / "out.html")
    assert out.exit_code == 0, out.output
    sent = session.scalars(select(Transfer)).one()
    assert (sent.sent_to, sent.consent_id, sent.recorded_by) == (
        "Seaside service",
        consent.id,
        house.keyworker,
    )
    assert session.scalars(select(Packet)).all() == []
    assert b"Moves" not in (tmp_path / "out.age").read_bytes()
    assert "Moves to the sea" in (tmp_path / "out.html").read_text("utf-8")
    assert (tmp_path / "out.html").stat().st_mode & 0o077 == 0
    came = run("import", tmp_path / "out.age", "--key", secret, "--service", house.other_service)
    assert came.exit_code == 0, came.output
    packet = session.scalars(select(Packet)).one()
    assert (packet.transfer_id, packet.service_id) == (None, house.other_service)
    assert hashed(packet.content) == packet.sha256
    assert packet.sha256 in out.output
    assert read(packet.content).reason == "Moves to the sea"
    again = run("import", tmp_path / "out.age", "--key", secret, "--service", house.other_service)
    assert "has come to the service already" in again.output
    answered = accept(charlie, packet)
    assert answered.status_code == 303
    session.expire_all()
    there = load(frozenset({house.other_service}), session.get_one(Packet, packet.id).episode_id)
    person = session.get_one(Client, there.client_id)
    assert (person.id == house.client, person.last_name) == (False, "Williams")
    made = start(by=house.actors.charlie, episode=there, kind=Kind.TRIAGE, bank=bank("2"), on=today())
    said = session.get_one(Answer, (made.id, "motivation_ruler", 1))
    assert (said.value, said.brought_by) == (7, "Northgate Test Service")


@pytest.mark.parametrize("place", [30, -1, 200])
def test_a_file_that_was_changed_is_refused_with_a_sentence(
    run, house, session, consent, keys, tmp_path, place
):
    secret, public = keys
    path = tmp_path / "out.age"
    export(run, house, path, public)
    whole = bytearray(path.read_bytes())
    whole[place] ^= 1
    path.write_bytes(bytes(whole))
    refused = run("import", path, "--key", secret, "--service", house.other_service)
    assert refused.exit_code == 2
    assert sealing.CHANGED in refused.output
    assert session.scalars(select(Packet)).all() == []


def test_another_key_opens_nothing_and_a_strange_file_is_no_packet(run, house, consent, keys, tmp_path):
    secret, public = keys
    other = tmp_path / "other"
    run("key", other)
    export(run, house, tmp_path / "out.age", public)
    where = ("--service", house.other_service)
    assert sealing.CHANGED in run("import", tmp_path / "out.age", "--key", other, *where).output
    strange = tmp_path / "strange.age"
    strange.write_bytes(sealing.sealed('{"packet": "something else"}', public))
    assert "no transfer packet of careplan" in run("import", strange, "--key", secret, *where).output
    assert "no secret key" in run("import", strange, "--key", strange.with_name("out.age"), *where).output
    assert "there is no service" in run("import", strange, "--key", secret, "--service", "nowhere").output


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--consent", "nothing"), "holds no consent to treatment with the id"),
        (("--key", "age1junk"), "not a public key"),
        (("--by", "nobody"), "there is no worker"),
    ],
)
def test_what_cannot_be_sent_writes_nothing(run, house, session, consent, keys, tmp_path, more, words):
    refused = export(run, house, tmp_path / "out.age", keys[1], *more)
    assert refused.exit_code == 2
    assert words in refused.output
    assert not (tmp_path / "out.age").exists()
    session.expire_all()
    assert session.scalars(select(Transfer)).all() == []


def test_without_a_consent_that_holds_nothing_goes_out_but_with_a_reason(run, house, session, keys, tmp_path):
    path = tmp_path / "out.age"
    assert "holds no consent to treatment" in export(run, house, path, keys[1]).output
    assert export(run, house, path, keys[1], "--override", "A child may be harmed").exit_code == 0
    row = session.scalars(select(Transfer)).one()
    assert (row.basis, row.override_reason) == ("override", "A child may be harmed")


def came(run, house, keys, tmp_path, session):
    """A packet that came as a file to the other service."""
    export(run, house, tmp_path / "out.age", keys[1])
    run("import", tmp_path / "out.age", "--key", keys[0], "--service", house.other_service)
    return session.scalars(select(Packet)).one()


def test_a_client_of_a_file_is_compared_with_those_who_are_here(
    run, house, session, consent, keys, tmp_path, charlie
):
    there = EpisodeFactory(
        client=ClientFactory(first_name="Janet", last_name="Williams", nhs_number=None),
        service_id=house.other_service,
    )
    db.session.commit()
    packet = came(run, house, keys, tmp_path, session)
    page = charlie.get(f"/transfers/{packet.id}").text
    assert "Is the client registered already?" in page
    assert "Same name and date of birth" in page
    unanswered = accept(charlie, packet)
    assert unanswered.status_code == 422
    assert "Select whether the client is one of them" in unanswered.text
    assert accept(charlie, packet, who="somebody-strange").status_code == 422
    assert accept(charlie, packet, who=there.client_id).status_code == 303
    session.expire_all()
    assert session.get_one(Packet, packet.id).episode_id == there.id


def test_somebody_else_is_registered_without_a_number_that_is_taken(
    run, house, session, consent, keys, tmp_path, charlie
):
    number = session.get_one(Client, house.client).nhs_number
    other = ClientFactory(first_name="Tom", last_name="Wood", nhs_number=number)
    EpisodeFactory(client=other, service_id=house.other_service)
    db.session.commit()
    packet = came(run, house, keys, tmp_path, session)
    assert "without the NHS number" in charlie.get(f"/transfers/{packet.id}").text
    assert accept(charlie, packet, who="somebody_else").status_code == 303
    session.expire_all()
    there = session.get_one(Episode, session.get_one(Packet, packet.id).episode_id)
    person = session.get_one(Client, there.client_id)
    assert (person.last_name, person.nhs_number, person.id == other.id) == ("Williams", None, False)


def test_the_consent_under_which_it_was_sent_is_listed_at_the_receiver(
    run, house, session, consent, keys, tmp_path, charlie
):
    packet = came(run, house, keys, tmp_path, session)
    assert accept(charlie, packet).status_code == 303
    session.expire_all()
    there = session.get_one(Packet, packet.id).episode_id
    page = charlie.get(f"/record/{there}/consents").text
    assert "Sent by Northgate Test Service: All" in page
    row = session.scalars(select(Consent).where(Consent.episode_id == there)).one()
    assert (row.party, row.basis, row.given_on, row.expires_on) == (
        "Riverside Test Service",
        "signed",
        consent.given_on,
        consent.expires_on,
    )
    assert "Riverside Test Service, until" not in charlie.get(f"/record/{there}/transfers/new").text


def test_a_file_is_followed_until_somebody_tells_what_became_of_it(
    run, house, session, consent, keys, tmp_path, as_keyworker
):
    export(run, house, tmp_path / "out.age", keys[1])
    news = f"/record/{house.episode}/transfer-news"
    assert "What became of a file" not in as_keyworker.get(f"/record/{house.episode}").text
    assert "ask whether they have seen the client" in as_keyworker.get("/?show=all").text
    listed = as_keyworker.get("/transfers").text
    assert "not yet known whether they have seen the client" in listed
    assert news in as_keyworker.get(f"/record/{house.episode}/transfers").text
    told = day_parts("told_on", today()) | {"outcome": "seen", "who": "Their duty worker", "note": ""}
    refused = as_keyworker.post(f"{news}/new", data=told)
    assert "Enter the day on which they saw the client" in refused.text
    told |= day_parts("seen_on", today())
    assert as_keyworker.post(f"{news}/new", data=told).status_code == 303
    todo = as_keyworker.get("/?show=all").text
    assert "ask whether they have seen the client" not in todo
    assert "Seaside service has seen the client: end what runs here" in todo
    assert "told on" in as_keyworker.get("/transfers").text
    assert "What became of a file" in as_keyworker.get(f"/record/{house.episode}").text


def test_a_file_that_is_taken_back_waits_no_longer(
    run, house, session, consent, keys, tmp_path, as_keyworker
):
    export(run, house, tmp_path / "out.age", keys[1])
    told = day_parts("told_on", today()) | {"outcome": "taken_back", "note": "She stays here after all"}
    assert as_keyworker.post(f"/record/{house.episode}/transfer-news/new", data=told).status_code == 303
    assert "Seaside service" not in as_keyworker.get("/?show=all").text
    listed = as_keyworker.get("/transfers").text
    assert "Taken back" in listed
    assert "She stays here after all" in listed


def day_parts(name, on):
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}
