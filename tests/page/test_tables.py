"""Tables in the page: read as numnet reads them, and written so that the terminal trains on the same numbers."""

import base64
import json
import re

import numpy as np
import pytest

import numnet
from numnet.data.errors import DataError
from numnet.data.file_inspection import FileInspection
from numnet.data.read_options import ReadOptions
from numnet.data.tables.byte_source import InlineTable
from tests.support.cli import call
from tests.support.messy_tables import messy_table
from tests.support.page_source import SOURCE, answers, module_text
from tests.support.webassembly import description

READER = {
    "data/table.js": "Table",
    "data/table_inspection.js": "TableInspection",
    "data/normalised.js": "normalised",
    "engine/table.js": "readTable",
    "errors.js": "PageError",
}
# What the page makes of a text, and of its own CSV of it.
READ = """
function again(made) {
  try {
    const { changes } = normalised(made);
    return { changes, ...readTable(changes.data.csv, changes) };
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    return { error: error.key };
  }
}
function answer([text, options]) {
  const made = new TableInspection(new Table(text), options).dataset();
  return { ...made, again: again(made) };
}
"""


def read(text, target=(), **options):
    """The `Dataset` that numnet makes of it, or a `DataError`."""
    return FileInspection(InlineTable(text), ReadOptions(targets=tuple(target), **options)).dataset()


def same(found, data):
    """Whether the page's data set is numnet's, to the last bit."""
    T = np.asarray(data.T, np.float64)
    names = [found["featureNames"], found["targetNames"]] == [list(data.feature_names), list(data.target_names)]
    bits = [found["X"].tobytes(), found["T"].tobytes()] == [np.ascontiguousarray(data.X).tobytes(), T.tobytes()]
    return names and bits and found["task"] == data.task


@pytest.fixture(scope="module")
def messy():
    """[(text, options, what the page makes of them)]"""
    tables = [messy_table(seed) for seed in range(300)]
    return [(text, options, found) for (text, options), found in zip(tables, answers(READER, READ, tables))]


def test_a_table_is_read_as_numnet_reads_it(messy):
    good = 0
    for text, options, found in messy:
        try:
            data = read(text, **options)
        except DataError as error:
            assert "error" in found, (error, text)
        else:
            assert same(found["result"], data), text
            good += 1
    assert good > 80


def test_quotes_are_read_as_numnet_reads_them():
    doubled, escaped = ['"abc"def', '"5"', '"a""b"', 'a "b"', '"c" '], [r'"a \"b\", c"', r'"d\"' + '\n"', r'"e\\"']
    tables = ["".join(["x,kind\n", *(f"{i * i},{words[i % len(words)]}\n" for i in range(24))])
              for words in (doubled, escaped, [*escaped, *doubled])]  # fmt: skip
    for text, found in zip(tables, answers(READER, READ, [[text, {}] for text in tables])):
        assert same(found["result"], read(text)), found


def test_the_terminal_reads_the_same_numbers_from_what_the_page_writes(messy):
    good = 0
    for text, _, found in messy:
        again = found.get("result", {}).get("again", {})
        if "changes" in again:
            changes = again["changes"]
            columns = tuple(changes["columns"])
            data = read(changes["data"]["csv"], changes["target"], task=changes["task"], columns=columns)
            assert same(again, data), text
            good += 1
    assert good > 80


# --- trained in the page and in the terminal --------------------------------------------------------------------------

