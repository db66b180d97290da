"""Who does a task, with whom, by when and with what result: lines with labels, cells of a table, sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from planbook.importing.fields.bodies import BodyReader
from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.importing.fields.texts import LIST_MARK
from planbook.importing.outline.parts import OutlineItem
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Text
from planbook.model.period import Deadline
from planbook.reading.edits import plain
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.times import read_deadline, read_deadlines
from planbook.reading.typed_lines import LABELLED_FIELDS, worded
from planbook.reading.words import alternatives, begins_with
from planbook.text.comparing import cleaned_line

# A line about money stays words: as the result of a task a sum would be in no sum, and of two lines one would be the other's.
ASSIGNING_LABELS = {label: field for label, field in LABELLED_FIELDS.items() if field != "budget"}
_LISTED = Text("several times stand in one line; each is a time of its own, or they are one span")
_COUNT = re.compile(r"\A(?:\d|[IVX]{1,8}\Z)")
_COUNTED = re.compile(r"\b(?:IV|I{1,3}|\d{1,2})\b", re.IGNORECASE)
_LABEL_ENDS = 70  # letters up to the colon of a label


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """A line about a task: the field that it fills, what it says, where."""

    field: str
    value: str
    origin: ValueOrigin


@dataclass(frozen=True)
class AssignedWork:
    """Paragraphs of work with the lines that say who does them."""

    contents: list[OutlineItem] = field(default_factory=list)
    lines: list[AssignmentLine] = field(default_factory=list)


class AssignmentReader:
    """Reads assignments of one plan."""

    def __init__(self, setting: ImportSetting, notes: ImportNotes, bodies: BodyReader) -> None:
        self.setting, self.notes, self.bodies = setting, notes, bodies
        self.sentences, self.lines = 0, 0  # how many tasks say in each way who does them
        words = setting.words
        labels = [word for phrase in ASSIGNING_LABELS for word in setting.context.reading.words(phrase)]
        self._inline = re.compile(rf"[.;(]\s*(?={alternatives(labels)}[^:.;]{{0,12}}:)", re.IGNORECASE)
        leads, partners = alternatives(words.leads), alternatives(words.leads_with)
        self._sentence = re.compile(rf"(?P<lead>[^.;:]{{3,160}}?) (?:{leads})(?:,)? (?:(?P<with>{partners}) )?")
        self._next_body = re.compile(rf";\s+(?=(?:(?i:{alternatives(words.bodies)}))(?!\w))")
        self._in_year = re.compile(rf"(?<!\w)(?:{alternatives(words.in_year)})\Z", re.IGNORECASE)
        self._goes_on = re.compile(rf",? (?={words.verb_pattern})")
        self._charged = re.compile(rf"(?:{alternatives((*words.charged, *words.requested))}) ", re.IGNORECASE)
        joining = alternatives((",", "-", "\u2013", *words.citing.joining))
        self._times = [
            re.compile(
                rf"(?:\w+ )?(?P<word>{re.escape(word)}) (?P<counts>{count}(?:\s*(?:{joining})\s*(?:{re.escape(word)} )?{count})+)"
                rf"(?:(?: {re.escape(words.citing.year)} ?|\s*[/-]\s*)(?P<year>20\d\d))?",
                re.IGNORECASE,
            )
            for word, count in ((words.citing.quarter, "(?:IV|I{1,3}|[1-4])"), (words.citing.month, r"\d{1,2}"))
        ]
        self._task_label = re.compile(rf"\s*(?:{alternatives(words.task_labels)})\s*:\s*", re.IGNORECASE)

    def is_doer(self, item: OutlineItem) -> bool:
        """Whether an item only says that the lines below it tell who does a task."""
        text = cleaned_line(item.text)
        is_label = bool(item.items) and text.endswith(":") and len(text) < _LABEL_ENDS
        return is_label and begins_with(text, self.setting.words.doers)

    def without_task_label(self, text: str) -> str:
        """The text of a task without the label that stands before it."""
        match = self._task_label.match(text)
        return text[match.end() :] if match else text

    def lines_of(self, item: OutlineItem) -> list[AssignmentLine]:
        """The lines about a task that an item is, alone or with those below it; none where it is work itself."""
        if self.is_doer(item):
            lines = [line for part in item.items for line in self.lines_of(part)]
            if lines:
                return lines
        text = LIST_MARK.sub("", cleaned_line(item.text))
        head, colon, rest = text[: _LABEL_ENDS * 4].partition(":")
        if colon and len(head) <= _LABEL_ENDS and not rest.strip() and item.items:
            text = f"{head}: {'; '.join(cleaned_line(part.text).rstrip('.;') for part in item.items)}"
        elif not colon or len(head) > _LABEL_ENDS or item.items:
            return []
        passages = item.passages
        label, _, sentence = text.partition(":")
        match = self._sentence.match(sentence.strip()) if begins_with(label, self.setting.words.charged) else None
        if match and self.bodies.is_body(match["lead"]):
            return [AssignmentLine("sentence", sentence.strip(), ValueOrigin(passages, text[:300]))]
        labelled = worded(text, self.setting.context)
        if labelled.text or not labelled.lines:
            return []
        passages = (*item.passages, *(number for part in item.items for number in part.passages))
        where = ValueOrigin(passages, text[:300])
        fields = [(ASSIGNING_LABELS.get(name), value) for name, value in labelled.lines]
        if any(name is None for name, _ in fields):
            return []
        return [AssignmentLine(str(name), value, where) for name, value in fields]

    def inline(self, text: str, passages: tuple[int, ...]) -> tuple[str, list[AssignmentLine]]:
        """A text without the lines about it that stand in it behind a mark, and these lines."""
        match = self._inline.search(text)
        if not match:
            return text, []
        labelled = worded(text[match.end() :], self.setting.context)
        where = ValueOrigin(passages, text[match.end() :][:300])
        if labelled.text or not labelled.lines or any(name not in ASSIGNING_LABELS for name, _ in labelled.lines):
            return text, []
        lines = [AssignmentLine(ASSIGNING_LABELS[name], value.rstrip(")"), where) for name, value in labelled.lines]
        return text[: match.start()].rstrip(" (") + ("." if text[match.start()] == "." else ""), lines

    def assignment(self, id_: str, lines: Sequence[AssignmentLine]) -> tuple[dict[str, Any], str]:
        """The assignment that lines make, as a plan's file has it, and the result."""
        assignment: dict[str, Any] = {}
        result = ""
        for line in lines:
            value = line.value.strip()
            if not value:
                continue
            path = f"{id_}.{line.field}"
            match line.field:
                case "sentence":
                    self.sentences += 1
                    assignment |= self._of_sentence(id_, value, line.origin)
                case "lead" | "coordinating":
                    self.lines += 1
                    already = assignment.setdefault(line.field, [])
                    already += [
                        agency for agency in self.bodies.listed(path, value, line.origin) if agency not in already
                    ]
                case "deadlines":
                    assignment.setdefault("deadlines", []).extend(self.deadlines(path, value, line.origin))
                case _:
                    result = f"{result}; {value}".strip("; ")
                    self.notes.note(f"{id_}.result", result, line.origin)
        return {name: value for name, value in assignment.items() if value}, result

    def deadlines(self, path: str, text: str, origin: ValueOrigin) -> list[dict[str, Any]]:
        """The deadlines of a line; what is no time that can be read stays in its words, with a doubt."""
        text = cleaned_line(text).strip(" .;")
        read = attempted(read_deadlines, text, self.setting.context.reading, self.setting.context.text, ())
        if isinstance(read, Unread) and (listed := self._listed(text)):
            return list(self.notes.note(path, plain(listed), origin, _LISTED))
        if isinstance(read, Unread) and (parts := self._with_work(text)):
            why = Text("work and time stand in one sentence; they were cut apart")
            return list(self.notes.note(path, plain(parts), origin, why))
        if not isinstance(read, Unread):
            deadlines = plain(read)
            for deadline in deadlines:
                if "text" in deadline:
                    deadline["reason"] = translate("the original says so", "vi")
            if any("text" in deadline for deadline in deadlines):
                self.notes.note(path, deadlines, origin, Text("the words name no time; they are kept as they are"))
            elif deadlines:
                self.notes.note(path, deadlines, origin)
            return list(deadlines)
        words = text.replace("{", "(").replace("}", ")")
        deadlines = [{"text": words[:1].lower() + words[1:], "reason": translate("the original says so", "vi")}]
        return self.notes.note(path, deadlines, origin, read.message)

    def _listed(self, text: str) -> tuple[Deadline, ...]:
        """The deadlines of quarters or months that stand in a row; a dash between two makes a span of them. None where one is no time."""
        match = next(filter(None, (pattern.fullmatch(text) for pattern in self._times)), None)
        if match is None:
            return ()
        year = f"/{match['year']}" if match["year"] else ""
        times = [f"{match['word']} {count}{year}" for count in _COUNTED.findall(match["counts"])]
        if len(times) == 2 and re.search("[-\u2013]", match["counts"]):
            times = [self.setting.context.reading.phrases.say("span", start=times[0], end=times[1])]
        reading, period = self.setting.context.reading, self.setting.plan.period
        read = [attempted(read_deadline, time, reading, period) for time in times]
        deadlines = tuple(entry for entry in read if not isinstance(entry, Unread) and not entry.text)
        return deadlines if len(deadlines) == len(read) else ()

    def _with_work(self, text: str) -> tuple[Deadline, ...]:
        """The deadlines of parts each of which says its work and then the time; none where one of them does not."""
        deadlines: list[Deadline] = []
        for part in filter(None, (part.strip(" .,") for part in re.split(";", text))):
            pieces = [self._work_and_time(piece.strip()) for piece in part.split(",")]
            whole = [piece for piece in pieces if piece]
            if len(whole) < len(pieces):
                whole = [deadline for deadline in (self._work_and_time(part),) if deadline]
            if not whole:
                return ()
            deadlines += whole
        return tuple(deadlines)

    def _work_and_time(self, part: str) -> Deadline | None:
        """The deadline of words that say a work and then the time; "in the year" is the plan's own year."""
        first, last = self.setting.plan.period.first, self.setting.plan.period.last
        is_open = first.year == last.year and self._in_year.search(part)
        dated = f"{part} {first.year}" if is_open else part
        for at in (0, *(match.end() for match in re.finditer(r"\s+", dated))):
            read = attempted(read_deadline, dated[at:], self.setting.context.reading, self.setting.plan.period)
            if isinstance(read, Unread) or read.text:
                continue
            work = part[:at].strip(" ,:") or None
            if work and self._is_time(work):
                return None
            goes_on = is_open and read.within and not begins_with(part, self.setting.words.finishes)
            times = {"within": None, "throughout": read.within} if goes_on else {}
            return read.model_copy(update={"work": work, **times})
        return None

    def _is_time(self, words: str) -> bool:
        """Whether words are no work but the rest of a time: "Quý III" of "Quý III và IV năm 2026", "Ngày 05" before "hằng tháng"."""
        times = self.setting.words.time_words
        return all(_COUNT.match(word) or begins_with(word, times) for word in re.findall(r"\w+", words))

    def _of_sentence(self, id_: str, text: str, where: ValueOrigin) -> dict[str, Any]:
        """The assignment of a line "Phân công thực hiện: X chủ trì, phối hợp với Y …": who, with whom, and what they do."""
        text, *further = self._next_body.split(text)
        match = self._sentence.match(text)
        if not match:
            return {}
        assignment: dict[str, Any] = {"lead": self.bodies.listed(f"{id_}.lead", match["lead"], where)}
        behind = text[match.end() :]
        if match["with"]:
            names, behind = self._names_before_duty(behind)
            if names:
                assignment["coordinating"] = self.bodies.listed(f"{id_}.coordinating", names, where, remarks=False)
        for part in further:
            self._of_further(f"{id_}.coordinating", part, where, assignment)
        if duty := "; ".join((behind.strip(" .;"), *further)).strip(" ;.").replace("{", "(").replace("}", ")"):
            assignment["duty"] = duty
        return assignment

    def _of_further(self, path: str, text: str, where: ValueOrigin, assignment: dict[str, Any]) -> None:
        """Take who does what in a further sentence of a line ("…; UBND các xã tổ chức thực hiện") for one that coordinates."""
        match = self._sentence.match(text)
        names = match["lead"] if match else self._names_before_duty(text)[0]
        field = "lead" if match else "coordinating"
        if bodies := [body for body in self.bodies.registered(names) if body not in assignment.get(field, ())]:
            assignment[field] = [*assignment.get(field, ()), *bodies]
            why = Text("a further sentence of the line says it")
            self.notes.note(f"{path.rpartition('.')[0]}.{field}", assignment[field], where, why)

    def _names_before_duty(self, text: str) -> tuple[str, str]:
        """The bodies at the beginning of a text, and what it says they do."""
        for match in self._goes_on.finditer(text):
            if self.bodies.registered(text[: match.start()]):
                return text[: match.start()], text[match.end() :]
        first = self._goes_on.search(text)
        return (text[: first.start()], text[first.end() :]) if first else ("", text)

    def sentence(self, id_: str, text: str, passages: tuple[int, ...]) -> dict[str, Any]:
        """The assignment that a sentence makes ("Sở X chủ trì, phối hợp với …"), always as a doubt."""
        begun = cleaned_line(text)
        charged = self._charged.match(begun)
        begun = begun[charged.end() :] if charged else begun
        match = self._sentence.match(begun)
        if not match:
            return {}
        leads = self.bodies.registered(match["lead"])
        if not leads:
            return {}
        where = ValueOrigin(passages, begun[: match.end() + 120])
        why = Text("a sentence says it, not a line of its own")
        assignment: dict[str, Any] = {"lead": self.notes.note(f"{id_}.lead", leads, where, why)}
        if match["with"]:
            partners = self.bodies.leading(begun[match.end() :])
            if partners:
                assignment["coordinating"] = self.notes.note(f"{id_}.coordinating", partners, where, why)
        return assignment
