"""Every kind of file becomes the same drafts; what cannot be read says where, why and what to do."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from knowledge.importing.drafts import Unreadable
from knowledge.importing.files import LARGEST_DOCUMENT, LARGEST_TEXT
from knowledge.importing.pages import page_text
from tests.knowledge.importing.papers import answers, read, read_one, write_docx, write_pdf, write_xlsx

ZIPS, VISIT = ("Do you repair zips?", "Yes, from $15."), ("Can I visit you?", "Yes, any day.")
BOTH = dict([ZIPS, VISIT])


def write(file: Path, text: str, encoding: str = "utf-8") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode(encoding))
    return file


def test_a_csv_is_read_with_its_quotes_its_tabs_and_its_lines(tmp_path: Path) -> None:
    rows = f'Question,Answer\n{ZIPS[0]},"Yes,\nfrom ""$15""."\n,\n{VISIT[0]},{VISIT[1]}\nno answer,\n'
    found = read_one(write(tmp_path / "faq.csv", rows.replace(VISIT[1], f'"{VISIT[1]}"')))
    assert answers(found) == {ZIPS[0]: 'Yes,\nfrom "$15".', VISIT[0]: VISIT[1]}
    assert [draft.place for draft in found.drafts] == ["line 2", "line 5"]
    assert found.left_out == [("line 6", "the answer is empty")]
    tabs = f"question\tanswer\r\n{ZIPS[0]}\t{ZIPS[1]}\r\n"
    assert answers(read_one(write(tmp_path / "faq.tsv", tabs))) == dict([ZIPS])


def test_a_bad_row_is_left_out_by_its_line_and_the_others_are_taken(tmp_path: Path) -> None:
    text = f"question,answer,owner\n{ZIPS[0]},Yes,Ann\none,two\nWhat, if,any,thing\n,No question,Bob\nWho?,Me,Bob\n"
    found = read_one(write(tmp_path / "faq.csv", text))
    assert answers(found) == {ZIPS[0]: "Yes", "Who?": "Me"}
    assert found.left_out == [
        ("header", "column 'owner' is not used"),
        ("line 3", "expected 3 columns, found 2; put texts in quotes"),
        ("line 4", "expected 3 columns, found 4; put texts in quotes"),
        ("line 5", "the question is empty"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,price\nTent,5\n", "expected a first line with the columns question and answer, found 'name', 'price'"),
        ("question;reply to\nTent;5\n", "found 'question', 'reply to'"),
        ("\n\n", "found an empty line"),
        ('question,answer\nWho?,"never closed\n', "unexpected end of data"),
        ('question,answer\nWho?,"some" more\n', "line 2"),
        ("question,answer\n", "expected a question and an answer, found neither"),
        ("", "it is empty"),
        ("question,answer\nWho?,M\0e\n", "found zero bytes"),
    ],
)
def test_a_csv_that_is_none_is_refused_as_a_whole(tmp_path: Path, text: str, told: str) -> None:
    found = read_one(write(tmp_path / "faq.csv", text))
    assert told in found.broken
    assert not found.drafts


def test_a_wrong_encoding_is_named_by_line_and_can_be_given(tmp_path: Path) -> None:
    file = write(tmp_path / "faq.csv", "问题,答案\n包邮吗？,满 75 美元包邮。\n", "gb18030")
    assert "line 1: expected utf-8, found byte 0 that is not" in read_one(file).broken
    assert answers(read_one(file, "gb18030")) == {"包邮吗？": "满 75 美元包邮。"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    file = write(tmp_path / "faq.csv", f"question,answer\n{ZIPS[0]},Yes\n", encoding)
    assert answers(read_one(file)) == {ZIPS[0]: "Yes"}


def test_columns_of_every_kind_in_both_languages(tmp_path: Path) -> None:
    text = (
        "ID,Question,Answer,问题 (zh),Answer_zh,Topic,Also asked,Valid from,until\n"
        "zips,Do you repair zips?,Yes.,修拉链吗？,修。,repairs,broken zip | zipper,2026-01-31,\n"
        "visit,Can I visit?,Yes.,,,store,,,soon\n"
        "tea,Is there tea?,Yes.,,,store,,,\n"
    )
    found = read_one(write(tmp_path / "faq.csv", text))
    assert [(draft.id, draft.locale, draft.title) for draft in found.drafts] == [
        ("zips", "", "Do you repair zips?"),
        ("zips", "zh", "修拉链吗？"),
        ("tea", "", "Is there tea?"),
    ]
    assert found.drafts[0].questions == ("broken zip", "zipper")
    assert found.drafts[0].valid_from == date(2026, 1, 31)
    assert found.left_out == [("line 3", "expected a day such as 2026-01-31, found 'soon'")]


def test_an_xlsx_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    file = write_xlsx(
        tmp_path / "faq.xlsx",
        Help=[("Question", "Answer", "valid until"), (*ZIPS, date(2026, 3, 1)), ("How many?", 12.0, None), (None, "x")],
        Notes=[("Ann", "Bob"), (1, 2)],
    )
    found = read_one(file)
    assert answers(found) == {ZIPS[0]: ZIPS[1], "How many?": "12"}
    assert found.drafts[0].valid_until == date(2026, 3, 1)
    assert [place for place, _ in found.left_out] == ["Help, row 4", "sheet Notes"]


def test_json_as_a_list_an_object_lines_and_schema_org(tmp_path: Path) -> None:
    entries = [{"question": ZIPS[0], "answer": ZIPS[1]}, {"q": VISIT[0], "a": VISIT[1], "questions": ["opening hours"]}]
    page = {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": title, "acceptedAnswer": {"@type": "Answer", "text": f"<p>{body}</p>"}}
            for title, body in BOTH.items()
        ],
    }
    lines = "\n".join(map(json.dumps, entries))
    for name, text in (("a.json", json.dumps(entries)), ("b.json", json.dumps(page)), ("c.jsonl", lines)):
        assert answers(read_one(write(tmp_path / name, text))) == BOTH
    assert answers(read_one(write(tmp_path / "d.json", json.dumps({"faqs": entries, "tags": ["a"]})))) == BOTH


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "expected JSON"),
        ('"text"', "expected a list such as"),
        ("[" * 100_000, "expected JSON"),
        ("[]", "expected a list of questions and answers, found none"),
    ],
)
def test_json_that_is_none_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert told in read_one(write(tmp_path / "faq.json", text)).broken


def test_entries_that_are_none_are_left_out_by_number(tmp_path: Path) -> None:
    text = json.dumps([{"question": "Who?", "answer": "Me."}, "text", {"name": "Tent", "price": 5}])
    found = read_one(write(tmp_path / "faq.json", text))
    assert answers(found) == {"Who?": "Me."}
    assert [place for place, _ in found.left_out] == ["entry 2", "entry 3"]


def test_a_page_is_read_without_scripts_styles_menus_and_forms(tmp_path: Path) -> None:
    page = """<!doctype html><html><head><title>Repairs | Shop</title><style>p {color: red}</style>
    <script>document.write("evil")</script></head><body><header>Shop menu</header><nav>Home</nav>
    <main><h1>Repairs</h1><p>We repair <b>what we sell</b>, see <a href="https://shop.example/r">prices</a>
    or <a href="javascript:evil()">this</a>.</p><script>evil()</script><noscript>evil</noscript>
    <template>evil</template><form>evil<input value="evil"></form><iframe srcdoc="evil"></iframe>
    <svg><text>evil</text></svg><img src=x onerror="evil()" alt="evil"><!-- evil -->
    <h2>Do you repair zips?</h2><div hidden><p>Yes.</p></div>
    <h2>What it costs</h2><table><tr><th>Part<th>Price<tr><td>Zip<td>$15</table><ul><li>Tents<p>and tarps</p></li></ul>
    <details><summary>How long?</summary>Two weeks.<br>Or three.</details></main>
    <footer>© Shop</footer></body></html>"""
    found = answers(read_one(write(tmp_path / "repairs.html", page)))
    assert found == {
        "Repairs": "We repair what we sell, see prices (https://shop.example/r) or this.",
        "Do you repair zips?": "Yes.",
        "Repairs: What it costs": "- Part: Price\n- Zip: $15\n- Tents and tarps",
        "How long?": "Two weeks.\nOr three.",
    }
    assert "evil" not in "".join(found.values())


def test_a_table_that_lays_a_page_out_is_no_table(tmp_path: Path) -> None:
    page = "<table><tr><td><h1>Care</h1><p>By hand.</p><p>Dry flat.</p></td><td><p>Menu</p></td></tr></table>"
    assert answers(read_one(write(tmp_path / "a.html", page))) == {"Care": "By hand.\n\nDry flat.\n\nMenu"}


def test_html_in_an_answer_of_a_table_becomes_text(tmp_path: Path) -> None:
    text = 'question,answer\nWho?,"<p>Me.</p><script>evil()</script><ul><li>a</li><li>b</li></ul>"\nLess?,1 < 2 > 0\n'
    assert answers(read_one(write(tmp_path / "faq.csv", text))) == {"Who?": "Me.\n\n- a\n- b", "Less?": "1 < 2 > 0"}


def test_the_encoding_that_a_page_names_is_believed() -> None:
    assert page_text('<meta charset="gb2312"><p>邮费</p>'.encode("gbk")).endswith("<p>邮费</p>")
    assert page_text("é".encode("latin-1"), "ISO-8859-1") == "é"
    assert page_text("é".encode(), "no-such-thing") == "é"
    with pytest.raises(Unreadable, match="expected utf-8"):
        page_text(b'<meta charset="utf-8">\xff')


def test_markdown_is_cut_at_its_headings_and_code_is_no_heading(tmp_path: Path) -> None:
    text = """---
