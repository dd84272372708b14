"""`careplan demo`: an invented provider for whoever wants to see careplan at work, or to learn it.

It comes in as a record package through the same door as a customer's; what profile 1 lacks is added after it."""
