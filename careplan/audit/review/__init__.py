"""The review: rulesets, measures, and the engine that makes a report of a record."""
