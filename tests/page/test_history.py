"""The history as the page keeps it, and thins it out for a chart."""

import numpy as np

from tests.support.page_source import answers

GROWN = """
const answer = ({ chunks, column }) => {
  let history = new History(2);
  for (const [from, numbers] of chunks) history = history.with(from, numbers.map((x) => x ?? NaN));
  const { entries } = history.thinned(column);
  return { rows: history.rows, table: history.table(), entries: entries.map(({ row, value }) => [row, value]) };
};
"""


def grown(chunks, column=1):
    """A history that grows chunk by chunk, [(first row, rows (n, 2))]."""
    plain = [(at, [None if np.isnan(x) else x for x in np.ravel(rows).tolist()]) for at, rows in chunks]
    (answer,) = answers({"state/history.js": "History"}, GROWN, [{"chunks": plain, "column": column}])
    return answer["result"]


def test_rows_are_added_and_written_anew():
    first, second, again = np.arange(10.0).reshape(5, 2), np.arange(6.0).reshape(3, 2), np.ones((1, 2))
    assert grown([(0, first), (5, second)])["table"] == np.vstack([first, second]).tolist()
    assert grown([(0, first), (0, again)]) == {"rows": 1, "table": [[1, 1]], "entries": [[0, 1]]}
    assert grown([(0, first), (3, second)])["table"] == np.vstack([first[:3], second]).tolist()


def test_few_rows_stay_as_they_are():
    values = np.random.default_rng(0).normal(size=(1500, 2))
    assert grown([(0, values)])["entries"] == [[row, value] for row, value in enumerate(values[:, 1])]


def test_many_rows_are_thinned_out_without_losing_a_peak():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(70_001, 2))
    values[[123, 45_678]] = [[0, 50], [0, -60]]
    values[1000:1100, 1] = np.nan
    chunks, at = [], 0
    while at < len(values):
        size = int(rng.integers(1, 9000))
        chunks.append((at, values[at : at + size]))
        at += size
    entries = grown(chunks)["entries"]
    rows = [row for row, _ in entries]
    assert 2000 < len(entries) < 9000
    assert rows == sorted(set(rows))
    assert [value for _, value in entries] == values[rows, 1].tolist()
    assert {0, 123, 45_678, 70_000} <= set(rows)
    for part in np.array_split(np.arange(len(values)), 300):  # a pixel of a chart: the same ends
        kept = values[[row for row in rows if part[0] <= row <= part[-1]], 1]
        whole = values[part, 1]
        assert np.ptp(kept) > 0.7 * np.ptp(whole[np.isfinite(whole)])
