"""Work with many partners is told once with all their names, and deadline by deadline with how many they are."""

import pytest

from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from tests.agreement.random_plan import OFFICE
from tests.offices import written

TIMES = [{"work": f"đợt {month}", "by": f"2027-{month:02}-20"} for month in range(1, 8)]
COUNT = "6 cơ quan, nhóm cơ quan</a>"


@pytest.mark.parametrize(("many", "counted", "named"), [(5, 0, 8), (6, 7, 1)])
def test_names_of_many_partners_do_not_stand_beside_each_deadline(tmp_path, many, counted, named):
    ids = [f"so-{at}" for at in range(many)]
    bodies = [{"id": id_, "name": f"Sở {id_}", "level": "province", "locality": "tinh-a"} for id_ in ids]
    agencies = {**OFFICE["agencies"], "agencies": [*OFFICE["agencies"]["agencies"], *bodies]}
    task = {"id": "viec", "text": "Rà soát", "assignment": {"lead": "so-b", "coordinating": ids, "deadlines": TIMES}}
    plan = {"outline": [{"id": "nv", "heading": "NHIỆM VỤ", "tasks": [task]}]}
    root = written(tmp_path, plan, **{**OFFICE, "agencies": agencies})
    made = edition(read_sources(root), made_at(root))

    sizes = {path: len(content) for path, content in feed_files(made).items()}
    page = page_texts(Site(made, sizes))[Address.AGENCY.path(agency="so-b")]

    assert (page.count(COUNT), page.count(f"Sở {ids[-1]}")) == (counted, named)
