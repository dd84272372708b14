"""The docs hold what they promise: links lead somewhere, decision records have a number of their own."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/0*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


def test_every_picture_is_shown_in_words_too_and_is_small() -> None:
    shown = [
        one
        for page in PAGES
        for one in re.findall(r"!\[(.*?)\]\((?:docs/)?images/(.+?)\)", page.read_text("utf-8"))
    ]
    pictures = {path.name: path.stat().st_size for path in ROOT.glob("docs/images/*")}
    assert {name for _, name in shown} == set(pictures)
    assert all(len(words) > 20 for words, _ in shown)
    assert max(pictures.values()) <= 120_000


def test_every_decision_has_a_number_of_its_own_and_says_it() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    for path in DECISIONS:
        heading = path.read_text("utf-8").partition("\n")[0]
        assert heading.startswith(f"# {int(path.name[:4])}. "), path.name


def test_what_code_says_of_a_decision_record_can_be_read() -> None:
    named = {
        number
        for path in ROOT.glob("careplan/**/*.py")
        for number in re.findall(r"decision record (\d{4})", path.read_text("utf-8"))
    }
    assert named <= {path.name[:4] for path in DECISIONS}


def test_every_file_and_function_that_the_architecture_names_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    named = re.findall(r"`([a-z0-9_.-]+/[a-z0-9_./-]+\.(?:py|toml|txt))(?:: ([a-z_]+))?`", text)
    assert len(named) > 15
    for path, function in named:
        file = next((one for one in (ROOT / path, ROOT / "careplan" / path) if one.exists()), None)
        assert file is not None, path
        assert not function or f"def {function}(" in file.read_text("utf-8"), (path, function)
