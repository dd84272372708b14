"""Writes of the clients room: tasks, people, episodes. They flush; the request commits."""

from careplan.clients.actions.correcting import correct_episode, correct_referral, forget_triage
from careplan.clients.actions.deaths import settle_death, take_back_death
from careplan.clients.actions.elsewhere import tell_elsewhere
from careplan.clients.actions.episodes import (
    AlreadyRecorded,
    Triaged,
    add_intervention,
    begin_pause,
    correct_intervention,
    describe_referral,
    describe_triage,
    end_pause,
    fill_intervention,
    record_triage,
)
from careplan.clients.actions.following import tell_both_sides
from careplan.clients.actions.handing import answer_hand_overs, close_worker, end_hand_over, give, hand_over
from careplan.clients.actions.merging import Because, details_of, merge, unmerge
from careplan.clients.actions.mistakes import (
    answer_strike,
    ask_to_strike,
    may_read_removed,
    may_strike,
    strike_out,
    striking,
)
from careplan.clients.actions.people import (
    Details,
    NotYours,
    Referral,
    StaleDetails,
    edit_client,
    open_episode,
    register_client,
)
from careplan.clients.actions.tasks import (
    TaskClosed,
    act_on_task,
    close_task,
    here_again,
    raise_task,
    strike_task,
)
from careplan.clients.actions.transfers import Sending, accept, came, put_back, refuse_answered, send
