"""`careplan serve`: waitress, which gathers whole requests before a thread is taken."""

import signal
import sys
from typing import Any

import click
import waitress

from careplan import config, create_app

SETTINGS: dict[str, Any] = {
    "connection_limit": 1000,
    "asyncore_use_poll": True,  # more connections than select() can watch
    "channel_timeout": 30,  # seconds without a byte until a connection is closed
    "max_request_header_size": 64 * 1024,
    "max_request_body_size": 40 * 1024 * 1024,  # above MAX_CONTENT_LENGTH, so that the app says it in words
    "ident": None,
}


@click.command("serve")
@click.option(
    "--listen", default="127.0.0.1:8000", show_default=True, help="Host and port; several with spaces."
)
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
def serve(listen: str, threads: int) -> None:
    """Serve careplan until it is told to stop. TLS is the work of a proxy before it."""
    try:
        app = create_app()  # not the app of commands, which starts without a secret of its own
    except config.Refused as refusal:
        raise click.UsageError(str(refusal)) from None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        # Headers of a proxy are believed only as far as CAREPLAN_PROXIES says; the app reads them itself then.
        waitress.serve(
            app,
            listen=listen,
            threads=threads,
            clear_untrusted_proxy_headers=not app.config["PROXIES"],
            **SETTINGS,
        )
    except (OSError, ValueError) as failure:
        raise click.ClickException(f"cannot listen at {listen}: {failure}") from None
