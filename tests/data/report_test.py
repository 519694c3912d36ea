"""Reports as the programs of their forms read them, against the figures that --json gives."""
import json
import os
import pathlib
import re
import subprocess

import openpyxl
import pytest

BMO = os.environ["BMO"]
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HARBOR = ROOT / "examples/harbor"


def report(out, *arguments):
    return subprocess.run([BMO, "report", HARBOR / "batches", "--config", HARBOR / "bmo.toml", "--title", "Harbor",
                           "--out", out, "--quiet", *arguments], capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def answer(folder):
    report(folder / "report.json")
    return json.loads((folder / "report.json").read_text())


@pytest.fixture(scope="module")
def book(folder):
    report(folder / "report.xlsx")
    return openpyxl.load_workbook(folder / "report.xlsx")


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_workbook_has_a_sheet_for_each_chapter(book, answer):
    assert book.sheetnames == ["summary"] + [chapter["id"] for chapter in answer["chapters"]]


def test_figures_of_the_workbook_are_numbers_and_those_of_json(book, answer):
    for chapter in answer["chapters"]:
        told = {row[6]: row for row in rows(book[chapter["id"]]) if len(row) > 6 and row[6]}
        for figure in chapter["figures"]:
            row = told[figure["id"]]
            assert row[0] == figure["title"]
            assert row[5] == figure["rests_on"]
            if figure["value"] is None:
                assert row[1] is None
                continue
            assert isinstance(row[1], (int, float))
            assert row[1] == pytest.approx(figure["value"], rel=1e-14, abs=0)
            wanted = pytest.approx(figure["interval"], rel=1e-14) if "interval" in figure else [None, None]
            assert row[3:5] == wanted


def test_tables_of_the_workbook_are_those_of_json(book, answer):
    for chapter in answer["chapters"]:
        sheet = rows(book[chapter["id"]])
        for table in chapter["tables"]:
            at = next(i for i, row in enumerate(sheet) if row[0] == table["title"] and
                      sheet[i + 1][:len(table["columns"])] == table["columns"])
            for offset, cells in enumerate(table["rows"]):
                seen = sheet[at + 2 + offset][:len(cells)]
                assert seen == [cell if isinstance(cell, str) or cell is None else
                                pytest.approx(cell, rel=1e-14, abs=1e-300) for cell in cells]


def test_the_workbook_draws_what_the_page_draws(book, answer):
    for chapter in answer["chapters"]:
        drawn = sum({"ewma", "limit"} <= set(table["columns"]) for table in chapter["tables"])
        charts = [type(chart).__name__ for chart in book[chapter["id"]]._charts]
        assert charts.count("LineChart") == drawn
    assert {"BarChart", "LineChart"} <= {type(c).__name__ for sheet in book for c in sheet._charts}


def test_a_workbook_holds_no_formula(book):
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}


def without_space(text):
    return "".join(text.split())


@pytest.fixture(scope="module")
def pdf(folder):
    report(folder / "report.pdf")
    return folder / "report.pdf"


def test_the_pages_hold_every_cell_that_markdown_has(pdf, folder):
    text = without_space(subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True,
                                        check=True).stdout)
    report(folder / "report.md")
    lines = (folder / "report.md").read_text().splitlines()
    cells = [cell for line in lines if line.startswith("| ") for cell in line.strip("|").split(" | ")]
    assert len(cells) > 500
    plain = (without_space(re.sub(r"\\(.)", r"\1", cell).replace("&lt;", "<")) for cell in cells)
    assert [cell for cell in plain if cell not in text] == []


def test_contents_and_side_bar_lead_to_each_chapter(pdf, answer):
    goals = subprocess.run(["pdfinfo", "-dests", pdf], capture_output=True, text=True, check=True).stdout
    # The advice may fill the first page, so that the contents stand on the second.
    first = subprocess.run(["pdftotext", "-layout", "-l", "2", pdf, "-"], capture_output=True, text=True,
                           check=True).stdout
    for chapter in answer["chapters"]:
        page = next(line.split()[0] for line in goals.splitlines() if f'"chapter-{chapter["id"]}"' in line)
        assert re.search(rf"(^|  ){re.escape(chapter['title'])}  +{page}( |$)", first, re.M), chapter["title"]
    assert pdf.read_bytes().count(b"/Outlines") > 0


def test_fonts_of_the_pages_are_embedded(pdf):
    said = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert said
    assert all(line.split()[-5] == "yes" for line in said)


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_the_bytes_are_the_same_on_another_day(folder, form):
    for name in ("first", "second"):
        report(folder / name, "--form", form)
    assert (folder / "first").read_bytes() == (folder / "second").read_bytes()


def test_a_form_that_is_named_goes_before_the_ending(folder):
    report(folder / "page.csv", "--form", "html")
    assert (folder / "page.csv").read_text().startswith("<!doctype html>")
