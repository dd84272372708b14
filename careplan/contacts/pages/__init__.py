"""What pages of contacts say."""