CITIES, SIZES = ("Bonn", "Köln", "Ulm"), [round(0.37 * (i * 7919 % 101) - 11, 2) for i in range(60)]
MESSY = {
    "decimal commas, units, a missing cell, a constant": (
        "Wohnung;Preis;Stadt;Land\n"
        + "".join(f"{size:.2f} m²;{1000 + 3 * size:.1f} €;{CITIES[i % 3]};DE\n".replace(".", ",") if i != 7
                  else ";3 €;Ulm;DE\n"
                  for i, size in enumerate(SIZES)), {"target": ["Preis"]},
    ),
    "tabs, quotes, names of rows, yes and no": (
        "id\theight\t\"a \"\"b\"\"\"\tsmoker\n"
        + "".join(f"{i + 1}\t{size}\t{CITIES[i * i % 3]}\t{'Yes' if size > 0 else 'no'}\n"
                  for i, size in enumerate(SIZES)), {},
    ),
    "no header, dates, three classes": (
        "".join(f"{1 + i % 28:02d}.{1 + i % 12:02d}.2021, {size}, {'ABC'[i * 5 % 3]}\n"
                for i, size in enumerate(SIZES)), {},
    ),
    "labels, two target columns of 0 and 1": (
        "x|y|hot|wet\n"
        + "".join(f"{size}|{size * size:.3f}|{int(size > 3)}|{i % 2}\n" for i, size in enumerate(SIZES)),
        {"target": ["hot", "wet"]},
    ),
    "a title, grouped thousands, odd names, classes by number": (
        "Sales of the year\n\n2019,2019,<b>x</b>,#class\n"
        + "".join(f'"{1000 * size:,.2f}",{size},{i % 7},{i % 2}\n' for i, size in enumerate(SIZES)), {},
    ),
}  # fmt: skip
SETTINGS = {"hidden": [5], "epochs": 20, "test": 0.1, "validation": 0.2, "seed": 3}
TRAIN = """
async function answer([text, options, settings, about, kernels]) {
  const module = await compile(Buffer.from(kernels, "base64"));
  const { changes } = normalised(new TableInspection(new Table(text), { missing: "drop", ...options }).dataset());
  const config = { ...changes, ...settings }, engine = new Engine(module, about, () => {});
  const { parts, scaler } = engine.set(config);
  while (engine.training.status === "running") engine.training.advance(1e5);
  return { config, parts, scaler, theta: Float64Array.from(engine.training.kept.copy()) };
}
"""


@pytest.fixture(scope="module")
def trained():
    """{name: what the page trains on each of the tables}"""
    imports = {**READER, "engine/engine.js": "Engine", "kernels/module.js": "compile"}
    known = SETTINGS, description(), module_text()
    found = answers(imports, TRAIN, [[*table, *known] for table in MESSY.values()])
    return {name: answer["result"] for name, answer in zip(MESSY, found)}


@pytest.mark.parametrize("name", MESSY)
def test_page_and_terminal_train_alike(name, trained, tmp_path):
    """A table, as the page understands it: the same split, the same scaler, the same weights, bit for bit."""
    page = trained[name]
    file = tmp_path / "page.json"
    file.write_text(json.dumps({"format": description()["format"], **page["config"]}))
    call("train", "--config", file, "--out", tmp_path / "run")
    run = numnet.load_run(tmp_path / "run")
    parts = run.data()
    for part in ("training", "validation", "test"):
        assert page["parts"][part] == getattr(parts, part).tolist() and page["parts"][part]
    scaler = {"mean": run.scaler.mean, "scale": run.scaler.scale, "targetMean": run.scaler.target_mean,
              "targetScale": run.scaler.target_scale}  # fmt: skip
    for key, values in scaler.items():
        assert page["scaler"][key] == (None if values is None else values.tolist())
    assert page["theta"].tobytes() == run.network.parameters.astype(np.float64).tobytes()


# --- files ------------------------------------------------------------------------------------------------------------

DECODE = """
const answer = (text) => { const { text: read, encoding } = decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  const table = new Table(read); return { encoding, names: table.names, rows: table.rows }; };
"""
ENCODINGS = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16le", "utf-16-le": "utf-16le",
             "utf-16-be": "utf-16be",
             "cp1252": "windows-1252"}  # fmt: skip


def decoded(files):
    imports = {"data/encoding.js": "decode", "data/table.js": "Table"}
    return answers(imports, DECODE, [base64.b64encode(file).decode() for file in files])


