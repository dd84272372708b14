"""Filling an empty database: the package through the import, then what profile 1 has no file for."""
