"""Documents and letters in words."""
