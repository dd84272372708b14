"""The printed report as PDF, where WeasyPrint is installed: it needs Pango from the system, so it is an extra."""

from importlib.util import find_spec
from typing import Any, NoReturn

from flask import render_template

from careplan.audit.report.pages.outputs.printed import Paper
from careplan.ui.files import FOLDER

MISSING = (
    "PDF needs WeasyPrint and Pango: pip install 'careplan[pdf]', and on Debian apt install libpangoft2-1.0-0"
)


class Missing(RuntimeError):
    """WeasyPrint, or the system library that it stands on, is not there."""


def installed() -> bool:
    """Whether the extra was installed."""
    return find_spec("weasyprint") is not None


def nothing(url: str, *_: Any, **__: Any) -> NoReturn:
    """Fetches nothing: a report needs no address, and must not reach for one."""
    raise ValueError(f"a report loads nothing: {url[:40]}")


def as_pdf(paper: Paper) -> bytes:
    """The report as PDF, tagged for screen readers. Raises Missing."""
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError):
        raise Missing(MISSING) from None
    style = CSS(filename=str(FOLDER / "paper.css"), url_fetcher=nothing)
    page = HTML(string=render_template("audit/paper.html", paper=paper), url_fetcher=nothing)
    content: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return content
