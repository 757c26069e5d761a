"""Numbers as figures write them: few digits, and a minus sign as long as a plus."""

from numnet.utils.language import gettext


def short_number(value):
    """A value in a circle or on a line: two or three digits.

    >>> [short_number(value) for value in (0.621, -3.14159, 0.02535, -0.0091, 0.00012, 250.3, 0.0)]
    ['0.62', '−3.14', '0.025', '−0.0091', '1e−4', '250', '0']
    """
    size = abs(value)
    if size >= 99.95:
        text = f"{value:.0f}"
    elif size >= 0.001 or size == 0:
        text = f"{value:.{2 + (size < 0.0995) + (size < 0.00995)}f}" if size else "0"
    else:
        mantissa, power = f"{value:.0e}".split("e")
        text = f"{mantissa}e{int(power)}"
    return text.replace("-", "−")


def two_digits(error):
    """Two digits, and none after the point where there are more before it.

    >>> two_digits(0.3777), two_digits(1216.07)
    ('0.38', '1216')
    """
    return f"{error:.2g}" if error < 100 else f"{error:.0f}"


def percent(share):
    """A share as people say it.

    >>> percent(0.374)
    '37 %'
    """
    return f"{100 * share:.0f} %"


def probability(p):
    """A probability as people say it, never as certain as it is not.

    >>> [probability(p) for p in (0.374, 0.004, 0.0001, 0.997, 0.9999)]
    ['37 %', '0.4 %', 'under 0.1 %', '99.7 %', 'over 99.9 %']
    """
    if p < 0.001:
        return gettext("under 0.1 %")
    if p > 0.999:
        return gettext("over 99.9 %")
    return percent(p) if 0.01 <= p <= 0.99 else f"{100 * p:.1f} %"
