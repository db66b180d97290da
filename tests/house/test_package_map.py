"""The map of the packages on the page for developers: made from the imports, and read by people who do not see it."""

from xml.etree import ElementTree as ET

from planbook.outputs.package_map import built_on, imports, package_map
from tests.conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"


def program(folder, **texts):
    for name, text in texts.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(text, encoding="utf-8")
    return folder


def test_a_package_is_drawn_above_those_that_it_imports_and_only_the_needed_lines_are(tmp_path):
    folder = program(
        tmp_path,
        top="from planbook.middle.inner import some\nfrom planbook.bottom import thing\nimport os\n",
        middle="def late():\n    from planbook import bottom, other\n",
        bottom="",
        other="",
    )
    graph = imports(folder)

    assert graph["top"] == {"middle", "bottom"}
    assert built_on(graph, "top") == {"middle"}
    drawing = ET.fromstring(package_map(folder))
    heights = {text.text: float(text.get("y")) for text in drawing.iter(f"{SVG}text")}
    assert heights["top"] < heights["middle"] < heights["bottom"] == heights["other"]
    assert len(list(drawing.iter(f"{SVG}path"))) == 3


def test_the_map_of_the_program_holds_every_package_and_says_in_words_what_it_draws():
    drawing = ET.fromstring(package_map())
    words = drawing.find(f"{SVG}desc").text
    packages = {path.parent.name for path in (ROOT / "planbook").glob("*/__init__.py")} | {"cli"}

    assert {text.text for text in drawing.iter(f"{SVG}text")} == packages
    assert drawing.get("aria-labelledby") == "title words"
    assert "outputs on checks, render;" in words
    assert package_map() == package_map()
