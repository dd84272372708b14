"""What the pages of the staff room say."""
