"""Every item of a draft carries its id, through LibreOffice too, with the text that it was given out with."""

import json
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import PLANS, word_drafts
from tests.reading_word import MANIFEST, W, bookmarked, manifest, own_text, part


def draft(project, plan):
    return project / f"site/ke-hoach/{plan}/{plan}.docx"


def printed(project, plan) -> dict:
    return json.loads((project / f"site/ke-hoach/{plan}/{plan}.json").read_text(encoding="utf-8"))["printed"]


def texts(project, plan) -> dict[str, str]:
    """What every item prints without its number, from the open data."""
    view = printed(project, plan)
    found = {
        block["id"]: " ".join(part for part in (block.get("label"), block["text"]) if part) for block in view["body"]
    }
    found |= {f"{plan}--{key}": view[key] for key in ("title", "preamble", "closing")}
    for key, lines in (("basis", view["legal_bases"]), ("recipient", view["recipients"])):
        found |= {f"{plan}--{key}-{at}": line for at, line in enumerate(lines, 1)}
    for appendix in view["appendices"]:
        found[appendix["id"]] = appendix["heading"]
        found |= {appendix["left_out_id"]: appendix["left_out"]} if appendix["left_out"] else {}
        for row in appendix["table"]["rows"]:
            found[row["id"]] = "\t".join(cell["text"] for cell in row["cells"])
    return found


def shared(project, plan) -> dict[str, str]:
    """Items that stand in the paragraph of another one."""
    return {other: block["id"] for block in printed(project, plan)["body"] for other in block.get("also", ())}


def rows(project, plan) -> set[str]:
    return {row["id"] for appendix in printed(project, plan)["appendices"] for row in appendix["table"]["rows"]}


@pytest.mark.parametrize("plan", PLANS)
def test_the_manifest_holds_the_text_of_every_item(project, plan):
    root = manifest(draft(project, plan))
    entries = {entry.get("id"): entry for entry in root if entry.get("id")}
    with_text = {id_: entry.text or "" for id_, entry in entries.items() if entry.get("shared-with") is None}

    assert root.get("document") == plan
    assert with_text == texts(project, plan)
    assert {id_: entry.get("shared-with") for id_, entry in entries.items() if id_ not in with_text} == shared(
        project, plan
    )


@pytest.mark.parametrize("plan", PLANS)
def test_every_item_is_one_inline_control_in_a_bookmark(project, plan):
    document = part(draft(project, plan), "word/document.xml")
    names = {entry.get("id"): entry.get("bookmark") for entry in manifest(draft(project, plan))}
    controls = {}
    for paragraph in document.iter(f"{W}p"):
        inline = paragraph.findall(f"{W}sdt")
        assert len(inline) <= 1
        for control in inline:
            tag, alias = (control.find(f"{W}sdtPr/{W}{key}").get(f"{W}val") for key in ("tag", "alias"))
            before = [node.get(f"{W}name") for node in paragraph if node.tag == f"{W}bookmarkStart"]
            assert tag == alias
            assert names.get(tag, tag) in before
            controls[tag] = own_text(control)

    wanted = {id_: text for id_, text in texts(project, plan).items() if id_ not in rows(project, plan)}
    # Word takes no tag over 64 letters; the bookmark's name stands in for such an id.
    assert controls == {id_ if len(id_) <= 64 else names[id_]: text for id_, text in wanted.items()}


def test_the_lines_of_an_assignment_have_ids_of_their_own(project):
    found = {entry.get("id"): entry.text for entry in manifest(draft(project, "lao-cai-2026"))}

    assert found["dao-tao-nghe-va-viec-lam--lead"] == "Cơ quan chủ trì: Sở Giáo dục và Đào tạo, Sở Nội vụ."
    assert found["dao-tao-nghe-va-viec-lam--coordinating"].startswith("Cơ quan phối hợp: ")
    assert found["dao-tao-nghe-va-viec-lam--deadline"] == "Thời gian hoàn thành: Thường xuyên."


def test_libreoffice_keeps_every_id_with_its_text(project, saved_drafts):
    for before, after in zip(word_drafts(project), saved_drafts, strict=True):
        entries = [entry for entry in manifest(after) if entry.get("id")]
        marked = bookmarked(after)
        told = {entry.get("id"): entry.text for entry in entries}

        assert [ET.tostring(entry) for entry in manifest(after)] == [ET.tostring(entry) for entry in manifest(before)]
        for entry in entries:
            said = told[entry.get("shared-with") or entry.get("id")] or ""
            # The bookmark of a table's row stands in the first cell that says something.
            assert marked[entry.get("bookmark")] == said.lstrip("\t").split("\t")[0], entry.get("id")


def test_libreoffice_drops_the_tags_so_the_bookmark_has_to_carry_the_id(saved_drafts):
    assert not [tag for saved in saved_drafts for tag in part(saved, "word/document.xml").iter(f"{W}tag")]


def test_the_manifest_is_where_word_keeps_custom_parts(project):
    item = part(draft(project, "bac-ha-2022"), "customXml/itemProps1.xml")

    assert item.get("{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID").startswith("{")
    assert manifest(draft(project, "bac-ha-2022")).tag == f"{MANIFEST}manifest"
