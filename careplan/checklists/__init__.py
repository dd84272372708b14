"""The question bank: editions, the three checklists cut from them, conditions, and what counts as asked.

Pure; for everybody who asks, counts or imports answers. Source: the editions name theirs, item by item."""
