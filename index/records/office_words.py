"""Office words: whether a name can be an office's and not a person's or a page's."""

import re
from typing import Final

_OFFICE: Final = re.compile(
    "vazirlig|agentlig|q[oʻ‘'’`]+mita|hokimlig|hokimiyat|inspeksiya|inspektsiya|markaz|bank|\\bsud|prokuratura|universitet"
    "|institut|akademiya|boshqarma|kengash|jam[gʻ‘'’`]+arma|palata|idora|majlis|kompaniya|birlashma|xizmati|devon"
    "|вазирли|агентли|қўмита|ҳокимли|инспекция|марказ|банк|прокуратура|университет|институт|академия|бошқарма|кенгаш|палата"
    "|министерств|агентств|комитет|хокимият|служб|хизмати|управлени|компания|ministry|agency|committee|press office",
    re.IGNORECASE,
)


def names_office(name: str) -> bool:
    """Say whether a name holds a word that offices are called by, in Uzbek, Russian or English."""
    return _OFFICE.search(name) is not None
