"""What the cells of a text are worth: the compiled conversion to numbers, and a memory of all other cells."""

import math

import numpy as np

from numnet.data.tables.cell_splitter import QUOTE, SPACE, byte_at, content
from numnet.kernels.compiler.jit import jit, jit_loop

DIGITS = 19  # so many fit into 64 bits
LEAST_POWER, GREATEST_POWER = -290, 288  # of ten: products of these with 64 bits are normal float64
EXACT = 22  # powers of ten up to here are float64 themselves


def _leading_bits(power):
    """(the 64 leading bits of ten to this power, cut off; the power of two of the last of them)."""
    numerator, denominator = 10 ** max(power, 0), 10 ** max(-power, 0)
    shift = 64 - numerator.bit_length() + denominator.bit_length()
    bits = (numerator << max(shift, 0)) // (denominator << max(-shift, 0))
    return (bits >> 1, 1 - shift) if bits >> 64 else (bits, -shift)


_POWERS = [_leading_bits(power) for power in range(LEAST_POWER, GREATEST_POWER + 1)]
BITS = np.array([bits for bits, _ in _POWERS], dtype=np.uint64)
SHIFTS = np.array([shift for _, shift in _POWERS], dtype=np.int64)
TENS = np.array([float(10**power) for power in range(EXACT + 1)])
MARK, PLACE, KNOWN, MOST = range(4)  # what is known of a column, see `convert`
HASH, COLUMN, START, LENGTH = range(4)  # what is known of a cell that is kept


@jit_loop
def rounded(digits, power):
    """digits · 10^power, rounded to float64 as IEEE 754 has it, or NaN where 64 bits of the power don't settle it.

    digits: uint64; power: an integer.  The power's leading bits, cut off, give a product that is right but for less
    than 2 in the last of its upper 64 bits.  (W. D. Clinger, How to read floating point numbers accurately, 1990;
    D. Lemire, Number parsing at a gigabyte per second, 2021.)
    """
    if digits == 0:
        return 0.0
    if digits <= np.uint64(1) << np.uint64(53) and -EXACT <= power <= EXACT:
        return np.float64(digits) / TENS[-power] if power < 0 else np.float64(digits) * TENS[power]
    if power < LEAST_POWER or power > GREATEST_POWER:
        return math.nan
    shift, half = SHIFTS[power - LEAST_POWER] + 64, np.uint64(32)
    while digits >> np.uint64(63) == 0:
        digits, shift = digits << np.uint64(1), shift - 1
    bits, low = BITS[power - LEAST_POWER], np.uint64(0xFFFFFFFF)
    first, second = (digits >> half) * (bits & low), (digits & low) * (bits >> half)
    carry = (((digits & low) * (bits & low)) >> half) + (first & low) + (second & low)
    product = (digits >> half) * (bits >> half) + (first >> half) + (second >> half) + (carry >> half)
    spare = np.uint64(10) + (product >> np.uint64(63))  # bits that float64 has no room for
    rest, middle = product & ((np.uint64(1) << spare) - np.uint64(1)), np.uint64(1) << (spare - np.uint64(1))
    if rest == middle or rest + np.uint64(1) == middle:
        return math.nan
    mantissa = (product >> spare) + np.uint64(rest > middle)
    return math.ldexp(np.float64(mantissa), shift + np.int64(spare))


@jit_loop
def number(text, begin, end, mark):
    """The float64 that text[begin:end] spells, the same as Python's float gives; NaN where that must be asked."""
    digits, count, point, i = np.uint64(0), 0, -1, begin  # count: digits from the first that is not 0
    sign = byte_at(text, begin) if begin < end else 0
    if sign == 43 or sign == 45:
        i += 1
    first = i
    while i < end:
        byte = byte_at(text, i)
        if 48 <= byte <= 57:
            digits = digits * np.uint64(10) + np.uint64(byte - 48)
            count += digits > 0
        elif byte == mark and point < 0:
            point = i
        else:
            break
        i += 1
    power = point + 1 - i if point >= 0 else 0
    if i - first == (point >= 0) or count > DIGITS:
        return math.nan
    if i + 1 < end and byte_at(text, i) | 32 == 101:  # an exponent
        i, exponent = i + 1, 0
        down = byte_at(text, i) == 45
        if down or byte_at(text, i) == 43:
            i += 1
        first = i
        while i < end and i < first + 4 and 48 <= byte_at(text, i) <= 57:
            exponent, i = exponent * 10 + (byte_at(text, i) - 48), i + 1
        if i == first:
            return math.nan
        power += -exponent if down else exponent
    while i < end and byte_at(text, i) == SPACE:
        i += 1
    if i != end:
        return math.nan
    value = rounded(digits, power)
    return -value if sign == 45 else value


