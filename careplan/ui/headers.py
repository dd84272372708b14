"""Security headers on every answer: nothing inline, nothing from elsewhere, no page kept by the browser."""

from flask import Flask, Response, current_app

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
TRANSPORT = "max-age=31536000; includeSubDomains"


def init_app(app: Flask) -> None:
    """Add the headers after each request."""
    app.after_request(guard_answer)


def guard_answer(answer: Response) -> Response:
    """Set the headers; keep whatever caching a file already asked for, and allow none otherwise."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if not answer.headers.get("Cache-Control") or answer.mimetype == "text/html":
        answer.headers["Cache-Control"] = "no-store"
    if current_app.config.get("SESSION_COOKIE_SECURE"):
        answer.headers.setdefault("Strict-Transport-Security", TRANSPORT)
    return answer
