"""Encodings that programs wrote before UTF-8: real words of a language, in tables of few and of many rows."""

import random

import pytest

from numnet.data import DataError, read_csv
from numnet.data.data_files import read_features
from numnet.data.tables.encodings import checked_encoding
from numnet.model.network import Network
from tests.support.tables import columns, read_table

pytestmark = pytest.mark.filterwarnings("error")

WORDS = {  # encoding: names of two columns and words of a language; several where several are written in it
    "cp949": ["이름 지역 서울 부산 대구 인천 김철수 이영희 남자 여자 합격 漢字 大學 똠방각하 펲시콜라 샾 넓이㎡ ①번"],
    "cp932": ["名前 地域 東京 大阪 京都 北海道 男性 女性 合格 田中太郎 佐藤花子 りんご みかん カタカナ ソース 表示 ㈱"],
    "euc_jp": ["名前 地域 東京 大阪 京都 北海道 男性 女性 合格 田中太郎 佐藤花子 りんご みかん カタカナ ソース 表示"],
    "gb18030": ["姓名 地区 北京 上海 广州 深圳 男性 女性 价格 日期 合格 不合格 张伟 王芳 李娜 苹果 香蕉 公司 电话"],
    "big5": ["姓名 地區 台北 高雄 台中 新竹 男性 女性 價格 日期 合格 不合格 陳志明 林美玲 蘋果 香蕉 公司 電話 地址"],
    "cp1250": ["imię miasto Łódź Kraków Gdańsk Poznań Wrocław płeć mężczyzna Żółć święto źródło Małgorzata Paweł",
               "jméno město Plzeň Brno Děčín žena muž věk kůň řeka Dvořák Jiří Lukáš Ústí Žďár České Budějovice"],
    "cp1251": ["имя город Москва Петербург Казань Новосибирск мужчина женщина цена Иванов Петров Сидорова да"],
    "koi8_r": ["имя город Москва Петербург Казань Новосибирск мужчина женщина цена Иванов Петров Сидорова да"],
    "cp1253": ["όνομα πόλη Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο άνδρας γυναίκα τιμή Παπαδόπουλος Γεωργίου ναι όχι"],
    "cp1254": ["isim şehir İstanbul İzmir Eskişehir Muğla kadın erkek fiyat Ağrı Çağrı Gülşen Işık öğrenci değer"],
    "mac_roman": ["prénom ville Orléans Nîmes Besançon homme femme été élève Hélène François Noël forêt château"],
    "cp850": ["prénom ville Orléans Nîmes Besançon homme femme été élève Hélène François Noël forêt château",
              "Name Größe München Köln Düsseldorf Übung Müller männlich weiblich Äpfel Öl Preis Straße"],
    "cp1252": ["prénom ville Orléans Nîmes Besançon homme femme été élève Hélène François Noël forêt château",
               "Name Größe München Köln Düsseldorf Übung Müller männlich weiblich Äpfel Öl Preis Straße €",
               "nombre año España Málaga Córdoba niño mujer señor precio corazón José Íñigo mañana",
               "a b 5°C 7m² µm £5 – “x”"],
}  # fmt: skip
CASES = [(encoding, words.split()) for encoding, languages in WORDS.items() for words in languages]


@pytest.mark.parametrize(("encoding", "words"), CASES, ids=[f"{encoding}-{words[0]}" for encoding, words in CASES])
@pytest.mark.parametrize("rows", [8, 60, 2000])
def test_what_was_not_named_is_found_out(file, encoding, words, rows):
    draw, (first, second, *others) = random.Random(rows), words
    cells = [(draw.choice(others), draw.randint(1, 99), draw.choice(others)) for _ in range(rows)]
    path = file(f"{first},n,{second}\n" + "".join(f"{a},{n},{b}\n" for a, n, b in cells), encoding)
    assert columns(path) == {first: [a for a, _, _ in cells], "n": [n for _, n, _ in cells],
                             second: [b for _, _, b in cells]}  # fmt: skip
    assert read_table(path).remarks == [f"the text is not UTF-8, read as {encoding}; name another with --encoding"]


def test_a_named_encoding_decides(file):
    path = file("größe,ort\n1,Zürich\n2,Köln\n3,Bern\n", "cp437")
    data = read_csv(path, "ort", encoding="IBM437", task="multiclass")
    assert data.feature_names == ("größe",) and data.target_names == ("Bern", "Köln", "Zürich")
    assert data.reading["encoding"] == "cp437" and not [remark for remark in data.remarks if "UTF-8" in remark]
    with pytest.raises(DataError, match="byte 0x94 is not utf-8; save the file as CSV UTF-8, or name its encoding"):
        read_csv(path, encoding="utf-8")


def test_a_byte_order_mark_is_believed_before_a_name(file):
    assert columns(file("x,y\n1,ä\n", "utf-8-sig"))["y"] == ["ä"]
    with_mark = read_csv(file("größe,y\n1,2.5\n2,7\n", "utf-16"), encoding="cp1252")
    assert with_mark.feature_names == ("größe",)


def test_a_name_that_is_none_is_refused():
    assert checked_encoding("Shift-JIS") == "shift_jis" and checked_encoding("latin1") == "iso8859-1"
    with pytest.raises(DataError, match=r"unknown encoding 'cp125': did you mean 'cp125"):
        checked_encoding("cp125")
    for name in ("", "rot13", "base64"):  # codecs of other things than text
        with pytest.raises(DataError, match="unknown encoding"):
            checked_encoding(name)


def test_rows_to_predict_are_read_in_the_encoding_that_is_named(file):
    network = Network([1, 1], task="regression")
    network.feature_names = ("größe",)
    path = file("größe,ort\n1,Zürich\n2,Köln\n", "cp437")
    assert read_features(path, network, encoding="cp437")[0].tolist() == [[1], [2]]
