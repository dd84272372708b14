"""Reads of the clients room; the first argument is the actor's services, or an episode already opened."""

from careplan.clients.queries.arrivals import arrival
from careplan.clients.queries.episodes import corrected, episode, episodes_of, has_died, lock, other_stays
from careplan.clients.queries.handing import (
    Kept,
    Offered,
    handed,
    keeping,
    keeps,
    kept,
    kept_by_number,
    kept_of,
    living,
    of_root,
    offered,
    open_episodes,
    spells_of,
    waiting_of,
)
from careplan.clients.queries.people import (
    MOST,
    Match,
    Wanted,
    alike,
    find,
    keyworkers,
    resembling,
    worker_names,
)
from careplan.clients.queries.tasks import TaskLine, actions_of, open_tasks, same_matter, task, tasks_from
from careplan.clients.queries.treatment import intervention, interventions, pauses
