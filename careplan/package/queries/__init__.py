"""What an export holds: whole files, or those of one service or one client."""
