"""How the invented people's days become the rows of a record package, relative to a day; no chance in it."""
