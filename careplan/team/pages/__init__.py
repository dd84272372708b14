"""Pages of this room in words: the duty list with its rota, and the team view."""
