"""Counts, lists and quotations in messages."""

import pytest

from numnet.utils.wording import either, listed, plural, series, shortened, shown


@pytest.mark.parametrize(("text", "expected"), [
    (shortened("x" * 40), "x" * 40), (shortened("x" * 41), "x" * 37 + "..."), (shortened("abcdef", 5), "ab..."),
    (shown("a\nb"), r"'a\nb'"), (listed("abcde"), "a, b, c, d, e"), (listed("abcdef"), "a, b, c, d, e, f"),
    (listed("abcdefg"), "a, b, c, d, e and 2 more"), (listed("abcd", 2), "a, b and 2 more"), (listed([]), ""),
    (plural(0, "row"), "0 rows"), (plural(1, "row"), "1 row"), (plural(2, "row"), "2 rows"),
    (series("a"), "a"), (series("ab"), "a and b"), (series("abc"), "a, b and c"), (series("abc", 3), "a, b and c"),
    (series("abcd", 3), "a, b and 2 others"), (either("a"), "a"), (either("abc"), "a, b or c"),
])  # fmt: skip
def test_wording(text, expected):
    assert text == expected
