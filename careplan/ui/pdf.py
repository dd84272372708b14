"""A page as PDF where WeasyPrint and Pango are installed; it fetches nothing: our style sheets are read as files."""

from importlib.util import find_spec
from typing import NoReturn

from careplan.ui.files import FOLDER

MISSING = (
    "PDF needs WeasyPrint and Pango: pip install 'careplan[pdf]', and on Debian apt install libpangoft2-1.0-0"
)


class Missing(RuntimeError):
    """WeasyPrint, or the system library that it stands on, is not there."""


def installed() -> bool:
    """Whether the extra was installed."""
    return find_spec("weasyprint") is not None


def nothing(url: str, *_: object, **__: object) -> NoReturn:
    """Fetches nothing: a page for paper needs no address, and must not reach for one."""
    raise ValueError(f"a page for paper loads nothing: {url[:40]}")


def as_pdf(html: str, style: str) -> bytes:
    """The page as PDF, tagged for screen readers, with one of our style sheets. Raises Missing."""
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError):
        raise Missing(MISSING) from None
    sheet = CSS(filename=str(FOLDER / style), url_fetcher=nothing)
    page = HTML(string=html, url_fetcher=nothing)
    content: bytes = page.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return content
