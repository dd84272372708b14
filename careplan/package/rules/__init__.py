"""What a record package is: its files, what a cell may hold, and what must always hold between rows."""
