"""The audit's pictures: figures of the report drawn, each with the same figures as a table beside it."""
