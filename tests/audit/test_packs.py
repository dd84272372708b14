"""The audit pack: sound when built, found out when changed, refused in words when it is something else."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from careplan.audit.commands.packs import audit_pack
from careplan.audit.release.packs import archive
from careplan.audit.release.packs.build import Pack, built
from careplan.audit.release.packs.verify import verified
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import load
from tests.audit import reports

KEY, OTHER = b"k" * 32, b"o" * 32


def pack(*services: Service, key: bytes = KEY, **more: Any) -> Pack:
    level = Level.SERVICE if len(services) == 1 else Level.PARTNERSHIP
    unit = Unit(level, services[0].id if level is Level.SERVICE else "P1", "North")
    own = None if level is Level.SERVICE else Partnership("P1", "North")
    request = Request(unit, Census.at(reports.ON), more.get("ruleset", load()), more.get("midpoints", {}))
    return built(request, services, own, more.get("peers", Peers()), key)


SMALL = reports.caseload("S1", 12)
ONE = pack(SMALL)


def files(content: bytes = ONE.content) -> dict[str, bytes]:
    return archive.opened(content)


def again(found: dict[str, bytes]) -> bytes:
    """A pack of these files whose manifest fits them."""
    head = {
        key: value
        for key, value in json.loads(found["manifest.json"]).items()
        if key not in ("format", "resources")
    }
    return archive.zipped({**found, "manifest.json": archive.manifest(head, found)})


def changed(name: str, change: Callable[[bytes], bytes], fitting: bool = True) -> bytes:
    found = files()
    found[name] = change(found[name])
    return again(found) if fitting else archive.zipped(found)


@pytest.mark.parametrize(
    "services",
    [[SMALL], [reports.caseload("S1", 40), reports.caseload("S2", 9)]],
    ids=["service", "partnership"],
)
@pytest.mark.parametrize(
    "midpoints", [{}, {"11.1": Fraction(99), "11.2": Fraction(1)}], ids=["without", "with"]
)
def test_a_fresh_pack_is_sound(services: list[Service], midpoints: dict[str, Fraction]) -> None:
    found = pack(*services, midpoints=midpoints)
    check = verified(found.content, found.manifest)
    assert check.faults == ()
    count = len(list(load().measures()))
    assert f"{count} measures, 11 criteria" in check.summary[1]


def clients_shared(number: int = 30) -> list[Service]:
    """Two services between which every client goes to and fro, so that journeys of both make one."""
    return [
        replace(one, episodes=tuple(replace(e, client_id=f"K{n // 3}") for n, e in enumerate(one.episodes)))
        for one in (reports.caseload("S1", number), reports.caseload("S2", number))
    ]


def test_a_pack_gives_journeys_through_several_services_again() -> None:
    apart = [reports.caseload("S1", 30), reports.caseload("S2", 30)]
    sizes = []
    for services in (apart, clients_shared()):
        found = pack(*services, midpoints={"11.1": Fraction(99)})
        assert verified(found.content, found.manifest).faults == ()
        (measure,) = json.loads(files(found.content)["figures.json"])["criteria"][10]["questions"][0][
            "measures"
        ]
        sizes.append(measure["denominator"])
    assert sizes[1] < sizes[0]


def test_a_partnership_pack_made_before_journeys_is_still_sound() -> None:
    found = files(pack(reports.caseload("S1", 9), reports.caseload("S2", 9)).content)
    head, _, rest = found["ruleset.toml"].decode().partition("[numbers.journey_gap_days]")
    found["ruleset.toml"] = (head + rest[rest.index("[numbers.first_review") :]).encode()
    rows = found["evidence.csv"].splitlines(keepends=True)
    found["evidence.csv"] = b"".join(row for row in rows if b",together," not in row)
    sha256 = hashlib.sha256(found["ruleset.toml"]).hexdigest()
    for name in ("figures.json", "manifest.json"):
        data = json.loads(found[name])
        data["ruleset"]["sha256"] = sha256
        found[name] = archive.as_json(data)
    assert verified(again(found)).faults == ()


def test_a_pack_of_another_ruleset_is_sound() -> None:
    assert verified(pack(SMALL, ruleset=load("care-plan-standards")).content).faults == ()


def test_the_same_key_gives_the_same_bytes_and_another_key_other_names() -> None:
    assert pack(SMALL).content == ONE.content
    other = files(pack(SMALL, key=OTHER).content)
    assert other["figures.json"] == files()["figures.json"]
    names = [
        {row["record"] for row in csv.DictReader(io.StringIO(one["evidence.csv"].decode()))}
        for one in (files(), other)
    ]
    assert names[0].isdisjoint(names[1])


def test_a_pack_names_no_record_and_holds_no_key() -> None:
    content = b"".join(files().values())
    for id_ in ("S1E3", "S1C3", "S1I3", "S1P3"):
        assert id_.encode() not in content
    assert KEY not in ONE.content


def test_the_manifest_lists_every_file_with_its_hash() -> None:
    listed = json.loads(files()["manifest.json"])
    assert [one["path"] for one in listed["resources"]] == list(archive.CONTENT)
    assert ONE.manifest == archive.digest(files()["manifest.json"])
    assert verified(ONE.content, "0" * 64).faults == (
        f"manifest.json: its SHA-256 is {ONE.manifest}, not {'0' * 64}",
    )


def test_a_pack_tells_quartiles_of_other_services_and_no_value_of_any() -> None:
    rates = [Fraction(number, 1000 + number) for number in range(1, 13)]
    found = pack(SMALL, peers=Peers({"5.2": rates}, {"5.2": rates[:7]}))
    assert verified(found.content).faults == ()
    told = json.loads(files(found.content)["context.json"])["peers"]
    assert {Fraction(one) for one in told["services"]["5.2"]}.isdisjoint(rates)
    assert told["partnerships"]["5.2"] == []


def test_a_sound_pack_cannot_steer_the_terminal_of_who_checks_it(app: Flask, tmp_path: Path) -> None:
    found = files()
    for name in ("figures.json", "manifest.json"):
        data = json.loads(found[name])
        data["unit"]["id"] = "S1\x1b[2J\nSound."
        found[name] = archive.as_json(data)
    target = tmp_path / "pack.zip"
    target.write_bytes(again(found))
    answer = app.test_cli_runner().invoke(audit_pack, ["verify", str(target)])
    assert answer.exit_code == 0
    assert "\x1b" not in answer.output
    assert [line for line in answer.output.splitlines() if line.startswith("Sound.")] == [
        answer.output.splitlines()[-1]
    ]


def test_a_changed_file_is_found_by_its_hash() -> None:
    faults = verified(changed("evidence.csv", lambda text: text + b"\n", fitting=False)).faults
    assert (
        "evidence.csv: changed since the pack was built, its SHA-256 is not the one in the manifest" in faults
    )


def test_a_changed_figure_is_found_even_when_every_hash_was_made_to_fit() -> None:
    def better(text: bytes) -> bytes:
        data = json.loads(text)
        data["criteria"][3]["questions"][0]["measures"][0]["band"] = "excellent"
        data["overall"]["rating"] = "excellent"
        return archive.as_json(data)

    faults = verified(changed("figures.json", better)).faults
    assert len(faults) == 2
    assert faults[0].startswith(
        "figures.json: criteria c04 questions 4.1 measures 4.1a band: the figures say excellent"
    )
    assert "overall rating" in faults[1]


def test_a_row_of_evidence_more_or_less_changes_a_figure() -> None:
    lines = files()["evidence.csv"].splitlines(keepends=True)
    for at in (1, len(lines) // 2, len(lines) - 1):
        less = b"".join(lines[:at] + lines[at + 1 :])
        assert verified(changed("evidence.csv", lambda _, less=less: less)).faults


def test_another_cut_off_is_found() -> None:
    def kinder(text: bytes) -> bytes:
        return text.replace(b"at_least = 70", b"at_least = 1")

    assert any("ruleset sha256" in fault for fault in verified(changed("ruleset.toml", kinder)).faults)


def test_an_item_that_was_not_asked_is_found() -> None:
    assert verified(changed("completeness.csv", lambda text: text + b"risk,a,b,1\n")).faults


def zip_of(*entries: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return target.getvalue()


WHOLE = tuple(files().items())
HOSTILE = {
    "nothing": b"",
    "no zip": b"PK but not really",
    "an empty zip": zip_of(),
    "a file too many": zip_of(*WHOLE, ("notes.txt", b"")),
    "a climbing name": zip_of(*WHOLE, ("../../etc/passwd", b"")),
    "an absolute name": zip_of(*WHOLE, ("/etc/passwd", b"")),
    "a folder": zip_of(*WHOLE, ("a/", b"")),
    "a missing file": zip_of(*WHOLE[1:]),
    "cut off": ONE.content[: len(ONE.content) // 2],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_pack_is_refused_in_words(name: str) -> None:
    (fault,) = verified(HOSTILE[name]).faults
    assert fault.startswith("This is no audit pack: ")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused() -> None:
    assert verified(zip_of(*WHOLE, WHOLE[0])).faults == (
        f"This is no audit pack: {WHOLE[0][0]} stands twice",
    )


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    bomb = zip_of(
        *(pair for pair in WHOLE if pair[0] != "evidence.csv"), ("evidence.csv", b"0" * (archive.LARGEST + 1))
    )
    assert len(bomb) < 1_000_000
    assert "would unfold to more than" in verified(bomb).faults[0]


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = zip_of(
        *(pair for pair in WHOLE if pair[0] != "evidence.csv"), ("evidence.csv", b"0" * 5_000_000)
    )
    lie = honest.replace((5_000_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert verified(lie).faults


STRANGE = {
    "figures.json": [b"", b"[]", b"{}", b"null", b'"x"', b"[" * 50_000, b'{"unit": 1}', b"\xff"],
    "context.json": [b"{}", b"[]", b'{"services": [1]}', b'{"midpoints": {"11.1": "1/0"}}'],
    "evidence.csv": [b"", b"a,b\n", b"\x00", b"\xff\xfe"],
    "completeness.csv": [b"", b"kind,assessment,item,asked\nno,a,b,1\n"],
    "ruleset.toml": [b"", b"x = 1e999999999", b"x = " + b"9" * 5000, b"x = [" * 5000, b"criteria = 1"],
    "manifest.json": [b"{}", b"[]", b"null", b'{"resources": [1]}', b'{"resources": {"path": 1}}'],
}


@pytest.mark.parametrize(
    ("name", "content"), [(name, one) for name, every in STRANGE.items() for one in every]
)
def test_a_file_that_cannot_be_read_is_a_fault_and_no_crash(name: str, content: bytes) -> None:
    assert verified(archive.zipped({**files(), name: content})).faults
    if name != "manifest.json":
        assert verified(changed(name, lambda _: content)).faults


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(ONE.content) - 1), st.integers(1, 255)), min_size=1, max_size=4))
def test_flipped_bytes_never_crash_and_never_pass_for_another_pack(flips: list[tuple[int, int]]) -> None:
    content = bytearray(ONE.content)
    for at, by in flips:
        content[at] ^= by
    found = verified(bytes(content))
    assert found.faults or archive.opened(bytes(content)) == files()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(archive.CONTENT), st.data())
def test_a_changed_byte_with_fitting_hashes_never_crashes(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(files()[name]) - 1))
    by = data.draw(st.integers(1, 127))
    content = changed(name, lambda text: text[:at] + bytes([text[at] ^ by]) + text[at + 1 :])
    assert isinstance(verified(content).faults, tuple)


def test_the_check_needs_no_database_and_no_settings(tmp_path: Path) -> None:
    target = tmp_path / "pack.zip"
    target.write_bytes(ONE.content)
    program = Path(sys.executable).with_name("careplan")
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "CAREPLAN_ENV": "production"}

    def check(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, "audit-pack", "verify", *words],
            capture_output=True,
            text=True,
            env=bare,
            cwd=tmp_path,
            check=False,
        )

    fine = check(str(target), "--manifest", ONE.manifest)
    assert (fine.returncode, fine.stderr) == (0, "")
    assert "Sound." in fine.stdout
    target.write_bytes(ONE.content[:-30])
    broken = check(str(target))
    assert (broken.returncode, broken.stdout) == (1, "")
    assert len(broken.stderr.splitlines()) == 1
    assert check(str(tmp_path / "none.zip")).returncode == 2
    os.mkfifo(tmp_path / "pipe")
    assert check(str(tmp_path / "pipe")).returncode == 2
