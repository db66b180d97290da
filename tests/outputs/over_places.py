"""What is made over all places of some summaries, without a build."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from planbook.outputs.edition import Edition
from planbook.outputs.kept_values import KeptValues
from planbook.outputs.pages.country import Country
from planbook.outputs.place_aspects import aspects_of
from planbook.outputs.shards.columns import PlaceColumns, columns_of
from planbook.outputs.shards.country_outputs import CountryOutput, country_outputs
from planbook.views.summary import Summary


@dataclass(frozen=True)
class OverPlaces:
    """Places by their folders, with the scripts of their calendars; no part has a page of `summed` agencies."""

    edition: Edition
    summaries: Mapping[str, Summary]
    scripts: Mapping[str, str] = field(default_factory=dict)
    summed: frozenset[str] = frozenset()

    @cached_property
    def values(self) -> dict[str, dict[str, str]]:
        """The aspects of each part."""
        empty = '{"texts": [], "plans": [], "rows": []}'
        return {
            folder.rstrip("/"): aspects_of(summary, self.scripts.get(folder, empty), ())
            for folder, summary in self.summaries.items()
        }

    @cached_property
    def columns(self) -> PlaceColumns:
        """The aspects of all."""
        return columns_of(self.values)

    @cached_property
    def outputs(self) -> dict[str, CountryOutput]:
        """The outputs over all places by their names."""
        return {output.name: output for output in country_outputs(self.columns.aspects)}

    def country(self, name: str) -> Country:
        """The places as far as an output is made of them."""
        return Country(self.edition, self.columns, KeptValues(), self.summed, self.outputs[name].aspects)

    @property
    def joint(self) -> dict[str, tuple[str, ...]]:
        """The agencies of several places, with the folders of these."""
        return self.country("agencies").joint

    def texts(self) -> dict[str, str]:
        """The text of each page."""
        made = (output.texts(self.country(name)) for name, output in self.outputs.items() if output.texts)
        return {path: text for own in made for path, text in own.items()}

    def files(self) -> dict[str, bytes]:
        """The other files."""
        made = (output.files(self.country(name)) for name, output in self.outputs.items() if output.files)
        return {path: content for own in made for path, content in own.items()}
