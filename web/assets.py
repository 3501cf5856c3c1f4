"""Static files, served under names that carry their content's hash and may be kept for ever."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, abort, request

from web.endpoints import ENDPOINTS, path_of

_FOLDER: Final = Path(__file__).parent / "static"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_REFERENCE: Final = re.compile(r"url\(([a-z.]+)\)")
_LOOSE: Final = re.compile(r"\s*([{};])\s*")  # white space of a style sheet that only its writers need
_FOREVER: Final = "public, max-age=31536000, immutable"

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file under its public name."""

    name: str
    body: bytes
    media_type: str


@cache
def asset(name: str) -> Asset:
    """Return a static file; a style sheet without needless blanks, what it refers to named in it as it is served."""
    path = _FOLDER / name
    body = path.read_bytes()
    if path.suffix == ".css":
        style = _LOOSE.sub(r"\1", body.decode())
        body = _REFERENCE.sub(lambda match: f"url({asset(match[1]).name})", style).encode()
    digest = hashlib.sha256(body).hexdigest()[:10]
    return Asset(f"{path.stem}.{digest}{path.suffix}", body, _TYPES[path.suffix])


@cache
def assets() -> dict[str, Asset]:
    """Return all static files by public name."""
    files = (asset(path.name) for path in _FOLDER.iterdir() if path.suffix in _TYPES)
    return {file.name: file for file in files}


def asset_url(name: str) -> str:
    """Return the address of a static file."""
    return _url(request.script_root, name)


@lru_cache(maxsize=256)  # files, and where the application is served from
def _url(root: str, name: str) -> str:
    return f"{quote(root)}{ENDPOINTS['assets.serve'].at(asset(name).name)}"


@blueprint.get(path_of("assets.serve"))
def serve(name: str) -> Response:
    """Serve a static file by its public name."""
    file = assets().get(name) or abort(404)
    return Response(file.body, content_type=file.media_type, headers={"Cache-Control": _FOREVER})


@blueprint.get(path_of("assets.favicon"))
def favicon() -> Response:
    """Serve the mark to browsers that ask at the old place."""
    return Response(asset("icon.svg").body, content_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})
