"""What the banner must say, what a record still lacks, and in what order a worker meets the day's work. Pure."""
