"""Reads of contacts; the first argument is always the services of the actor."""
