"""Shapes of the records about data in config.json and in model files."""

from numnet.files.schema import FLAG, NAMES, NUMBER, PATH, SHARE, TEXT, Kind, one_of, optional, whole

READ_OPTIONS_SHAPE = {
    "targets?": optional(NAMES), "task?": TEXT, "columns?": optional(NAMES), "exclude?": optional(NAMES),
    "missing?": TEXT, "split?": TEXT, "validation_data?": optional(PATH), "test?": SHARE, "weights?": optional(TEXT),
    "class_weight?": optional(TEXT), "as_?": optional(NAMES), "drop_duplicates?": FLAG, "encoding?": optional(TEXT),
}  # fmt: skip
NUMBER_FORMAT_SHAPE = Kind(
    "null, or three texts", lambda value: value is None or (NAMES.holds(value) and len(value) == 3)
)
_FILL_SHAPE = Kind("a list of finite numbers", lambda value: isinstance(value, list) and all(map(NUMBER.holds, value)))
COLUMNS_SHAPE = {
    "features": [{"name": TEXT, "kind": one_of(("number", "boolean", "text")), "form": NUMBER_FORMAT_SHAPE,
                  "levels": NAMES, "other": FLAG, "missing": FLAG, "lenient?": FLAG}],
    "fill": optional(_FILL_SHAPE),
}  # fmt: skip
DATA_SHAPE = {
    "source": PATH, "path": optional(PATH), "name": PATH, "fingerprint": TEXT, "rows": whole(), "features": [TEXT],
    "targets": [TEXT], "target_names": [TEXT], "csv?": TEXT, "kept?": FLAG, "reading?": READ_OPTIONS_SHAPE,
}  # fmt: skip
