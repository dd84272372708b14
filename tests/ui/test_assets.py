"""The NHS styles are the locked ones, prepared and unchanged; nothing loads from elsewhere."""

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from careplan.ui import assets

READY = pytest.mark.skipif(not assets.TARGET.is_dir(), reason="run `make install` first")


@READY
def test_the_prepared_files_are_those_of_the_lock_unchanged() -> None:
    known = json.loads((assets.TARGET / assets.PROVENANCE).read_text("utf-8"))
    assert known["files"] == assets.hashes(assets.TARGET)
    assert {name: known[name] for name in assets.locked()} == assets.locked()
    assert assets.current()


def test_the_templates_belong_to_the_styles() -> None:
    # Pair and check of class names: nhsuk-frontend-jinja 0.10.2 carries the templates of nhsuk-frontend 10.6.1.
    assert (version("nhsuk-frontend-jinja"), assets.locked()["version"]) == ("0.10.2", "10.6.1")


@READY
def test_the_styles_load_nothing_from_elsewhere_and_no_licensed_font() -> None:
    css = (assets.TARGET / "nhsuk-frontend.min.css").read_text("utf-8")
    assert "@font-face" not in css
    assert "https://" not in css
    for name in set(re.findall(r"url\((assets/[^)]+)\)", css)):
        assert (assets.TARGET / name).is_file(), name


@READY
def test_no_protected_logo_is_shipped() -> None:
    assert [
        path.name for path in assets.TARGET.rglob("*") if "favicon" in path.name or "512" in path.name
    ] == []


def test_a_style_sheet_that_loads_from_elsewhere_is_refused() -> None:
    assert (
        assets.styles("a{background:url(/assets/images/x.svg)}") == "a{background:url(assets/images/x.svg)}"
    )
    with pytest.raises(SystemExit, match="loads from outside"):
        assets.styles("a{background:url(https://elsewhere.example/x.svg)}")


def test_a_changed_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.css").write_text("a{}")
    record = {**assets.locked(), "files": assets.hashes(tmp_path)}
    (tmp_path / assets.PROVENANCE).write_text(json.dumps(record))
    monkeypatch.setattr(assets, "TARGET", tmp_path)
    assert assets.current()
    (tmp_path / "x.css").write_text("b{}")
    assert not assets.current()


def test_the_lock_holds_no_address() -> None:
    assert "http" not in (assets.ROOT / "package-lock.json").read_text("utf-8")
