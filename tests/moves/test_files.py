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
    answered = charlie.post(f"/transfers/{packet.id}", data={"answer": "accepted", "reason": ""})
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
