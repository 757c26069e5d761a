"""Where the cells of a text begin and end: the compiled scan over its bytes, quoted as RFC 4180 has it."""

import numpy as np

from numnet.kernels.compiler.jit import jit, jit_loop

SPACE, QUOTE, BACKSLASH, LINE_FEED, CARRIAGE_RETURN = 32, 34, 92, 10, 13  # bytes of UTF-8


@jit_loop
def byte_at(text, i):
    """text[i], i >= 0: that no end counts backwards needs no question."""
    return text[np.uint64(i)]


@jit_loop
def is_white(byte):
    """Whether a byte is white space of ASCII, as Python has it."""
    return byte <= SPACE and (byte >= 28 or 9 <= byte <= 13)


@jit_loop
def trimmed(text, begin, end):
    """(begin, end) of text[begin:end] without ASCII's white space at its ends."""
    while begin < end and is_white(byte_at(text, begin)):
        begin += 1
    while end > begin and is_white(byte_at(text, end - 1)):
        end -= 1
    return begin, end


@jit_loop
def content(text, begin, end):
    """(begin, end) of what a cell holds, white space at its ends and a pair of quotes around it left out.

    A cell in whose quotes there are more of them, or a backslash, keeps its quotes: it is not what stands there.
    """
    first = begin
    begin, end = trimmed(text, begin, end)
    if begin == end or byte_at(text, begin) != QUOTE:
        return begin, end
    if begin > first and byte_at(text, begin - 1) != SPACE:
        return begin - 1, end  # behind a tab a quote is none
    if end - begin < 2 or byte_at(text, end - 1) != QUOTE:
        return begin, end
    for i in range(begin + 1, end - 1):
        if byte_at(text, i) == QUOTE or byte_at(text, i) == BACKSLASH:
            return begin, end
    return trimmed(text, begin + 1, end - 1)


@jit_loop
def ends_line(byte):
    """Whether a byte ends a line, alone or with the next."""
    return byte == LINE_FEED or byte == CARRIAGE_RETURN


@jit_loop
def after_quotes(text, i, line, escape):
    """(place behind the quote that closes what begins at i, line there); past the end of the text: none closes it.

    A doubled quote is one; with ``escape``, so is what follows a backslash.
    """
    size = text.size
    while i < size:
        byte = byte_at(text, i)
        if byte == QUOTE:
            if i + 1 == size or byte_at(text, i + 1) != QUOTE:
                return i + 1, line
            i += 1
        elif byte == BACKSLASH and escape:
            i += 1
            byte = byte_at(text, i) if i < size else byte
        if byte == LINE_FEED or (byte == CARRIAGE_RETURN and (i + 1 == size or byte_at(text, i + 1) != LINE_FEED)):
            line += 1
        i += 1
    return size + 1, line


@jit
def split(text, at, line, separator, escape, final, begins, ends, lines):
    """The cells of the records of a text, from the byte ``at`` on; blank records are left out.

    text (size,) uint8: UTF-8; line: the number of the line that begins there; separator: a byte; escape: whether a
    backslash takes a quote its meaning; final: whether the text ends here, so that its last record needs no line end.
    Of each record: begins (m,) int32, the byte where it begins, lines (m,) int64, its line, and ends (m, width) int32,
    where its cells end.  Blank cells beyond the width are left out.

    Returns (records, at, line, problem): how many were found, up to m; the byte and the line where the next begins;
    and 0, or how many cells the next has, if these are not width, or -1 if a quote of it is never closed.
    """
    size, (most, width), records = text.size, ends.shape, 0
    while records < most and at < size:
        i, now, cell, filled = at, line, 0, 0  # filled: cells up to the last one that is not blank
        while True:
            while i < size and byte_at(text, i) == SPACE:
                i += 1
            begin = i
            if i < size and byte_at(text, i) == QUOTE:
                i, now = after_quotes(text, i + 1, now, escape)
                if i > size:
                    return records, at, line, -1 if final else 0
            while i < size and byte_at(text, i) != separator and not ends_line(byte_at(text, i)):
                i += 1
            if cell < width:
                ends[records, cell] = i
            cell += 1
            if cell > width or cell == 1:
                begin, end = content(text, begin, i)
                filled = cell if end > begin else filled
            if i == size or byte_at(text, i) != separator:
                break
            i += 1
        carriage = i < size and byte_at(text, i) == CARRIAGE_RETURN
        if not final and (i == size or (carriage and i + 1 == size)):
            return records, at, line, 0  # what follows may belong to it
        if cell > 1 or filled:
            if cell > width:
                cell = filled if filled > width else width
            if cell != width:
                return records, at, line, cell
            begins[records], lines[records] = at, line
            records += 1
        at, line = (i + 1 if i < size else size), now + 1
        if carriage and at < size and byte_at(text, at) == LINE_FEED:
            at += 1
    return records, at, line, 0
