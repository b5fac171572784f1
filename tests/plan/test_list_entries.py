"""Entries of a list that have no page of their own, from tables and lists: shown, sorted, explained."""

from __future__ import annotations

import csv
import io

import pytest
from msgspec.structs import astuple
from reading import hrefs, soup, words

from sitegen import entries
from tests.conftest import Project

TABLE = """\
title,description,purpose,link,cost,licence,privacy
Signal,"Chat, in private",messages,https://signal.org,none,open,yours
CiviCRM,People and gifts,list,https://civicrm.org,little,open,yours
Paper,A sheet on a wall,list,,none,,
"""


@pytest.fixture
def shed(project: Project) -> Project:
    """A site with a section of tools, which has one page."""
    project.page("tools/index.md", "Take one.", title="Tools", description="T.")
    return project.page("tools/umap.md", "A map.", title="uMap", description="Maps.",
                        purpose="maps", link="https://umap.example", cost="none")  # fmt: skip


def table(project: Project, text: str | bytes, name: str = "tools/directory.csv") -> Project:
    return project.write(f"content/{name}", text)


def test_rows_stand_among_the_pages_in_one_order_with_the_same_facts(shed: Project) -> None:
    table(shed, TABLE).build()
    assert ["field-missing"] == shed.codes()  # Paper has no link
    page = soup(shed, "tools/index.html")
    assert ["CiviCRM", "Paper", "Signal", "uMap"] == words(page, ".card-title")
    assert ["For: Lists of people", "Cost: A little", "Licence: Open source"] == words(
        page.select(".card")[0], ".card-facts li"
    )
    assert "Chat, in private" in words(page, ".card-text")


def test_a_row_leads_where_its_link_says_and_has_no_page(shed: Project) -> None:
    table(shed, TABLE).build()
    page = soup(shed, "tools/index.html")
    assert ["https://civicrm.org", "https://signal.org", "../tools/umap/index.html"] == hrefs(
        page, ".card-title a"
    )
    assert not shed.has("tools/signal/index.html")
    assert "signal" not in shed.out("sitemap.xml")
    assert not shed.has("tools/directory.csv")


def test_rows_narrow_with_the_pages(shed: Project) -> None:
    table(shed, TABLE).build()
    page = soup(shed, "tools/index.html")
    assert {"Nothing (3)", "A little (1)"} <= set(words(page, ".filters a"))
    mark = page.select_one("#cost-none")["class"][0][1:]  # type: ignore[index]
    assert ["Paper", "Signal", "uMap"] == words(page, f".m{mark} .card-title")


def test_a_block_lists_rows_too(shed: Project) -> None:
    table(shed, TABLE).page("pick.md", "::: cards\ntype: tool\nwhere: purpose=list\n:::",
                            title="Pick", description="P.").build()  # fmt: skip
    assert ["CiviCRM", "Paper"] == words(soup(shed, "pick/index.html"), ".card-title")


def test_a_folder_with_nothing_but_a_table_is_a_section(project: Project) -> None:
    table(project, "title,purpose,link\nSignal,messages,https://signal.org\n").built()
    page = soup(project, "tools/index.html")
    assert ["Signal"] == words(page, ".card-title")


def test_a_list_in_yaml_is_the_same(shed: Project) -> None:
    text = '- title: Signal\n  purpose: messages\n  link: "https://signal.org"\n  cost: none\n'
    table(shed, text, "tools/more.yaml").built()
    assert ["Signal", "uMap"] == words(soup(shed, "tools/index.html"), ".card-title")


@pytest.mark.parametrize("data", [
    b"\xef\xbb\xbftitle;purpose;link;cost\r\nSignal;messages;https://signal.org;none\r\n",
    b"sep=;\r\ntitle;purpose;link;cost\r\nSignal;messages;https://signal.org;none\r\n",
    b"title\tpurpose\tlink\tcost\nSignal\tmessages\thttps://signal.org\tnone\n",
    b"Title,Purpose,Where it is,COST,,\nSignal,Messages,https://signal.org,Nothing,,\n,,,,,\n\n,,\n",
    b'"title","purpose","link","cost"\n"Signal","messages","https://signal.org","none"\n',
    b"title,purpose,link,cost\n\nSignal,messages,https://signal.org,none",
], ids=["semicolons", "excel", "tabs", "labels-and-blanks", "quotes", "blank-row"])  # fmt: skip
def test_a_table_is_read_as_spreadsheets_write_it(shed: Project, data: bytes) -> None:
    strings = "fact_link: Where it is\n"
    shed.write("content/strings/en.yaml", strings)
    table(shed, data).built()
    page = soup(shed, "tools/index.html")
    assert ["Signal", "uMap"] == words(page, ".card-title")
    assert "Cost: Nothing" in words(page.select(".card")[0], ".card-facts li")


HEAD = "title,purpose,link,cost\n"


