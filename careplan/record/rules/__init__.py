"""What the banner must say, what a record still lacks, which clients a list holds. Pure."""
