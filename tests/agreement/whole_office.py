"""An office with one entry of every model that has all of its texts."""

from typing import Any

from tests.offices import PLAN

MENTION = "{agency:so-b}"
NAME = "Sở Bình"

# One entry of every model with all of its texts.
REGISTERS: dict[str, Any] = {
    "localities": {
        "localities": [{"id": "tinh-a", "name": "tỉnh A", "level": "province", "code": "01", "note": "ghi chú"}]
    },
    "agencies": {
        "agencies": [
            {
                "id": "ubnd-tinh-a",
                "name": "Ủy ban nhân dân tỉnh",
                "full_name": "Ủy ban nhân dân tỉnh A",
                "short_name": "UBND tỉnh",
                "code": "H01",
                "code_source": "nguồn",
                "superior": "TRUNG ƯƠNG",
                "level": "province",
                "locality": "tinh-a",
            },
            {
                "id": "so-b",
                "name": NAME,
                "level": "province",
                "locality": "tinh-a",
                "aliases": ["Sở Bình B"],
                "note": "n",
            },
            {"id": "so-c", "name": "Sở Cao", "level": "province", "locality": "tinh-a"},
        ],
        "groups": [
            {
                "id": "cac-so",
                "name": "các sở",
                "full_name": "các sở, ngành",
                "short_name": "CS",
                "aliases": ["những sở"],
                "level": "province",
                "locality": "tinh-a",
                "member_rule": {"level": "province", "kinds": ["Sở"]},
                "note": "nhóm",
            }
        ],
    },
    "agency-changes": {
        "changes": [
            {
                "id": "doi-ten",
                "kind": "rename",
                "date": "2026-01-01",
                "original": "so-c",
                "former": {"name": "Sở Cũ", "full_name": "Sở Cũ tỉnh A", "short_name": "SC"},
                "functions": [{"function": "giảm nghèo", "words": ["xóa nghèo"], "to": "so-b"}],
                "note": "đổi tên",
            }
        ]
    },
    "legal-documents": {
        "types": [
            {"id": "ke-hoach", "name": "Kế hoạch", "code": "KH"},
            {"id": "luat", "name": "Luật", "cited_by_title": "true"},
        ],
        "documents": [
            {
                "id": "kh-1",
                "type": "ke-hoach",
                "number": "1/KH-UBND",
                "date": "2026-01-02",
                "issuer": "ubnd-tinh-a",
                "title": "về giảm nghèo",
                "note": "n",
            },
            {"id": "luat-a", "type": "luat", "date": "2026-01-02", "title": "sửa đổi {document:kh-1|dated}"},
        ],
    },
    "indicators": {
        "standards": [{"id": "chuan", "name": "chuẩn nghèo", "period": "2026-2030"}],
        "indicators": [{"id": "ty-le", "name": "Tỷ lệ", "unit": "%", "direction": "down", "standard": "chuan"}],
    },
    "programmes": {
        "programmes": [
            {
                "id": "ct",
                "name": "Chương trình",
                "short_name": "CT",
                "period": "2026-2030",
                "projects": [
                    {
                        "id": "da-1",
                        "number": "1",
                        "name": "Nhà ở",
                        "projects": [{"id": "tda-1", "number": "1", "name": "Nhà"}],
                    }
                ],
            }
        ]
    },
    "funding-sources": {"sources": [{"id": "nsnn", "name": "ngân sách nhà nước", "kind": "source"}]},
}
FIGURE = {"id": "con-so", "value": "5", "unit": "xã"}
BUDGET = {
    "id": "tien",
    "heading": "Tổng vốn",
    "unit": "trieu",
    "total": "unallocated",
    "note": "chờ giao vốn",
    "lines": [{"id": "dong", "source_of_funds": "nsnn", "amount": "1.000", "note": "đợt 1"}],
}
STATEMENT = {
    "id": "nd-1",
    "heading": "Nội dung",
    "text": "Làm",
    "deadlines": [{"id": "h-1", "work": "rà soát", "before": "2027-04-10"}],
    "items": [{"id": "nd-2", "text": "Nhỏ"}],
}
RICH: dict[str, Any] = {
    **PLAN,
    "title": "Kế hoạch thử",
    "subject": "Giảm nghèo",
    "document_type": "Kế hoạch",
    "appendices": [
        {
            "id": "bang",
            "title": "BẢNG",
            "note": "Đơn vị: hộ",
            "columns": [{"key": "xa", "heading": "Xã"}],
            "rows": [{"id": "xa-a", "cells": ["Xã A"]}],
        },
        {"id": "tep", "title": "TỆP", "file": "tep.pdf"},
        {"id": "bang-viec", "made": "tasks"},
    ],
    "number": "7/KH-UBND",
    "date": "2027-01-15",
    "programmes": ["ct"],
    "legal_bases": [{"document": "kh-1", "role": "implements"}, {"document": "luat-a", "role": "basis"}],
    "recipients": [{"text": "Như trên"}],
    "signatory": {"acting_for": "Chủ tịch", "body": "Ban Thường vụ", "title": "Phó Chủ tịch", "name": "A"},
    "as_printed": [{"id": "sai", "at": "viec", "what": "title", "printed": "chữ sai"}],
    "todo": [{"id": "chon", "at": "viec", "what": "chọn", "why": "chưa rõ", "options": ["một", "hai"]}],
    "amendments": [{"number": "9/KH-UBND", "date": "2027-02-01", "reason": "điều chỉnh", "seal": "0"}],
    "seal": "0",
    "outline": [
        {
            "id": "muc-dich",
            "heading": "MỤC ĐÍCH",
            "intro": "Mở",
            "purposes": [STATEMENT],
            "attachments": [{"id": "bieu", "label": "Biểu 1"}],
        },
        {
            "id": "muc-tieu",
            "heading": "MỤC TIÊU",
            "targets": [
                {
                    "id": "dat",
                    "text": "Đạt {value} ở {figure:con-so}",
                    "value": "3",
                    "unit": "%",
                    "indicator": "ty-le",
                    "baseline": "9",
                    "baseline_source": "báo cáo",
                    "scope": "toàn tỉnh",
                    "figures": [FIGURE],
                }
            ],
        },
        {
            "id": "nhiem-vu",
            "heading": "NHIỆM VỤ",
            "task_groups": [
                {
                    "id": "nhom",
                    "heading": "Nhóm",
                    "text": "Chung",
                    "budget": BUDGET,
                    "tasks": [
                        {
                            "id": "viec",
                            "heading": "Rà soát",
                            "text": "Rà soát hộ",
                            "result": "Báo cáo",
                            "continues": ["truoc/viec-truoc"],
                            "measures": [{"id": "bp", "text": "Biện pháp"}],
                            "assignment": {
                                "lead": [{"agency": "so-b", "remark": "chủ trì"}],
                                "duty": "tổ chức",
                                "deadlines": [
                                    {"work": "xong", "by": "2027-06-30"},
                                    {"work": "theo dõi", "until_event": "có văn bản mới"},
                                    {"work": "nhân rộng", "text": "theo lộ trình", "reason": "chưa có lộ trình"},
                                ],
                            },
                        }
                    ],
                },
                {
                    "id": "du-an",
                    "project": "da-1",
                    "tasks": [{"id": "tieu", "project": "tda-1", "text": "Nhà", "short_text": "Nhà ở"}],
                },
            ],
        },
        {
            "id": "to-chuc",
            "heading": "TỔ CHỨC",
            "sections": [
                {
                    "id": "phan",
                    "heading": "Phân công",
                    "duties": [
                        {"id": "tn", "agencies": "so-b", "text": "Làm", "items": [{"id": "tn-1", "text": "Việc"}]}
                    ],
                },
                {
                    "id": "bao-cao",
                    "heading": "Báo cáo",
                    "reporting": [
                        {
                            "id": "bc",
                            "agencies": "so-b",
                            "role": "đầu mối",
                            "to": "ubnd-tinh-a",
                            "every": "quarter",
                            "text": "Báo cáo",
                        }
                    ],
                },
            ],
        },
    ],
}
EARLIER = {
    **PLAN,
    "id": "truoc",
    "period": "2026",
    "short_title": "Trước",
    "outline": [{"id": "nv", "heading": "NHIỆM VỤ", "tasks": [{"id": "viec-truoc", "text": "Rà soát"}]}],
}
Place = tuple[str | int, ...]
