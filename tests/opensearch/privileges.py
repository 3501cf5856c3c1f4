"""The least privileges, as docs/SCALING.md lists them."""

from typing import Final

_BOTH: Final = ("cluster:monitor/main", "indices:data/read/mget")
SERVICE_CLUSTER: Final = (*_BOTH, "indices:data/read/msearch")
SERVICE_INDICES: Final = (
    "indices:admin/aliases/get",
    "indices:admin/mappings/get",
    "indices:data/read/get",
    "indices:data/read/mget*",
    "indices:data/read/search",
)
RUN_CLUSTER: Final = (*_BOTH, "cluster:monitor/health", "indices:data/write/bulk")
RUN_INDICES: Final = (
    *SERVICE_INDICES,
    "indices:admin/aliases",
    "indices:admin/close*",
    "indices:admin/create",
    "indices:admin/delete",
    "indices:admin/flush*",
    "indices:admin/get",
    "indices:admin/mapping/put",
    "indices:admin/open",
    "indices:admin/refresh*",
    "indices:admin/resize",
    "indices:admin/settings/update",
    "indices:data/write/bulk*",
    "indices:data/write/delete",
    "indices:data/write/index",
    "indices:monitor/stats",
)
