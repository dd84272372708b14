"""The NHS components, in a Jinja environment of their own: they need chainable undefined values."""

from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

_FOLDERS = {"list": "do-dont-list", "table": "tables", "image": "images"}


@cache
def environment() -> Environment:
    """The environment of nhsuk-frontend-jinja, compiled once."""
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(name: str) -> Any:
    first, *rest = name.split("_")
    folder = _FOLDERS.get(name, name.replace("_", "-"))
    module = environment().get_template(f"nhsuk/components/{folder}/macro.jinja").module
    return getattr(module, first + "".join(word.capitalize() for word in rest))


def without_none(value: Any) -> Any:
    """The same parameters without None: the components ask `is defined`."""
    if isinstance(value, dict):
        return {key: without_none(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [without_none(one) for one in value]
    return value


class Components:
    """`nhs.task_list({...})` in a template, also within `{% call %}`. No person's words in an html key."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda params=None, **rest: render(name, params, **rest)


def render(name: str, params: dict[str, Any] | None = None, **rest: Any) -> Markup:
    """One component as HTML; `rest` may hold parameters by name, and Jinja's caller."""
    caller = {"caller": rest.pop("caller")} if "caller" in rest else {}
    html = str(_macro(name)(without_none({**(params or {}), **rest}), **caller)).strip()
    return Markup(html)  # noqa: S704 - the macros escape
