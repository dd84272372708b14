"""What the audit's pages, and its text on the command line, say."""
