"""Reads the parameters of an API endpoint strictly: any fault is an error that names all of them."""

from flask import request

from web.app_state import state
from web.endpoints import Endpoint
from web.parameters import table
from web.parameters.table import Fault, Group, Parameters


class BadParameters(Exception):
    """A request of an API endpoint has faulty parameters; `faults` are all of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faulty parameters")
        self.faults = faults


def read_strictly(endpoint: Endpoint) -> Parameters:
    """Return what the parameters of this request say to an endpoint; raises BadParameters."""
    filter_names = state().filter_names if Group.SEARCH in endpoint.takes else None
    read = table.read(request.args, filter_names=filter_names, takes=endpoint.takes)
    if read.faults:
        raise BadParameters(read.faults)
    return read
