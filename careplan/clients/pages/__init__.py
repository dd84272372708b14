"""What the pages of this room say: states in words, choices of a form, lines of a list."""