def test_encodings():
    text = "größe;naïve\n1,5;ä\n2,5;ö\n"
    for name, found in zip(ENCODINGS, decoded([text.encode(name) for name in ENCODINGS])):
        rows = [["1,5", "ä"], ["2,5", "ö"]]
        assert found["result"] == {"encoding": ENCODINGS[name], "names": ["größe", "naïve"], "rows": rows}
    (korean,) = decoded(["키,종\n1,가\n2,나\n".encode("cp949")])
    assert korean["result"]["encoding"] == "euc-kr" and korean["result"]["names"] == ["키", "종"]


HOSTILE = {
    "a huge cell": ("a,b\n1," + "x" * 200_000 + "\n", "cell_too_long"),
    "no line end": ("a,b,c", "table_without_rows"),
    "nothing": ("", "table_empty"),
    "a header alone": ("a,b\n", "table_without_rows"),
    "a million columns": (",".join(map(str, range(1_000_000))) + "\n" + "1," * 999_999 + "1\n", "too_many_columns"),
    "a million rows": ("a,b\n" + "1,2\n" * 1_000_000, "too_many_rows"),
    "a quote that is never closed": ('a,b\n1,"2\n3,4\n', "quote_open"),
    "blanks that patterns take long over": ("a,b\n" + f"+{' ' * 100_000}~1,2\n" * 30, "no_feature_of_use"),
    "a ragged row": ("a,b\n1,2\n1,2,3\n4,5\n", "ragged_row"),
    "markup": ("<!doctype html><script>alert(1)</script>", "file_markup"),
    "zeros": ("a,b\0\n1,2\n", "file_binary"),
}


def test_hostile_tables_are_refused_in_a_sentence():
    found = answers(READER, READ, [[text, {}] for text, _ in HOSTILE.values()])
    expected = [(name, key) for name, (_, key) in HOSTILE.items()]
    assert [(name, answer.get("error")) for name, answer in zip(HOSTILE, found)] == expected


def test_hostile_files_are_refused_in_a_sentence():
    files = {b"\x7fELF" + bytes(range(256)): "file_binary", b"PK\x03\x04xl/workbook.xml": "file_excel",
             b"PK\x03\x04else": "file_packed", b"%PDF-1.4": "file_pdf", b"\x1f\x8b\x08": "file_packed",
             b"\xd0\xcf\x11\xe0": "file_excel", b"a,b\n" * 1_250_001: "file_too_large",
             b'{"a": 1}': "file_json"}  # fmt: skip
    assert [answer.get("error") for answer in decoded(files)] == list(files.values())


def test_what_looks_dangerous_is_text_and_nothing_else():
    """Formulas, markup, infinities, names that stand there twice: read as they stand."""
    text = ("=cmd|' /C calc'!A0,a,a,__proto__,class\n"
            + "".join(f"{i},{i * i},{-i},{i % 3},{'<img src=x onerror=alert(1)>' if i % 2 else '=1+1'}\n"
                      for i in range(30)))  # fmt: skip
    (found,) = answers(READER, READ, [[text, {"columns": ["*"]}]])
    data = found["result"]
    assert data["featureNames"] == ["=cmd|' /C calc'!A0", "a", "a.1", "__proto__"]
    assert data["targetNames"] == ["<img src=x onerror=alert(1)>", "=1+1"] and same(data, read(text, columns=("*",)))
    (infinite,) = answers(READER, READ, [["a,b\n1,2\ninf,3\n4,NaN\n5,6\n" + "7,8\n" * 20, {"missing": "drop"}]])
    assert infinite["error"] == "not_a_number" and infinite["values"] == {"row": 3, "column": "a", "cell": "inf"}


def test_every_refusal_has_a_sentence():
    """Whatever the modules throw has a key in the catalogue, with the values that it fills in."""
    thrown = set()
    for path in [*SOURCE.glob("data/*.js"), *SOURCE.glob("engine/*.js")]:
        thrown |= set(re.findall(r'new PageError\("(\w+)"', path.read_text()))
    catalogue = (SOURCE / "text/en/errors.js").read_text()
    assert not [key for key in thrown if f'"error.{key}"' not in catalogue] and len(thrown) > 40
