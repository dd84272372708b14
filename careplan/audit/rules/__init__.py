"""Frozen facts, verdicts, bands and the engine that makes a report of them; knows no measure and no page."""
