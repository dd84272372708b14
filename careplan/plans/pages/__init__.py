"""What the pages of a plan say: states in words, gaps with the page that mends them."""
