"""Links of the live page: the JSON behind "#v1:", written and read as page/src/config/link.js does it."""

import base64
import json
import zlib


def link_of(content):
    """The part of a link from "#" on, of a value for JSON or of a text."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    text = content if isinstance(content, str) else json.dumps(content)
    packed = packer.compress(text.encode()) + packer.flush()
    return "#v1:" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def content_of(link):
    """What a link holds."""
    letters = link.partition("#v1:")[2]
    packed = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    return json.loads(zlib.decompress(packed, -zlib.MAX_WBITS))
