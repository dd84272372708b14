"""What every room stands on: the database, column types, dates, the clock and ids.

It knows no clinical noun."""
