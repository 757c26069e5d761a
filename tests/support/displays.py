"""HTML of displays taken apart, and what holds of every display.  For the tests."""

import re
import xml.etree.ElementTree as ET

TAGS = {"div", "p", "b", "table", "thead", "tbody", "tr", "th", "td", "svg", "path", "circle", "text"}
MATHML = {"math", "mrow", "mi", "mn", "mo", "mspace", "mfrac", "msqrt", "msub", "msup", "msubsup", "munder", "mover"}
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3}
STYLES = {"margin", "text-align", "border-collapse", "border-bottom", "max-width"}
PAINT = {"none", "currentColor"}


def checked(shown):
    """The tree of a display, or of its HTML; well-formed, of harmless tags, in no colours but the host's."""
    html = shown if isinstance(shown, str) else shown._repr_html_()
    tree = ET.fromstring(html)
    for element in tree.iter():
        assert element.tag in TAGS | MATHML, element.tag
        assert not any(name.startswith("on") or name in ("href", "id") for name in element.attrib)
        style = element.attrib.get("style", "")
        assert {part.partition(":")[0].strip() for part in style.split(";") if part} <= STYLES, style
        assert {element.attrib.get(name, "none") for name in ("fill", "stroke")} <= PAINT
        assert element.tag not in CHILDREN or len(element) == CHILDREN[element.tag], ET.tostring(element)
        if element.tag == "svg":
            assert element.attrib["role"] == "img" and element.attrib["aria-label"].strip()
    return tree


def title(tree):
    """The first line of a display."""
    return "".join(tree[0].itertext())


def rows(tree):
    """The texts of the tables, row by row, the header included."""
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]


def points(path):
    """[[(x, y), ...], ...] of a <path>: a list for each part that is in one piece."""
    pairs = (re.findall(r"([\d.-]+),([\d.-]+)", piece) for piece in path.attrib["d"].split("M")[1:])
    return [[(float(x), float(y)) for x, y in piece] for piece in pairs]
