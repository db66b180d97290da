"""Old plans of invented offices as texts, imported: what tests of single values say below the head of such a plan."""

from pathlib import Path

from planbook.importing.fields.setting import read_import_state
from planbook.importing.plan_drafts import ImportOptions, draft_of_file

PROVINCE = ("ỦY BAN NHÂN DÂN TỈNH SƠN LA", "45/KH-UBND", "TRÊN ĐỊA BÀN TỈNH SƠN LA")
COMMUNE = ("ỦY BAN NHÂN DÂN XÃ MƯỜNG BÚ", "45/KH-UBND", "TRÊN ĐỊA BÀN XÃ MƯỜNG BÚ")
MINISTRY = ("BỘ Y TẾ", "45/KH-BYT", "CỦA NGÀNH Y TẾ")
OFFICES = [PROVINCE, COMMUNE, MINISTRY]
OWN = "place: tinh-son-la\n"


def drafts_in(folder):
    """What imports a plan of an office that says this below its head."""

    def imported(body, office=PROVINCE, ending="", preamble="như sau:", notes="", place="tinh-son-la", **registers):
        issuer, number, title = office
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data/office.yaml").write_text(OWN, encoding="utf-8")
        for name, text in registers.items():
            (folder / f"data/{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
        text = (
            f"|\n**{issuer}**\n|\n**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** Độc lập - Tự do - Hạnh phúc\n|\n|\nSố: {number}\n|\n"
            f"*Sơn La, ngày 12 tháng 11 năm 2025*\n|\n**KẾ HOẠCH**\nPHÒNG CHÁY NĂM 2026 {title}\n"
            f"Ủy ban ban hành Kế hoạch năm 2026 {preamble}\n{body}\n"
            f"|\nNơi nhận: - Như trên;{ending} - Lưu: VT.\n|\n**CHỦ TỊCH** **Nguyễn Văn An**\n||\n{notes}"
        )
        path = Path(folder / "cu.txt")
        path.write_text(text, encoding="utf-8")
        options = ImportOptions(plan_id="phong-chay-2026", jurisdiction=place)
        return draft_of_file(read_import_state(folder), path, options)

    return imported


def plan_of(draft):
    return draft.workspace.plans[draft.name]


def certainty(draft, path):
    return [value.certainty for value in draft.plan.notes.values if value.path == path]


def names(draft, ids):
    return [draft.workspace.agencies[id_].name for id_ in ids]
