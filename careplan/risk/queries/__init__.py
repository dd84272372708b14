"""Reads of the risk room; the first argument is the actor's services, or an episode already opened."""

from careplan.risk.queries import mistakes
from careplan.risk.queries.latest import Picture, action, picture, pictures
from careplan.risk.queries.suggesting import protective, suggestions
