"""What the pages of this room say: the banner, the overview, a line of the caseload and of the history."""
