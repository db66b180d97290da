"""What the tests of the register do on its page: choose, read the rows, take a file."""

import re
from pathlib import Path

ROWS = "table.filtered tbody tr:not(.group)"
SHOWN = f"{ROWS}:not([hidden])"
# Everything that a reader of the page could count for themselves, select by select and option by option.
COUNTS = """() => [...document.querySelectorAll('form.filters select:not([name=xep])')].flatMap((select) =>
    [...select.options].filter((option) => option.value && !option.disabled).map((option) => {
        const said = Number(option.text.match(/\\((\\d+)\\)$/)[1]);
        const before = select.value;
        const change = (value) => { select.value = value; select.dispatchEvent(new Event('input', { bubbles: true })); };
        change(option.value);
        const outcome = parseInt(document.querySelector('.outcome').textContent);
        const rows = document.querySelectorAll('table.filtered tbody tr:not(.group):not([hidden])').length;
        change(before);
        return [select.name, option.value, said, outcome, rows];
    }))"""


def choose(tab, label: str, words: str) -> None:
    """Choose the option that begins with some words, as a person reads them."""
    field = tab.get_by_label(label, exact=True)
    value = field.locator("option", has_text=re.compile(f"^{re.escape(words)}( \\(|$)")).get_attribute("value")
    field.select_option(value)


def found(tab) -> list[str]:
    """The tasks that are shown, as plan#task, in their order; what else is charged to agencies stands behind them."""
    links = tab.locator(
        f"{SHOWN}:not([data-loai=target], [data-loai=duty], [data-loai=report]) a[href*='#']"
    ).evaluate_all("links => links.map((link) => link.href)")
    return [re.sub(r"^.*/ke-hoach/([^/]+)/(?:index.html)?#", r"\1#", link) for link in links]


def told(rows) -> set[str]:
    return {f"{row['plan']}#{row['task']}" for row in rows}


def downloaded(tab, words: str) -> Path:
    with tab.expect_download() as download:
        tab.get_by_role("button", name=words).click()
    return Path(download.value.path()).rename(Path(download.value.path()).with_name(download.value.suggested_filename))


def known_as(data, plan: str, agency: str) -> set[str]:
    """An agency, and the groups that it belongs to under a plan."""
    groups = {row["group"] for row in data["members"] if (row["plan"], row["agency"]) == (plan, agency)}
    return {agency, *groups}
