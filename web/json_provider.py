"""How Flask writes JSON here: answers by orjson, in a fifth of the time, which a long answer feels."""

from typing import Any

import orjson
from flask import Response
from flask.json.provider import DefaultJSONProvider


class Json(DefaultJSONProvider):
    """UTF-8 without escapes, keys in the order in which they were put."""

    ensure_ascii = False
    sort_keys = False

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Answer with a value."""
        body = orjson.dumps(self._prepare_response_obj(args, kwargs)) + b"\n"
        return Response(body, mimetype=self.mimetype)
