"""A question that a draft asks, and how an office words it."""

from dataclasses import dataclass

from planbook.messages.diagnostics import Text
from planbook.wording.phrases import Phrases
from planbook.wording.wording import Wording


@dataclass(frozen=True)
class QuestionWords:
    """How an office speaks: the fixed words of its plans."""

    phrases: Phrases

    @property
    def year(self) -> str:
        """The word that stands before a year in texts."""
        return self.phrases.say("year", year="").strip()

    @property
    def wording(self) -> Wording:
        """What puts values into these words."""
        return Wording(self.phrases)


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide: what and why, the options, the items that it is about, the agency or document in question.

    `proposal` is what is proposed for the items where that is not to keep them as they are.
    """

    what: Text
    at: tuple[str, ...] = ()
    why: Text | None = None
    options: tuple[str, ...] = ()
    about: str = ""
    proposal: str = ""

    def entry(self, index: int) -> dict[str, object]:
        """The question as a data file holds it, in the language of the plans."""
        fields: dict[str, object] = {"id": f"quyet-dinh-{index}"}
        if self.at:
            fields["at"] = list(self.at)
        if self.about:
            fields["about"] = self.about
        fields["what"] = self.what.in_language("vi")
        if self.why:
            fields["why"] = self.why.in_language("vi")
        if self.options:
            fields["options"] = list(self.options)
        if self.proposal:
            fields["proposal"] = self.proposal
        return fields
