"""The local page in real Chromium: by keyboard alone, beside a hostile page in another tab."""

import re
import subprocess
import threading

import pytest
from waitress.server import create_server

from planbook.desk.application import make_desk
from planbook.loading.workspace import load
from planbook.repository.commits import steps
from tests.conftest import ROOT, git
from tests.desk.desk_pages import committed_desk
from tests.desk.desks import retyped
from tests.importing.test_import import PLAN
from tests.word_edits import edited

AXE = "tests/node_modules/axe-core/axe.min.js"
TOKEN = "a-token-that-nobody-guesses"


@pytest.fixture
def house(tmp_path, monkeypatch):
    return committed_desk(tmp_path / "house", monkeypatch)


@pytest.fixture
def address(house, tmp_path):
    (tmp_path / "dropped").mkdir()
    application = make_desk(house.root, tmp_path / "dropped", TOKEN)
    server = create_server(application, host="127.0.0.1", port=0, threads=1)
    application.config["HOSTS"] = [f"127.0.0.1:{server.effective_port}"]
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}/{TOKEN}/"
    server.close()


# What covers the middle of the place that has the focus, if anything does.
COVER = """() => {
    const place = document.activeElement, box = place.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return place.matches("input, button, a") && !(top && (place.contains(top) || top.contains(place))) ? place.outerHTML : "";
}"""


def reach(page, words: str) -> None:
    """Press Tab until the button or link with some words has the focus; nothing covers what has it on the way."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(COVER) == ""
        if words in page.evaluate(
            "document.activeElement.matches('button, a') ? document.activeElement.innerText : ''"
        ):
            return
    pytest.fail(f"no key leads to {words}")


def test_a_draft_is_taken_back_and_undone_by_keyboard(house, address, browser, tmp_path):
    path = tmp_path / "Sở C.docx"
    path.write_bytes(
        edited(house.content, retyped("von-mot", "Huy động vốn vay."), retyped("von-hai", "Lồng ghép vốn."))
    )
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on(
        "request",
        lambda request: problems.extend([request.url] if not request.url.startswith((address, "data:")) else []),
    )
    page.goto(address)
    page.locator("input[type=file]").first.set_input_files(path)
    reach(page, "Xem các chỗ sửa")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("returned"))
    page.locator("input[type=checkbox]").nth(0).focus()
    page.keyboard.press("Space")
    reach(page, "Xem trước")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("preview"))
    reach(page, "Lưu vào dữ liệu")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Đã lưu')")
    texts = {
        entry.id: entry.text
        for entry in load(house.root / "data")[0].plans["thu"].walk()
        if hasattr(entry, "text") and hasattr(entry, "id")
    }
    assert texts["von-mot"] != "Huy động vốn vay."
    assert texts["von-hai"] == "Lồng ghép vốn."

    page.goto(address)
    reach(page, "Hoàn tác")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Đã lưu')")
    assert git(house.root, "diff", "HEAD~2", "--stat") == ""
    assert problems == []
    page.close()


def test_an_old_plan_is_brought_in_and_its_doubts_are_closed_by_keyboard(house, address, browser, tmp_path):
    path = tmp_path / "cu.txt"
    path.write_text(PLAN, "utf-8")
    page = browser.new_context(viewport={"width": 900, "height": 640}).new_page()
    page.goto(address)
    page.locator("input[type=file]").last.set_input_files(path)
    reach(page, "Nhập kế hoạch")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Đã lưu')")
    reach(page, "chỗ nhập còn phải xem")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=done]")
    left, right = page.locator("tr", has_text="Khi trời mát").first.locator("td").all()
    assert left.bounding_box()["x"] < right.bounding_box()["x"]
    page.evaluate((ROOT / AXE).read_text("utf-8"))
    assert page.evaluate("axe.run().then(result => result.violations.map(fault => fault.id))") == []

    boxes = page.locator("input[name=done]")
    count = boxes.count()
    page.keyboard.press("Tab")
    ticked = 0
    for _ in range(2 * count + 20):
        if page.evaluate("document.activeElement.name") == "done":
            page.keyboard.press("Space")
            ticked += 1
        page.keyboard.press("Tab")
        assert page.evaluate(COVER) == ""
        if page.evaluate("document.activeElement.innerText") == "Ghi là đúng":
            break
    assert ticked == count > 5
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Đã lưu')")
    assert page.locator("text=chỗ nhập còn phải xem").count() == 0
    (brought,) = {plan.id for plan in load(house.root / "data")[0].plans.values()} - {"thu"}
    assert load(house.root / "data")[0].plans[brought].todo == ()
    page.close()


def to_preview(page, house, address, folder) -> str:
    """Lead a page to the preview of an edited draft; gives the address of its edits."""
    path = folder / "a.docx"
    path.write_bytes(edited(house.content, retyped("von-mot", "Huy động vốn vay.")))
    page.goto(address)
    page.locator("input[type=file]").first.set_input_files(path)
    page.click("text=Xem các chỗ sửa")
    page.wait_for_url(re.compile("returned"))
    edits = page.url
    page.click("text=Xem trước")
    page.wait_for_url(re.compile("preview"))
    return edits


def test_its_pages_fit_and_can_be_read_by_everybody(house, address, browser, tmp_path):
    page = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    shown = to_preview(page, house, address, tmp_path)
    for address_ in ("", address, shown, f"{address}plan/thu"):
        if address_:
            page.goto(address_)
        page.evaluate((ROOT / AXE).read_text("utf-8"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, address_
            faults = page.evaluate(
                "axe.run().then(result => result.violations.map(fault => `${fault.id}: ${fault.nodes[0].html}`))"
            )
            assert faults == [], (address_, scheme)
    page.close()


def test_paper_shows_what_is_folded_on_the_screen(house, address, browser, tmp_path):
    page = browser.new_page()
    to_preview(page, house, address, tmp_path)
    last = page.locator("article.plan p").last
    assert not last.is_visible()
    (tmp_path / "a.pdf").write_bytes(page.pdf())
    command = ["pdftotext", tmp_path / "a.pdf", "-"]
    printed = "".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert "".join(last.text_content().split()) in printed
    assert "Lưuvàodữliệu" not in printed
    page.close()


def test_a_hostile_page_in_another_tab_reaches_nothing(house, address, browser, serve, tmp_path):
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "index.html").write_text(
        f"""<form method="post" action="{address}rollover" target="inner"><input name="plan" value="thu"><input name="year" value="2029"></form>
        <iframe name="inner"></iframe><iframe src="{address}"></iframe><img src="{address}desk.css">""",
        "utf-8",
    )
    before = git(house.root, "rev-parse", "HEAD")
    page = browser.new_context().new_page()
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if answer.url.startswith(address) else None)
    page.goto(serve(folder))  # it even knows the address
    with page.expect_response(re.compile("rollover")):
        page.evaluate("document.forms[0].submit()")
    fetched = page.evaluate("address => fetch(address).then(answer => answer.text()).catch(() => 'refused')", address)
    assert fetched == "refused"
    assert set(answers) <= {403}
    assert answers
    assert git(house.root, "rev-parse", "HEAD") == before
    assert git(house.root, "status", "--porcelain") == ""
    assert steps(house.root) == []
    page.close()