@pytest.mark.parametrize(("text", "code", "place", "says"), [
    (HEAD + "A,list,https://a.example,lots\n", "value-kind", (2, 4), "Row 2, column D"),
    (HEAD + "A,list,https://a.example,litle\n", "value-kind", (2, 4), 'mean "little"'),
    (HEAD + "A,list,https://a.example,none,more,yet\n", "entry-cells", (2, 5), "Row 2 has 6 cells"),
    (HEAD + '\n"A,list,https://a.example,none\nB,list\n', "entry-quotes", (3, 0), "row 3"),
    (HEAD + 'A,"li"st",https://a.example,none\n', "entry-quotes", (2, 0), "twice"),
    ("title,purpose,link,cots\nA,list,https://a.example,none\n", "entry-columns", (1, 4), 'mean "cost"'),
    ("titel,purpose,link\nA,list,https://a.example\n", "entry-columns", (1, 1), '"titel"'),
    ("title,purpose,link,,cost\nA,list,https://a.example,x,none\n", "entry-columns", (1, 4), "Column D has no name"),
    ("title,purpose,Purpose,link\nA,list,list,https://a.example\n", "entry-columns", (1, 3), "Columns B and C"),
    (HEAD + ",list,https://a.example,none\n", "entry-untitled", (2, 1), "Row 2 has no title"),
    (HEAD + "A,,https://a.example,none\n", "field-missing", (2, 0), '"purpose"'),
    (HEAD + "A,list,https://a.example,none\na,list,https://b.example,none\n", "entry-twice", (3, 1), "line 2"),
    (HEAD + "UMAP,list,https://a.example,none\n", "entry-twice", (2, 1), "content/tools/umap.md"),
    (HEAD + "A,list,../nowhere.md,none\n", "link-missing", (2, 3), "nowhere.md"),
    (HEAD + '"two\nlines",list,https://a.example,none\nB,list,https://b.example,lots\n', "value-kind", (4, 4), "Row 3"),
])  # fmt: skip
def test_each_mistake_is_told_with_row_and_column(
    shed: Project, text: str, code: str, place: tuple[int, int], says: str
) -> None:
    table(shed, text).build()
    problem = next(each for each in shed.result.problems if each.code == code)
    assert problem.span is not None
    assert ("content/tools/directory.csv", *place) == astuple(problem.span)
    assert says in f"{problem.message} {problem.hint}"
    assert problem.hint


def test_other_encodings_are_read_and_said(shed: Project) -> None:
    table(shed, (HEAD + "Café,list,https://a.example,none\n").encode("cp1252")).build()
    said = shed.problem("file-encoding").span
    assert said is not None
    assert ("content/tools/directory.csv", 2) == (said.path, said.line)
    assert "Café" in words(soup(shed, "tools/index.html"), ".card-title")


def test_what_is_no_table_of_entries_stays_a_download(shed: Project) -> None:
    table(shed, "Street,Door,Done\nQuay,4,yes\n", "tools/walk.csv")
    table(shed, TABLE, "assets/tools.csv")
    shed.page("get.md", "[Sheet](tools/walk.csv)", title="Get", description="G.").built()
    assert ["uMap"] == words(soup(shed, "tools/index.html"), ".card-title")
    assert shed.has("tools/walk.csv")
    assert shed.has("assets/tools.csv")


@pytest.mark.parametrize(("text", "line"), [("title: A\n", 1), ("- A\n", 1), ("- titel: A\n", 1)])
def test_a_list_of_another_shape_is_explained(shed: Project, text: str, line: int) -> None:
    table(shed, text, "tools/more.yaml").build()
    found = [each for each in shed.result.problems if each.code in ("entry-list", "entry-columns")]
    assert [("content/tools/more.yaml", line)] == [
        (each.span.path, each.span.line) for each in found if each.span
    ]


def test_events_need_pages(shed: Project) -> None:
    table(shed, "title,starts\nSoup,2026-12-03 18:30\n", "events/all.csv").build()
    assert "events/all.csv" in shed.problem("entry-needs-page").span.path  # type: ignore[union-attr]


def test_a_changed_row_reaches_every_page_that_lists_it(shed: Project) -> None:
    table(shed, TABLE).build()
    table(shed, TABLE.replace("CiviCRM", "Baserow")).build()
    assert "Baserow" in words(soup(shed, "tools/index.html"), ".card-title")
    shed.remove("content/tools/directory.csv").built()
    assert ["uMap"] == words(soup(shed, "tools/index.html"), ".card-title")


def test_what_a_writer_of_tables_writes_is_read_back(shed: Project) -> None:
    rows = [["title", "description", "purpose", "link"],
            ['A "quoted" name', "Commas, and\nlines; and more", "list", "https://a.example"]]  # fmt: skip
    for sign in ",;\t":
        out = io.StringIO()
        csv.writer(out, delimiter=sign).writerows(rows)
        table(shed, out.getvalue()).built()
        assert 'A "quoted" name' in words(soup(shed, "tools/index.html"), ".card-title")


def test_columns_are_called_as_in_spreadsheets() -> None:
    assert ["A", "Z", "AA", "AZ", "BA"] == [entries._letter(each) for each in (1, 26, 27, 52, 53)]
