"""Making a pack. It checks itself before it is given out."""

from collections.abc import Sequence
from dataclasses import dataclass

from careplan.audit.release.packs import archive
from careplan.audit.release.packs.context import context
from careplan.audit.release.packs.evidence import EVIDENCE, ITEMS, Names, as_csv, items, rows
from careplan.audit.release.packs.verify import verified
from careplan.audit.review.measures import audit
from careplan.audit.review.rules.engine import Request
from careplan.audit.review.rules.export import as_data
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import REVIEWS, Ruleset, editions, load


class Unsound(RuntimeError):
    """The pack does not give its own figures again: a fault of careplan, and nothing is given out."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The zip, and the hash of its manifest, to be kept apart from it."""

    content: bytes
    manifest: str


def source(ruleset: Ruleset) -> bytes:
    """The file that a ruleset was read from."""
    name = next(name for name in editions() if load(name).sha256 == ruleset.sha256)
    return (REVIEWS / f"{name}.toml").read_bytes()


def built(
    request: Request, services: Sequence[Service], partnership: Partnership | None, peers: Peers, key: bytes
) -> Pack:
    """The pack of a report; `key` makes the pseudonyms and is kept nowhere. Raises Unsound."""
    names = Names(key)
    data = as_data(audit(request, services, partnership, peers))
    files = {
        "figures.json": archive.as_json(data),
        "ruleset.toml": source(request.ruleset),
        "context.json": archive.as_json(context(request, services, partnership, peers, names)),
        "evidence.csv": as_csv(EVIDENCE, rows(request, services, partnership, names)),
        "completeness.csv": as_csv(ITEMS, items(request, services, names)),
    }
    head = {key: data[key] for key in ("unit", "census", "period", "ruleset")}
    files[archive.MANIFEST] = archive.manifest(head, files)
    pack = Pack(archive.zipped(files), archive.digest(files[archive.MANIFEST]))
    if faults := verified(pack.content).faults:
        raise Unsound("; ".join(faults[:5]))
    return pack
