"""Forms in the older file kinds, with media, and files that nobody meant as a form: taken or refused by name."""

import io
import zipfile

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.questionnaires.problems import FormRefused
from tongzhou.questionnaires.tests.factories import YES_NO, compiled, workbook
from tongzhou.questionnaires.xlsform import as_xlsx, compile_form
from tongzhou.questionnaires.xlsform.reading import MAX_COLUMNS, MAX_ROWS

HEAD = ("type", "name", "label")
CSV = """\ufeff"survey",,,,
,"type","name","label::English (en)","label:中文"
,"select one from yn","back","Back from outside?","是否外地回来"

,"integer","nights","How many nights?, if any","几晚"
"choices",,,,
,"list name","name","label::English (en)","label:中文"
,"yn","y","Yes","是"
,"yn","n","No","否"
"settings",,,,
,"form_title","form_id",,
,"Returnees","returnees",,
"""


def refused(content: bytes) -> list[str]:
    with translation.override("en"), pytest.raises(FormRefused) as raised:
        compile_form(content)
    return [problem.message for problem in raised.value.problems]


def test_csv_of_the_standard_is_read() -> None:
    form = compile_form(CSV.encode())
    assert [item["key"] for item in form["items"]] == ["back", "nights"]
    assert (form["form_id"], sorted(form["languages"])) == ("returnees", ["en", "zh"])
    assert as_xlsx(as_xlsx(CSV.encode())).startswith(b"PK")


def test_formula_in_a_csv_stays_a_text() -> None:
    form = compile_form(CSV.replace("How many nights?, if any", "=1+1").encode())
    assert form["items"][1]["label"]["en"] == ["=1+1"]


def test_media_are_left_out_with_a_warning_at_their_cell() -> None:
    form = compiled(
        [
            (*HEAD, "media::image", "media:audio:english"),
            ("select_one yn", "a", "A", "a.png", "a.mp3"),
            ("audit", "audit"),
        ],
        [(*YES_NO[0], "image"), (*YES_NO[1], "y.png"), YES_NO[2]],
    )
    places = {(warning["sheet"], warning["row"], warning["column"]) for warning in form["warnings"]}
    assert places == {("survey", 2, "D"), ("survey", 2, "E"), ("choices", 2, "E")}


def test_empty_formatted_rows_below_do_not_count() -> None:
    form = compiled([HEAD, ("text", "a", "A"), *[(" ",)] * (MAX_ROWS + 10), ("text", "b", "B")])
    assert [item["key"] for item in form["items"]] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (workbook([HEAD, *[("text", f"q{n}", "Q") for n in range(MAX_ROWS + 1)]]), "more than 5000 rows"),
        (workbook([[*HEAD, *["x"] * MAX_COLUMNS], ("text", "a", "A")]), "more than 200 columns"),
        (b"x" * (10 * 1024 * 1024), "larger than 5 MB"),
        (("survey,,\n,type," + "x" * 40_000).encode(), "more than 32,767 characters"),
        (workbook([HEAD, ("begin loop over things", "a", "A")]), "“begin_loop” is not supported"),
        (workbook([HEAD, ("cascading_select places", "a", "A")]), "“cascading_select” is not supported"),
        (workbook([HEAD, ("text", "a", "A")])[:-200], "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 5_000, "cannot be read as a workbook"),
        ("survey,\n".encode("utf-16"), "cannot be read as a workbook"),
    ],
    ids=["rows", "columns", "bytes", "cell", "loop", "cascade", "cut", "old", "utf16"],
)
def test_hostile_file_is_refused_by_name(content: bytes, words: str) -> None:
    assert words in " ".join(refused(content))


def test_zip_bomb_is_not_opened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (61 * 1024 * 1024))
    assert "more than 60 MB" in refused(bomb.getvalue())[0]


CELLS = st.one_of(
    st.sampled_from(
        [*("text", "integer", "select_one yn", "begin repeat", "end repeat", "begin group", "end group", "calculate")],
    ),
    st.sampled_from(["a", "b", "a b", "${a}", "${b} > 1", "position(..)", "sum(${a})", "'", "=1", "yes", "((", "../a"]),
    st.text(max_size=12),
)
COLUMNS = st.sampled_from(
    [*("type", "name", "label", "label::English (en)", "relevant", "constraint", "calculation", "repeat_count"),
     *("required", "choice_filter", "default", "parameters", "appearance", "media::image", "bind::x", "瞎写")]
)  # fmt: skip


@given(st.lists(COLUMNS, min_size=1, max_size=8), st.lists(st.lists(CELLS, max_size=8), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_sheet_is_taken_or_refused_by_name(head: list[str], rows: list[list[str]]) -> None:
    lines = ["survey", *(",".join(["", *(f'"{cell}"' for cell in map(quoted, line))]) for line in [head, *rows])]
    try:
        compile_form("\n".join(lines).encode("utf-8", "surrogatepass"))
    except FormRefused:
        return


def quoted(cell: str) -> str:
    return cell.replace('"', '""')


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"survey\n,"])
)
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_refused_by_name(content: bytes, head: bytes) -> None:
    assert refused(head + content)
