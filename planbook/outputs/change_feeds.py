"""What changed in a plan, or for an agency, and what came of it, as feeds (Atom, RFC 4287) tell it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import NAMESPACE_URL, uuid5

from planbook.changes.lately import ChangeSet, Reach
from planbook.outputs.edition import Edition
from planbook.repository.revisions import VIETNAM
from planbook.views.addresses import Address
from planbook.wording.blocks import capital


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What one commit changed, with a name (`urn`) and a time that every build gives it."""

    urn: str
    updated: str
    edit: ChangeSet


@dataclass(frozen=True, slots=True)
class ResultEntry:
    """What became known of a plan, or of what an agency leads in it, with a period: in short, and line by line."""

    urn: str
    updated: str
    plan: str
    period: str
    address: str
    until: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """The changes of a plan, or those that touch an agency, with the addresses of the feed and of the page about it."""

    urn: str
    about: str
    author: str
    path: str
    page: str
    updated: str
    entries: tuple[FeedEntry, ...]
    results: tuple[ResultEntry, ...]
    reach: Reach


def feeds_of_plans(edition: Edition) -> Iterator[tuple[Mapping[str, object], Feed]]:
    """The feed of each plan."""
    agencies = edition.workspace.agencies
    of_plans: dict[str, list[ChangeSet]] = {}
    for edit in edition.changes.sets:
        of_plans.setdefault(edit.plan, []).append(edit)
    for plan in edition.workspace.plans.values():
        author = capital(agencies[plan.issuer].called)
        path, page = Address.PLAN_FEED.path(plan=plan.id), Address.CHANGES.link(plan=plan.id)
        title, edits = edition.views[plan.id].short_title, of_plans.get(plan.id, [])
        yield (
            {"plan": plan.id},
            _feed(edition, title, author, path, page, edits, _results(edition, path, plan.id), [plan.id]),
        )


def feeds_of_agencies(edition: Edition) -> Iterator[tuple[Mapping[str, object], Feed]]:
    """The feed of each agency that a plan names, or that has the work of one."""
    author = edition.workspace.office.owner or edition.workspace.office.site_name or ""
    for agency, view in edition.agencies.items():
        if (sets := edition.changes_of_agencies.get(agency, [])) or view.is_named:
            page = Address.AGENCY.link(agency=agency) if view.is_named else Address.AGENCIES.link(edition.folder)
            path = Address.AGENCY_FEED.path(agency=agency)
            results = (entry for plan in view.plans for entry in _results(edition, path, plan, agency))
            feed = _feed(edition, view.title, author, path, page, sets, results, view.plans)
            yield {"agency": agency}, replace(feed, reach=edition.changes.reach_of_all)


def _results(edition: Edition, path: str, plan: str, agency: str = "") -> Iterator[ResultEntry]:
    """The periods of a plan with results, the latest first; for an agency those that tell of what it has."""
    periods = edition.workspace.results.get(plan, ())
    pairs = zip(periods, edition.progress_by_period[plan].items(), strict=True)
    for results, (period, progress) in reversed([*pairs]):
        if lines := tuple(edition.result_lines(progress, agency)):
            days = [results.as_of, *filter(None, [results.date, *(entry.date for entry in results.amendments)])]
            updated = datetime.combine(max(day.first for day in days), time(), VIETNAM).isoformat()
            address = Address.RESULTS_OF_PERIOD.link(plan=plan, period=period)
            urn = _urn(f"{path}#{plan}@{period}")
            yield ResultEntry(urn, updated, plan, progress.period, address, progress.until, lines)


def _feed(
    edition: Edition,
    about: str,
    author: str,
    path: str,
    page: str,
    sets: list[ChangeSet],
    results: Iterable[ResultEntry],
    plans: Iterable[str],
) -> Feed:
    entries = tuple(
        FeedEntry(_urn(f"{path}#{edit.plan}@{edit.commit.name}"), edit.commit.moment.isoformat(), edit) for edit in sets
    )
    periods = tuple(results)
    times = [*(entry.updated for entry in entries), *(entry.updated for entry in periods)]
    of_data = max(map(edition.time, plans), default=edition.time())  # every feed has a time
    updated = max(map(datetime.fromisoformat, times), default=of_data).isoformat()
    return Feed(_urn(path), about, author, path, page, updated, entries, periods, edition.changes.reach)


def empty_feed(edition: Edition, agency: str, name: str, updated: str, reach: Reach) -> Feed:
    """The feed of an agency of many places, whose entries come from these and reach so far back."""
    author = edition.workspace.office.owner or edition.workspace.office.site_name or ""
    path, page = Address.AGENCY_FEED.path(agency=agency), Address.AGENCY.link(agency=agency)
    return Feed(_urn(path), name, author, path, page, updated, (), (), reach)


def _urn(name: str) -> str:
    """A name that stays the same wherever and whenever the site is built."""
    return uuid5(NAMESPACE_URL, f"planbook:{name}").urn


def feed_file(edition: Edition, feed: Feed, part: tuple[int, int] | None = None) -> bytes:
    """A feed as Atom; of very many entries it says how many of how many are in it: `part` of all."""
    return edition.templates.render(
        "site/feed.xml",
        page_path=feed.path,
        feed=feed,
        site_url=edition.site_url,
        views=edition.views,
        part=part,
        words=edition.phrases,
    ).encode()
