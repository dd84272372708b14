"""Pure rules: `bank` (what is asked), `values` (what an answer may be), `asked` (what counts as asked)."""