title: Shipping
---
We ship *worldwide*.

## Express

Two days, see [rates](https://shop.example/rates).

```
# no heading
```

## Do you ship to Mars?

Not yet.

## Nothing below
"""
    found = read_one(write(tmp_path / "shipping.md", text))
    assert answers(found) == {
        "Shipping": "We ship worldwide.",
        "Shipping: Express": "Two days, see rates (https://shop.example/rates).\n\nno heading",
        "Do you ship to Mars?": "Not yet.",
    }
    assert found.left_out == [("› Shipping › Nothing below", "nothing stands below this heading")]


def test_an_article_of_ours_is_taken_as_it_is(tmp_path: Path) -> None:
    text = (
        "---\nid: late\ntitle: Late?\ntopic: shipping\nquestions:\n  - where is it\n---\nTell us.\n\n## More\n\nSoon.\n"
    )
    (draft,) = read_one(write(tmp_path / "x.md", text)).drafts
    assert (draft.id, draft.title, draft.topic) == ("late", "Late?", "shipping")
    assert (draft.questions, draft.body) == (("where is it",), "Tell us.\n\n## More\n\nSoon.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("---\ntitle: a: b\n---\nText.\n", "expected YAML in the front matter"),
        ("---\ntitle: A\ntopic: b\nquestions: c\n---\nText.\n", "expected a list in 'questions'"),
        ("---\ntitle: A\ntopic: b\nvalid_from: soon\n---\nText.\n", "expected a day such as 2026-01-31"),
        ("# Only\n", ""),
    ],
)
def test_markdown_that_cannot_be_used_is_refused(tmp_path: Path, text: str, told: str) -> None:
    found = read_one(write(tmp_path / "x.md", text))
    assert told in found.broken
    assert not found.drafts


def test_questions_in_bold_type_are_headings_where_no_heading_is_a_question(tmp_path: Path) -> None:
    text = "# Help\n\n**Q: Do you repair zips?**\n\nA: Yes, from $15.\n\n2. Can I visit you?\n\nYes, any day.\n"
    text = text.replace("2. Can", "2\\. Can")
    assert answers(read_one(write(tmp_path / "faq.txt", text))) == BOTH


def test_a_long_paragraph_is_cut_at_sentence_ends(tmp_path: Path) -> None:
    text = "# Terms\n\n" + "We keep what we say in all of our shops. " * 60
    (body,) = answers(read_one(write(tmp_path / "terms.md", text))).values()
    pieces = body.split("\n\n")
    assert max(map(len, pieces)) < 700
    assert all(piece.endswith(".") for piece in pieces)


def test_a_docx_is_read_by_its_styles(tmp_path: Path) -> None:
    file = write_docx(
        tmp_path / "help.docx",
        ("Title", "Repairs"),
        ("Normal", "We repair what we sell."),
        ("Heading 1", "Do you repair zips?"),
        ("Normal", "Yes:"),
        ("List Bullet", "tents"),
        ("List Bullet", "bags"),
        rows=[("Zip", "$15"), ("Pole", "$9")],
    )
    assert answers(read_one(file)) == {
        "Repairs": "We repair what we sell.",
        "Do you repair zips?": "Yes:\n\n- tents\n- bags\n- Zip: $15\n- Pole: $9",
    }


def test_a_pdf_is_read_without_its_running_titles_and_cut_at_its_questions(tmp_path: Path) -> None:
    running = ["Tarn & Thistle help"]
    pages = [
        [*running, "Do you repair zips?", "Yes, we do that in our own work-", "shop, from $15.", "1"],
        [*running, "It takes two weeks at most, and we", "write to you before.", "Can I visit you?", "2 of 3"],
        [*running, "Yes:", "• any day", "• from ten", "3"],
    ]
    assert answers(read_one(write_pdf(tmp_path / "help.pdf", *pages, title="Help"))) == {
        "Do you repair zips?": "Yes, we do that in our own workshop, from $15.\n\n"
        "It takes two weeks at most, and we write to you before.",
        "Can I visit you?": "Yes:\n\n- any day\n- from ten",
    }


def test_a_scanned_a_locked_and_a_broken_pdf_say_so(tmp_path: Path) -> None:
    assert "it was scanned; run it through OCR first" in read_one(write_pdf(tmp_path / "scan.pdf", [], [])).broken
    locked = write_pdf(tmp_path / "locked.pdf", ["Some text that nobody may read"], password="hunter2")
    assert "protected by a password" in read_one(locked).broken
    assert "expected a PDF" in read_one(write(tmp_path / "broken.pdf", "%PDF-1.4 and nothing more")).broken
    many = write_pdf(tmp_path / "many.pdf", *[["A line of text that is long enough"]] * 301)
    assert "expected at most 300 pages, found 301" in read_one(many).broken


@pytest.mark.parametrize("name", ["big.pdf", "big.docx", "big.csv", "big.html"])
def test_a_file_of_50_mb_is_refused_before_it_is_read(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with file.open("wb") as output:
        output.truncate(50_000_000)
    most = LARGEST_DOCUMENT if name.endswith(("pdf", "docx")) else LARGEST_TEXT
    assert read_one(file).broken == f"expected at most {most} MB, found 50 MB; split it"


@pytest.mark.parametrize("name", ["bomb.xlsx", "bomb.docx"])
def test_a_zipped_document_that_unpacks_to_far_more_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"\0" * 210_000_000)
    assert "expected at most 200 MB unpacked, found 210 MB" in read_one(tmp_path / name).broken


@pytest.mark.parametrize("name", ["none.xlsx", "none.docx", "none.pdf"])
def test_a_document_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    assert read_one(write(tmp_path / name, "plain text")).broken
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("content.xml", b"<a/>")
    assert "save it anew" in read_one(tmp_path / name).broken


def test_a_folder_is_read_as_a_whole_with_its_languages_and_without_hidden_files(tmp_path: Path) -> None:
    write(tmp_path / "en" / "help" / "zips.md", "# Zips\n\nYes.\n")
    write(tmp_path / "zh" / "help" / "zips.md", "# 拉链\n\n修。\n")
    write(tmp_path / ".git" / "secret.md", "# Secret\n\nNo.\n")
    write(tmp_path / "logo.png", "png")
    found = read(tmp_path)
    assert [each.source for each in found] == ["en/help/zips.md", "logo.png", "zh/help/zips.md"]
    assert [(draft.base, draft.locale) for each in found for draft in each.drafts] == [
        ("help zips", "en"),
        ("help zips", "zh"),
    ]
    assert found[1].left_out == [("", ".png files are not read")]


def test_what_is_not_there_or_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="found nothing there"):
        read(tmp_path / "nowhere")
    with pytest.raises(Unreadable, match="expected files"):
        read(tmp_path)
    assert "expected one of .md" in read_one(write(tmp_path / "logo.png", "png")).broken
