"""Rules of contacts. Pure."""
