"""Forms of the plans room: what is asked, and the words when an answer cannot be kept."""
