"""Pure rules: `facts` (what the record knows), `carrying`, `triggers` (safety), `completion`."""