@jit_loop
def kept_at(text, begin, end, column, slots, entries, arena):
    """(entry, slot, hash) of the cell text[begin:end] of a column; entry -1: it is not kept, and may take the slot."""
    digest = np.uint64(column) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0xCBF29CE484222325)
    for i in range(begin, end):
        digest = (digest ^ np.uint64(byte_at(text, i))) * np.uint64(0x100000001B3)
    digest ^= digest >> np.uint64(32)
    code, size = np.int64(digest), end - begin
    slot = code & (slots.size - 1)
    while slots[slot] >= 0:
        entry = slots[slot]
        if entries[entry, HASH] == code and entries[entry, COLUMN] == column and entries[entry, LENGTH] == size:
            start, i = entries[entry, START], 0
            while i < size and arena[start + i] == byte_at(text, begin + i):
                i += 1
            if i == size:
                return entry, slot, code
        slot = (slot + 1) & (slots.size - 1)
    return -1, slot, code


@jit
def convert(text, done, begins, ends, columns, other, slots, entries, values, arena, counts, out, waiting):
    """Numbers and kept cells of records, from record ``done`` on, into out (m, k) float64.

    text, begins, ends: as `split` gives them.  columns (width, 4) int64: the byte of the decimal mark, 0 for a column
    of other things; the place in out, -1 for none; how many of its cells are kept; how many may be, and where these
    are 0 all others have the value other (width,) float64.  slots: a hash table of entries; entries (n, 4) int64 and
    values (n,) float64: the cells that are kept, whose bytes are in arena; counts (3,) int64: entries; bytes of the
    arena; waiting cells.  waiting (·, 4) int64: the place in out, entry or -1, begin and end in text of cells that have
    no value yet.

    Returns how many records are done; less than all of them where there is no room to keep the cells of another.
    """
    (records, width), kept, known = ends.shape, out.shape[1], counts[0]
    counts[2] = 0
    while done < records:
        begin = np.int64(begins[done])
        if counts[0] + width > len(entries) or counts[1] + ends[done, width - 1] - begin > arena.size:
            break
        for j in range(width):
            first, last, place, mark = begin, np.int64(ends[done, j]), columns[j, PLACE], columns[j, MARK]
            begin = last + 1
            if place < 0:
                continue
            if not mark or (first < last and byte_at(text, first) <= QUOTE):
                first, last = content(text, first, last)
            value = number(text, first, last, mark) if mark else math.nan
            if math.isnan(value):
                entry, slot, code = kept_at(text, first, last, j, slots, entries, arena)
                if entry < 0 and columns[j, MOST] == 0:
                    value = other[j]
                else:
                    if entry < 0 and columns[j, KNOWN] < columns[j, MOST]:
                        columns[j, KNOWN] += 1
                        entry, start = counts[0], counts[1]
                        slots[slot] = entry
                        entries[entry, HASH], entries[entry, COLUMN] = code, j
                        entries[entry, START], entries[entry, LENGTH] = start, last - first
                        for i in range(last - first):
                            arena[start + i] = byte_at(text, first + i)
                        counts[0], counts[1] = entry + 1, start + last - first
                    if 0 <= entry < known:
                        value = values[entry]
                    else:
                        k = counts[2]
                        waiting[k, 0], waiting[k, 1] = done * kept + place, entry
                        waiting[k, 2], waiting[k, 3] = first, last
                        counts[2] = k + 1
            out[done, place] = value
        done += 1
    return done
