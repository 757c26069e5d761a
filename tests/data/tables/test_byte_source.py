"""Encodings, gzip, standard input, and files that are no tables."""

import bz2
import gzip
import io
import lzma
import sys

import pytest

from numnet.data import DataError, read_csv
from numnet.data.tables.read_table import open_table
from tests.support.tables import columns, read_table

pytestmark = pytest.mark.filterwarnings("error")

KOREAN = "이름,값\n가,1\n나,2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949"])
def test_encodings(file, encoding):
    path = file(KOREAN + "다,3\n" * 30, encoding)
    assert columns(path)["이름"][:3] == ["가", "나", "다"]
    remarks = ["the text is not UTF-8, read as cp949; name another with --encoding"] if encoding == "cp949" else []
    assert read_table(path).remarks == remarks


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_zero_bytes(file, encoding):
    table = read_table(file("가나\n" + "다,\n" * 600, encoding))  # two letters of three are ASCII
    assert table.about["encoding"] == encoding
    read_table(file("가,\n" + "나다,0\n" * 600, encoding))  # three of five
    with pytest.raises(DataError, match="it holds zero bytes"):
        read_table(file("가나다,\n" * 40, encoding))  # two of five are too few


def test_western_european_files(file):
    path = file("Straße;Höhe\nMüller;1,5\nCafé;2,5\n", "latin-1")
    assert columns(path) == {"Straße": ["Müller", "Café"], "Höhe": [1.5, 2.5]}
    assert read_table(path).remarks == ["the text is not UTF-8, read as cp1252; name another with --encoding"]


def test_a_file_that_is_no_utf_8_far_from_its_beginning_is_read_again(file):
    path = file(b"x,kind\n" + b"1.25,plain\n" * 60_000 + "2,Zürich\n".encode("latin-1"))
    table = read_table(path)
    assert len(table) == 60_001 and table.texts[1] == ["plain", "Zürich"] and table.about["encoding"] == "cp1252"
    assert columns(path, columns={"kind"})["kind"][-2:] == ["plain", "Zürich"]


def test_a_header_that_was_understood_keeps_its_names_when_the_file_is_read_again(file):
    path = file("größe,ort\n".encode() + b"1.25,plain\n" * 60_000 + "2,Zürich\n".encode("latin-1"))
    with open_table(path) as reader:
        assert reader.header == ("größe", "ort")
        table = reader.table({"größe"})
    assert table.header == ("größe",) and table.cells("größe").values[-1] == 2


def test_of_standard_input_only_the_beginning_can_be_looked_at(monkeypatch):
    content = b"x,kind\n" + b"1.25,plain\n" * 60_000 + "2,Zürich\n".encode("latin-1")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    with pytest.raises(DataError, match=r"standard input: after line .* byte 0xfc is not utf-8; save the file as CSV"):
        read_table("-")


@pytest.mark.parametrize(("ending", "module"), [("gz", gzip), ("bz2", bz2), ("xz", lzma)])
def test_packed_files(tmp_path, ending, module):
    path = tmp_path / f"data.csv.{ending}"
    path.write_bytes(module.compress(b"x,y\n1,0.5\n2,1.5\n"))
    assert read_csv(path).T.tolist() == [0.5, 1.5] and read_csv(path).name == "data"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DataError, match=rf"cannot read .*data\.csv\.{ending}"):
        read_csv(path)


@pytest.mark.parametrize(("content", "message"), [
    (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "is an Excel workbook; save the sheet as CSV"),
    (b"PK\x03\x04" + b"\0" * 26 + b"readme.txt", "is a zip archive; unpack it"), (b"%PDF-1.7", "is a PDF"),
    (b"@RELATION iris\n", "is an ARFF file"), (b"\n <!DOCTYPE html>", "is a web page"), (b'{"a": 1}', "is JSON"),
    (b"\x80\x04\x95", "is a Python pickle, which numnet never opens"), (b"\x89HDF\r\n", "HDF5"),
    (b"\x01\x00\x02PNG" * 9, "is no text: it holds zero bytes; give a CSV file"),
    (b"x,y\n1,\x002\n", "is no text|NUL"), (b"PAR1 and rubbish", "is damaged, or no Parquet"),
])  # fmt: skip
def test_what_is_no_table_is_named(file, content, message):
    with pytest.raises(DataError, match=message) as caught:
        read_table(file(content))
    assert "data.csv" in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(("ending", "module"), [("gz", gzip), ("bz2", bz2), ("xz", lzma)])
def test_a_damaged_packed_file_is_refused(tmp_path, ending, module):
    good = module.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (i, i * i % 7) for i in range(90_000)))
    path, said = tmp_path / "a.csv", set()
    for place in range(20, len(good) - 8, len(good) // 40):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :])
        with pytest.raises(DataError) as caught:
            read_table(path)
        said.add(f"the {ending} file is damaged" in str(caught.value))
    assert "\n" not in str(caught.value) and (ending != "gz" or said == {True, False})  # zlib notices, or the checksum
