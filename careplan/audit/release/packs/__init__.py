"""The audit pack: figures, ruleset and pseudonymous evidence in one zip that can be checked without the record."""
