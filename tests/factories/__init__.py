"""One factory for each table; fixed, readable defaults."""
