"""Tables of the clients room."""

from careplan.clients.models.appointment import Appointment
from careplan.clients.models.arrival import Arrival
from careplan.clients.models.client import Client
from careplan.clients.models.episode import Episode, Intervention, OfEpisode, Pause, of_episode
from careplan.clients.models.keeping import HandOver, KeyworkerSince
from careplan.clients.models.merge import Merge
from careplan.clients.models.strike import RightRecord, StrikeRequest
from careplan.clients.models.task import Task, TaskAction
from careplan.clients.models.transfer import Packet, Transfer
