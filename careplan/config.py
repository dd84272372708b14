"""Settings from the environment. Production is the default, and refuses to start half-protected."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from careplan.ground.files import private_folder

INSTANCE = Path(os.environ.get("CAREPLAN_INSTANCE", Path(__file__).resolve().parents[1] / "instance"))
WEAK = frozenset({"secret", "changeme", "change-me", "dev", "development", "default", "password"})

LIMITS = {"statement": 30, "lock": 10, "refuse_superuser": False}
"""Seconds that one statement, and waiting for one lock, may take; see docs/running.md."""


class Refused(RuntimeError):
    """The settings are not safe to start with; the message says which one, in one line."""


def _on(value: str | None) -> bool:
    return (value or "").strip().lower() in {"1", "true", "yes", "on"}


def private_text(path: Path) -> str:
    """The random text kept in a file that only its owner reads; made when it is not there."""
    private_folder(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        text = secrets.token_urlsafe(32)
        file.write(text + "\n")
    return text


def _refusals(environment: Mapping[str, str], secret: str) -> None:
    if len(secret) < 32 or secret.lower() in WEAK or len(set(secret)) < 8:
        raise Refused("SECRET_KEY is missing, default or shorter than 32 characters: set a random one")
    if _on(environment.get("FLASK_DEBUG")) or _on(environment.get("CAREPLAN_DEBUG")):
        raise Refused("debug is on (FLASK_DEBUG or CAREPLAN_DEBUG): switch it off in production")
    if _on(environment.get("CAREPLAN_HTTP_COOKIES")):
        raise Refused("CAREPLAN_HTTP_COOKIES would send sign-in cookies over http: remove it in production")


def database_url(environment: Mapping[str, str]) -> str:
    """DATABASE_URL, else the SQLite file under instance/, a folder that only its owner reads."""
    if url := environment.get("DATABASE_URL"):
        return url
    private_folder(INSTANCE)
    return f"sqlite:///{INSTANCE / 'careplan.sqlite'}"


def may_be_production(environment: Mapping[str, str]) -> bool:
    """Whether CAREPLAN_ENV says production, or nothing while a secret or a database server is set.

    Without a secret production does not start, so a bare SQLite file is somebody trying careplan.
    """
    if name := environment.get("CAREPLAN_ENV"):
        return name != "development"
    server = not environment.get("DATABASE_URL", "sqlite").startswith("sqlite")
    return server or bool(environment.get("SECRET_KEY"))


def settings(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Flask settings from the environment; raises Refused when production would be unsafe."""
    environment = os.environ if environment is None else environment
    name = environment.get("CAREPLAN_ENV") or "production"
    if name not in {"production", "development"}:
        raise Refused(f"CAREPLAN_ENV is {name!r}: production or development")
    production = name == "production"
    secret = environment.get("SECRET_KEY") or ""
    if production:
        _refusals(environment, secret)
    elif not secret:
        secret = private_text(INSTANCE / "secret-key")
    return {
        "CAREPLAN_ENV": name,
        "SECRET_KEY": secret,
        "SQLALCHEMY_DATABASE_URI": database_url(environment),
        "DATABASE_LIMITS": {
            "statement": _number(environment, "CAREPLAN_STATEMENT_SECONDS", LIMITS["statement"]),
            "lock": _number(environment, "CAREPLAN_LOCK_SECONDS", LIMITS["lock"]),
            "refuse_superuser": production,
        },
        "TRUSTED_HOSTS": environment.get("CAREPLAN_HOSTS", "").replace(",", " ").split() or None,
        "PROXIES": _number(environment, "CAREPLAN_PROXIES", 0, "a number of proxies"),
        **_web(production),
    }


def _number(
    environment: Mapping[str, str], name: str, usual: int, what: str = "seconds, 0 for no limit"
) -> int:
    text = environment.get(name) or str(usual)
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Refused(f"{name} is {text!r}: a whole number, {what}")
    return int(text)


def _web(production: bool) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "__Host-careplan" if production else "careplan",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,  # an autosave that changes nothing sends no cookie
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": production,
        "MAX_CONTENT_LENGTH": 32
        * 1024
        * 1024,  # a document up to this is refused at its field, with what was typed
        "MAX_FORM_MEMORY_SIZE": 16 * 1024 * 1024,
        "MAX_FORM_PARTS": 5000,
        "IDLE_MINUTES": 15,
    }


def database_only() -> dict[str, str]:
    """What a command needs of the environment: which database."""
    return {"DATABASE_URL": database_url(os.environ)}
