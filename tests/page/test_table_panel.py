"""Tables in the data panel: pasted, chosen, dropped; what was understood, and what is refused."""

import pytest

from tests.support.data_panel import DROP, SPREADSHEET, config, dataset, paste, until, way

pytestmark = pytest.mark.page


def role(page, name):
    return page.get_by_label(f"What column {name} is for")


def test_cells_of_a_spreadsheet(open_page):
    """What was understood is said, and can be changed: targets, features, the task."""
    page = open_page()
    way(page, "Table")
    paste(page, SPREADSHEET)
    page.get_by_text("60 rows, 4 columns; tabs, decimal commas").wait_for()
    page.get_by_text("2 values no/yes in column good").wait_for()
    until(page, lambda: isinstance(config(page)["data"], dict) and config(page)["task"] == "binary")
    assert list(dataset(page).feature_names) == ["width", "count", "color=b", "color=g", "color=r"]
    role(page, "color").select_option("target")
    until(page, lambda: config(page)["target"] == ["color"] and config(page)["task"] == "multiclass")
    role(page, "good").select_option("off")
    until(page, lambda: list(dataset(page).feature_names) == ["width", "count"])
    role(page, "width").select_option("target")  # beside the text: that is no task
    page.get_by_text("Column “color” holds text; several targets").wait_for()
    role(page, "color").select_option("feature")
    until(page, lambda: config(page)["target"] == ["width"] and config(page)["task"] == "regression")
    page.get_by_label("Task").select_option("binary")
    page.get_by_text("numbers with fractions").wait_for()
    assert config(page)["task"] == "regression"  # what is wrong is not begun


def test_columns_that_are_left_out_by_themselves(open_page):
    page = open_page()
    way(page, "Table")
    paste(page, "id,x,same,y\n" + "".join(f"{100 - i},{i / 4},7,{i * i / 10}\n" for i in range(30)))
    page.get_by_text("left out, only names the rows").wait_for()
    page.get_by_text("left out, the same in all rows").wait_for()
    until(page, lambda: isinstance(config(page)["data"], dict))
    assert list(dataset(page).feature_names) == ["x"] and role(page, "id").input_value() == "off"
    role(page, "id").select_option("feature")
    until(page, lambda: list(dataset(page).feature_names) == ["id", "x"])


def test_a_file_that_is_chosen_and_one_that_is_dropped(open_page):
    page = open_page()
    way(page, "Table")
    text = "größe;a;b\r\n" + "".join(f"{i},5;{i % 2};{i * i % 2}\r\n" for i in range(20))
    file = {"name": "labels.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    page.locator("input[type=file]").first.set_input_files(file)
    page.get_by_text("labels.csv").wait_for()
    page.get_by_text("windows-1252").first.wait_for()
    role(page, "a").select_option("target")
    until(page, lambda: isinstance(config(page)["data"], dict) and config(page)["target"] == ["a"])
    role(page, "b").select_option("target")
    until(page, lambda: config(page)["task"] == "multilabel")
    assert list(dataset(page).feature_names) == ["größe"]
    way(page, "Sets")
    page.locator("main").evaluate(DROP, "x,y\n" + "1.5,2\n2.5,3\n" * 9)
    page.get_by_text("dropped.csv").wait_for()
    until(page, lambda: config(page)["target"] == ["y"] and len(dataset(page).X) == 18)


def test_another_encoding_can_be_chosen(open_page):
    page = open_page()
    way(page, "Table")
    text = "키,무게,이름\n" + "".join(f"{i},{i * i % 7},{'똠방' if i % 2 else '서울'}\n" for i in range(20))
    file = {"name": "korean.csv", "mimeType": "text/csv", "buffer": text.encode("cp949")}
    page.locator("input[type=file]").first.set_input_files(file)
    until(page, lambda: config(page)["target"] == ["이름"])
    assert page.get_by_label("Encoding").input_value() == "euc-kr"
    assert dataset(page).target_names == ("똠방", "서울")
    page.get_by_label("Encoding").select_option("windows-1252")
    until(page, lambda: config(page)["target"] == [text[:7].encode("cp949").decode("cp1252").split(",")[2]])
    page.get_by_label("Encoding").select_option("euc-kr")
    until(page, lambda: config(page)["target"] == ["이름"])
    paste(page, text)  # a text has none
    until(page, lambda: page.get_by_label("Encoding").count() == 0)


HOSTILE = {
    "a,b\n1," + "x" * 200_000 + "\n": "a cell is longer than 131072 characters",
    "a,b\n": "no rows of data",
    ",".join(map(str, range(2000))) + "\n" + ",".join("1" * 2000) + "\n": "2000 columns, and the page reads at most",
    'a,b\n1,"2\n3,4\n': "never closed",
    "<script>document.title = 'seen'</script>": "a web page or XML",
    '{"a": 1}': "This is JSON",
    "a,b\n1,inf\n2,nan\n" + "3,4\n" * 20: "“inf” is no number",
}


def test_hostile_tables_are_refused_in_a_sentence(open_page):
    page = open_page()
    way(page, "Table")
    for text, sentence in HOSTILE.items():
        paste(page, text)
        page.locator("section.data").get_by_text(sentence).wait_for()
        assert config(page)["data"] == "spiral"
    binary = {"name": "a.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04[Content_Types].xml"}
    page.locator("input[type=file]").first.set_input_files(binary)
    page.get_by_text("This is an Excel workbook").wait_for()


def test_cells_are_text_and_nothing_else(open_page):
    page = open_page()
    way(page, "Table")
    paste(page, "=1+1,<img src=x onerror=alert(1)>,class\n" + "1.5,2,<b>A</b>\n2.5,3,\"=cmd|' /C calc'!A0\"\n" * 9)
    until(page, lambda: isinstance(config(page)["data"], dict))
    assert page.locator("section.data img, section.data .columns b b").count() == 0
    page.get_by_text("<img src=x onerror=alert(1)>").first.wait_for()
    assert list(dataset(page).target_names) == ["<b>A</b>", "=cmd|' /C calc'!A0"]
