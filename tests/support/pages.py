"""Pages with a run in them, for the tests of both sides."""

import json
import re

import pytest

from numnet.api.playground import contents_of, page_with

MIXED = "size,colour,made,weight,ok\n" + "".join(
    f"{k * 1.25 + k % 3},{('red', 'green', 'blue')[k % 3]},2020-01-{k + 1:02},{'' if k % 7 == 3 else k * k},"
    f"{('yes', 'no')[k % 2]}\n" for k in range(28)
)  # fmt: skip


def page_of(run=None):
    """The text of the live page, with a run in it, as `numnet.playground` writes it."""
    return page_with(contents_of(run, fixed=False)[1])


def given_in(text):
    """What the page of this text opens with."""
    (inside,) = re.findall(r'<script type="application/json" id="given">(.*?)</script>', text)
    return json.loads(inside, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
