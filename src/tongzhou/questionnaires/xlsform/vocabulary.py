"""The tables of what is supported: question types, columns, settings. docs/xlsform.md is proved equal to them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class QuestionType:
    """`holds` says what an answer is: text, number, integer, date, time, datetime, choice, choices, point, none."""

    name: str
    holds: str
    is_asked: bool = True
    takes_list: bool = False
    words: str = ""


TYPES = {
    kind.name: kind
    for kind in (
        QuestionType("text", "text", words="one line; appearance `multiline` gives a box, `numbers` a number pad"),
        QuestionType("integer", "integer", words="whole number, number pad"),
        QuestionType("decimal", "number", words="number with a point, number pad"),
        QuestionType("range", "number", words="number between parameters `start`, `end`, by `step`"),
        QuestionType("date", "date", words="day of the calendar"),
        QuestionType("time", "time", words="hour and minute"),
        QuestionType("dateTime", "datetime", words="day and time, Shanghai time"),
        QuestionType("select_one", "choice", takes_list=True, words="one of a list; may end with `or_other`"),
        QuestionType("select_multiple", "choices", takes_list=True, words="any of a list; may end with `or_other`"),
        QuestionType("acknowledge", "choice", words="a box to tick; its value is `OK`"),
        QuestionType("barcode", "text", words="asked as text: a scanner that types fills it"),
        QuestionType("geopoint", "point", words="latitude and longitude, written with a space between"),
        QuestionType("note", "none", is_asked=False, words="shown, never answered"),
        QuestionType("calculate", "text", is_asked=False, words="worked out, not shown"),
        QuestionType("hidden", "text", is_asked=False, words="not shown; holds its default"),
        QuestionType("start", "datetime", is_asked=False, words="time of the check"),
        QuestionType("end", "datetime", is_asked=False, words="time of the check"),
        QuestionType("today", "date", is_asked=False, words="day of the check"),
        QuestionType("deviceid", "text", is_asked=False, words="accepted, stays empty: the ledger keeps the device"),
        QuestionType("username", "text", is_asked=False, words="accepted, stays empty: the ledger keeps the author"),
        QuestionType("phonenumber", "text", is_asked=False, words="accepted, stays empty"),
        QuestionType("email", "text", is_asked=False, words="accepted, stays empty"),
        QuestionType("subscriberid", "text", is_asked=False, words="accepted, stays empty"),
        QuestionType("simserial", "text", is_asked=False, words="accepted, stays empty"),
        QuestionType("begin_group", "none", is_asked=False, words="opens a group"),
        QuestionType("end_group", "none", is_asked=False, words="closes it"),
        QuestionType("begin_repeat", "none", is_asked=False, words="opens a repeat"),
        QuestionType("end_repeat", "none", is_asked=False, words="closes it"),
    )
}
METADATA = frozenset({"start", "end", "today", "deviceid", "username", "phonenumber", "email", "subscriberid",
                      "simserial"})
STRUCTURE = frozenset({"begin_group", "end_group", "begin_repeat", "end_repeat"})

REFUSED_TYPES = frozenset({
    "image", "audio", "video", "file", "background-audio", "background-geopoint", "start-geopoint", "geotrace",
    "geoshape", "rank", "osm", "audit", "xml-external", "csv-external", "select_one_external",
    "select_one_from_file", "select_multiple_from_file", "begin_loop", "end_loop", "cascading_select",
})

TYPE_ALIASES = {
    "string": "text", "q string": "text", "add text prompt": "text",
    "int": "integer", "q int": "integer", "add integer prompt": "integer", "percentage": "integer",
    "q decimal": "decimal", "add decimal prompt": "decimal",
    "q date": "date", "add date prompt": "date",
    "datetime": "dateTime", "date time": "dateTime", "q datetime": "dateTime", "add date time prompt": "dateTime",
    "add datetime prompt": "dateTime", "q date time": "dateTime",
    "q note": "note", "add note prompt": "note",
    "q calculate": "calculate", "add calculate prompt": "calculate", "calculation": "calculate",
    "trigger": "acknowledge", "q acknowledge": "acknowledge", "add acknowledge prompt": "acknowledge",
    "q barcode": "barcode", "add barcode prompt": "barcode",
    "gps": "geopoint", "location": "geopoint", "q geopoint": "geopoint", "q location": "geopoint",
    "add location prompt": "geopoint",
    "start time": "start", "get start time": "start", "end time": "end", "get end time": "end",
    "get today": "today", "imei": "deviceid", "device id": "deviceid", "get device id": "deviceid",
    "uri:deviceid": "deviceid", "subscriber id": "subscriberid", "get subscriber id": "subscriberid",
    "uri:subscriberid": "subscriberid", "sim id": "simserial", "get sim id": "simserial",
    "uri:simserial": "simserial", "phone number": "phonenumber", "get phone number": "phonenumber",
    "uri:phonenumber": "phonenumber", "uri:username": "username", "uri:email": "email",
    "begin group": "begin_group", "end group": "end_group", "begin repeat": "begin_repeat",
    "end repeat": "end_repeat", "begin lgroup": "begin_repeat", "end lgroup": "end_repeat",
    "begin looped group": "begin_repeat", "end looped group": "end_repeat",
    "begin loop": "begin_loop", "end loop": "end_loop",
    "photo": "image", "q picture": "image", "q image": "image", "add image prompt": "image",
    "add photo prompt": "image", "q audio": "audio", "add audio prompt": "audio", "q video": "video",
    "add video prompt": "video", "add file prompt": "file", "q geoshape": "geoshape", "q geotrace": "geotrace",
    "cascading select": "cascading_select",
}
# Longest first: `select one from file` must not be read as `select one` of a list called `from`.
SELECT_ALIASES = {
    "select_multiple_from_file": "select_multiple_from_file", "select multiple from file": "select_multiple_from_file",
    "select_one_from_file": "select_one_from_file", "select one from file": "select_one_from_file",
    "select_one_external": "select_one_external", "select one external": "select_one_external",
    "add select multiple prompt using": "select_multiple", "add select one prompt using": "select_one",
    "select all that apply from": "select_multiple", "select all that apply": "select_multiple",
    "select multiple using": "select_multiple", "select multiple from": "select_multiple",
    "select one using": "select_one", "select one from": "select_one",
    "select_multiple": "select_multiple", "select multiple": "select_multiple",
    "select_one": "select_one", "select one": "select_one", "select1": "select_one", "q select1": "select_one",
    "q select": "select_multiple", "rank": "rank",
}


@dataclass(frozen=True)
class Column:
    """`use` is `used`, `ignored` (accepted without effect) or `refused` (when a cell of it is filled)."""

    name: str
    use: str = "used"
    is_translatable: bool = False
    words: str = ""


def _columns(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


SURVEY_COLUMNS = _columns(
    Column("type", words="type of the row"),
    Column("name", words="letters (Chinese too), digits, `_`, `-`, `.`; begins with a letter or `_`"),
    Column("label", is_translatable=True, words="the question; `${name}` is replaced by its answer"),
    Column("hint", is_translatable=True, words="help under the question"),
    Column("guidance_hint", is_translatable=True, words="longer help, folded away"),
    Column("relevant", words="asked only when true"),
    Column("constraint", words="the answer `.` must satisfy it"),
    Column("constraint_message", is_translatable=True, words="said when it does not"),
    Column("required", words="`yes`, `no` or an expression"),
    Column("required_message", is_translatable=True, words="said when it is missing"),
    Column("default", words="a value, or an expression worked out once"),
    Column("calculation", words="worked out, whenever what it names changes"),
    Column("choice_filter", words="which choices are offered; bare names are columns of the choices sheet"),
    Column("read_only", words="`yes`, `no` or an expression"),
    Column("repeat_count", words="how many times a repeat is asked"),
    Column("parameters", words="`start`, `end`, `step` of a range; `rows` of a text; others have no effect"),
    Column("appearance", words="`multiline`, `numbers`, `minimal` are used; any other has no effect"),
    Column("disabled", words="`yes` leaves the row out"),
    Column("element", words="ours: code of the data element; without it, the name"),
    Column("may_decline", words="ours: `yes` lets a person decline; a declined answer satisfies `required`"),
    Column("comment", "ignored", words="remarks of the author"),
    Column("hxl", "ignored", words="humanitarian tag"),
    Column("autoplay", "ignored", words="no media here"),
    Column("rows", "ignored", words="height of a box"),
    Column("kuid", "ignored", words="written by other tools, as are names that begin with `$`"),
    Column("image", "refused", is_translatable=True, words="media are not shown"),
    Column("big-image", "refused", is_translatable=True, words="media are not shown"),
    Column("audio", "refused", is_translatable=True, words="media are not shown"),
    Column("video", "refused", is_translatable=True, words="media are not shown"),
    Column("trigger", "refused", words="calculations follow what they name"),
    Column("save_to", "refused", words="entities"),
    Column("bind", "refused", words="raw attributes, except those that have a column above"),
    Column("body", "refused", words="raw attributes, except appearance"),
    Column("instance", "refused", words="raw attributes"),
    Column("query", "refused", words="external choices"),
)
CHOICE_COLUMNS = _columns(
    Column("list_name", words="the list that the choice belongs to"),
    Column("name", words="the value that is stored; no spaces"),
    Column("label", is_translatable=True, words="the words"),
    Column("comment", "ignored", words="remarks of the author"),
    Column("image", "refused", is_translatable=True, words="media are not shown"),
    Column("big-image", "refused", is_translatable=True, words="media are not shown"),
    Column("audio", "refused", is_translatable=True, words="media are not shown"),
    Column("video", "refused", is_translatable=True, words="media are not shown"),
)
SETTINGS_COLUMNS = _columns(
    Column("form_title", is_translatable=True, words="title of the questionnaire"),
    Column("form_id", words="its code"),
    Column("version", words="shown beside our own number"),
    Column("default_language", words="language used where a translation is missing"),
    Column("allow_choice_duplicates", words="`yes` lets a list hold a value twice"),
    Column("style", "ignored", words="page layout of other tools"),
    Column("instance_name", "ignored", words="name of a filled form"),
    Column("name", "ignored", words="name of the root"),
    Column("namespaces", "ignored", words="XML only"),
    Column("clean_text_values", "ignored", words="spaces are always cleaned"),
    Column("auto_send", "ignored", words="the field app sends by itself"),
    Column("auto_delete", "ignored", words="the field app tidies by itself"),
    Column("attribute", "ignored", words="XML only"),
    Column("compact_prefix", "ignored", words="text messages"),
    Column("comment", "ignored", words="remarks of the author"),
    Column("public_key", "refused", words="answers are sealed here, under a key per person"),
    Column("submission_url", "refused", words="answers stay here"),
)
HEADER_ALIASES = {
    "survey": {
        "caption": "label", "command": "type", "tag": "name", "value": "name", "relevance": "relevant",
        "calculate": "calculation", "constraining_message": "constraint_message", "readonly": "read_only",
        "constraintmsg": "constraint_message", "jr:constraintmsg": "constraint_message",
        "requiredmsg": "required_message", "jr:requiredmsg": "required_message", "repeatcount": "repeat_count",
        "count": "repeat_count", "jr:count": "repeat_count", "comments": "comment", "note": "comment",
        "notes": "comment", "remark": "comment", "remarks": "comment", "备注": "comment",
        "constraint message": "constraint_message", "bind::relevant": "relevant", "bind::constraint": "constraint",
        "bind::required": "required", "bind::readonly": "read_only", "bind::calculate": "calculation",
        "bind::jr:constraintmsg": "constraint_message", "bind::jr:requiredmsg": "required_message",
        "control::appearance": "appearance", "body::appearance": "appearance", "data_element": "element",
    },
    "choices": {
        "caption": "label", "value": "name", "list": "list_name", "listname": "list_name", "comments": "comment",
        "note": "comment", "notes": "comment", "remark": "comment", "remarks": "comment", "备注": "comment",
    },
    "settings": {
        "title": "form_title", "set_form_title": "form_title", "id_string": "form_id", "set_form_id": "form_id",
        "prefix": "compact_prefix", "comments": "comment", "notes": "comment",
    },
}
COLUMNS = {"survey": SURVEY_COLUMNS, "choices": CHOICE_COLUMNS, "settings": SETTINGS_COLUMNS}
REFUSED_SHEETS = {"external_choices": "external choices", "entities": "entities", "osm": "OpenStreetMap tags"}
PARAMETERS = {
    "range": {"start", "end", "step"},
    "text": {"rows"},
    "select_one": {"randomize", "seed"},
    "select_multiple": {"randomize", "seed"},
    "geopoint": {"capture-accuracy", "warning-accuracy", "allow-mock-accuracy"},
}
LANGUAGE_CODES = {
    "english": "en", "chinese": "zh", "中文": "zh", "简体中文": "zh", "汉语": "zh", "french": "fr", "français": "fr",
    "spanish": "es", "español": "es", "arabic": "ar", "portuguese": "pt", "português": "pt", "russian": "ru",
    "japanese": "ja", "日本語": "ja", "korean": "ko", "german": "de", "swahili": "sw", "hindi": "hi",
}
