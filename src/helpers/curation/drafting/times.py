"""Which year a number is for, against which year, and whether it is promised or reported."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.curation.drafting.mentions import Frame, Mention, mentions
from helpers.curation.drafting.passages import Mood, Passages
from helpers.curation.drafting.quantities import Quantity
from helpers.curation.rawtext import Span, folded

_BETWEEN_VALUES = re.compile(r"\d[^\d、和与及]*(?:、|和|与|及)(?=\s*\d)")
_THROUGHOUT = re.compile(r"(?:[三四五345]年)(?:内|间)?(?:累计|完成|共|新增)")
_STILL = re.compile(r"仍|尚|目前|现有|仅为?|已建成|已完成")
_NOW = re.compile(r"目前|现有|仍(?!要|需)|尚")
_AT_PRESENT = re.compile(r"\s*(?:截至|到)?目前[,，]")  # holds for the whole sentence
_LATER = re.compile(r"拟|规划(?!期)|还需|尚需|亟需|下一步|今后|未来")
_BEYOND = re.compile(
    r"(?:超|高于|低于|优于|好于)[^,，。;；]{0,10}(?:目标|任务)[(（]?\s*$"
)  # by how much, not the goal itself
_NEAR = 6  # sentences
_FROM_TO = re.compile(r"(?:由|从|從)[^,，。;；]*?$")
_RAISED = re.compile(
    r"\s*(?:[(（][^()（）]*[)）])?\s*(?:逐步|稳步|大幅|明显|已|进一步)?"
    r"(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|削减|压减|改善|前移|升|降|增|减)(?:到|至|为|成)"
)
_UNTIL_RAISED = re.compile(r"^[^,，。;；\d]{0,12}?(?=前移|提高|提升|增加|增长|上升|扩大|下降|降低|减少|降|升|增)")
_GOAL_BEFORE = re.compile(r"目标(?:任务|值)?(?:为|是|设定为)?\s*[(（]?\s*$|下达(?:的)?(?:目标|任务|指标)(?:为|是)?\s*$")
_GOAL_BEHIND = re.compile(r"\s*(?:以上|以下)?(?:、[\d.]+%?)*的?[^,，。\d]{0,5}(?:目标|任务|要求)")
_FORWARD = re.compile(
    r"力争|确保|争取|将(?!军)|到期末|不低于|不少于|控制在|到20\d\d年|计划|要(?:达到|实现|完成)|(?<![定达度划核年])目标"
)


@dataclass(frozen=True)
class Timing:
    """When, in what role, and how sure. `source`: where the year stands; None where it is only assumed."""

    role: str
    year: int | None
    base_year: int | None
    period_start: int | None
    source: Span | None
    base_source: Span | None = None


class Times:
    """Finds the years of a text's numbers."""

    def __init__(self, passages: Passages, frame: Frame) -> None:
        self.passages, self.frame = passages, frame
        self.text = passages.raw.half_width
        self.mentions = mentions(self.text, frame)

    def of(self, quantity: Quantity, is_change: bool) -> Timing:
        """Year, base year and role of a number in a sentence."""
        sentence = self.passages.sentence(quantity.numeral.start)
        own = [m for m in self.mentions if sentence.start <= m.span.start < sentence.end]
        points = [m for m in own if not m.is_base]
        near = next((m for m in reversed(points) if m.span.end <= quantity.numeral.start), None)
        near = self._bracketed(quantity, points) or self._respective(quantity, points) or near
        mood = self._mood(quantity, near)
        whole = _THROUGHOUT.search(self.text[sentence.start : quantity.numeral.start])
        if whole and near and sentence.start + whole.end() < near.span.start:
            whole = None
        mention = (None if whole and mood == "plan" else near) or self._above(sentence, mood)
        default = self.frame.before if mood == "review" else self.frame.end
        year = default if mention is None or (mention.is_own and mood == "review") else mention.year
        start = mention.start if mention else None
        role = self._role(quantity, mood, year)
        base = self._base(own, quantity, mention, is_change, year)
        compared = next((m.span for m in own if m.is_base and m.year == base), None)
        if first := self._start_value(quantity):
            role = "baseline"
            mention = first if isinstance(first, Mention) else None
            year = mention.year if mention else self._year_before(year, start)
        return Timing(role, year, base, start, mention.span if mention and mention.is_told else None, compared)

    def _bracketed(self, quantity: Quantity, points: list[Mention]) -> Mention | None:
        """A year in brackets right behind the number: 26微克/立方米(2020年)."""
        if self.text[quantity.unit_end : quantity.unit_end + 1] not in ("(", "（"):
            return None
        return next((m for m in points if 0 <= m.span.start - quantity.unit_end <= 2), None)

    def _respective(self, quantity: Quantity, points: list[Mention]) -> Mention | None:
        """In 2018年、2019年分别完成A和B: the year in the place that the number has in its list."""
        clause = self.passages.clause(quantity.span)
        at = self.text.rfind("分别", clause.start, quantity.numeral.start)
        before = [m for m in points if clause.start <= m.span.start < at]
        if not before:
            return None
        place = len(_BETWEEN_VALUES.findall(self.text[at : quantity.numeral.start + 1]))
        return before[place] if place < len(before) else None

    def _mood(self, quantity: Quantity, near: Mention | None) -> Mood:
        """Whether the number is reported or promised: by its year, by the headings above, by the words around it."""
        frame, place = self.frame, quantity.numeral.start
        before = self.text[self.passages.sentence(place).start : place]
        mood = self.passages.mood(place)
        if near is not None and near.year < frame.start:
            return "review"
        looks_back = mood == "review" and not _FORWARD.search(before)
        clause = self.text[self.passages.clause(quantity.span).start : place]
        whole = near is None and _AT_PRESENT.match(before) and not _LATER.search(before)
        words = before if whole else clause
        if _NOW.search(words) and not _FORWARD.search(words):
            return "review"
        if near is not None:
            return "review" if looks_back and near.year <= frame.start + 1 else "plan"
        if looks_back or (mood is None and _STILL.search(before) and not _FORWARD.search(before)):
            return "review"
        return ("plan" if mood == "review" else mood) or self.passages.tone(place) or "plan"

    def _above(self, sentence: Span, mood: Mood) -> Mention | None:
        """The last year named above that fits what this part of the text does: close by, else in the same section.

        A goal for an earlier year than the plan's last is one of its own sentence only.
        """
        number = self.passages.number(sentence.start)
        line = self.text.rfind("\n", 0, sentence.start) + 1
        near = max(self.passages.sentences[max(0, number - _NEAR)].start, self.passages.section(sentence.start))
        above = [m for m in self.mentions if m.span.start < sentence.start and not m.is_base]
        annual = self.frame.start == self.frame.end
        begin = 0 if annual else self.passages.section(sentence.start)
        if mood == "review":
            reported = [m for m in above if m.year < self.frame.start]
            if reported and reported[-1].span.start >= line and reported[-1].start is None:
                return reported[-1]
        wanted = self.frame.before if mood == "review" else self.frame.end
        fits = [m for m in above if m.year == wanted]
        if fits and fits[-1].span.start >= near:
            return fits[-1]
        return next((m for m in fits if m.span.start >= begin), None)

    def _role(self, quantity: Quantity, mood: Mood, year: int) -> str:
        if mood == "plan":
            return "target" if year >= self.frame.start else "actual"
        clause = self.passages.clause(quantity.span)
        before = self.text[max(clause.start, quantity.numeral.start - 14) : quantity.numeral.start]
        after = self.text[quantity.unit_end : min(clause.end, quantity.unit_end + 14)]
        if "百分点" in folded(quantity.unit) and _BEYOND.search(before):
            return "actual"
        return "prior_target" if _GOAL_BEFORE.search(before) or _GOAL_BEHIND.match(after) else "actual"

    def _base(
        self, own: list[Mention], quantity: Quantity, mention: Mention | None, is_change: bool, year: int
    ) -> int | None:
        if not is_change:
            return None
        before = [m for m in own if m.is_base and m.span.end <= quantity.numeral.start]
        if before and before[-1].year < year:  # 上年 is not always the year before the plan
            return before[-1].year
        clause = self.passages.clause(quantity.span)
        words = self.text[clause.start : quantity.numeral.start]
        if re.search(r"同比|比上年|较上年|比去年|较去年", words):
            return year - 1
        if mention and mention.start:
            return mention.start - 1
        if year == self.frame.end:
            return self.frame.before
        return year - 5 if year == self.frame.before and year % 5 == 0 else None

    def _start_value(self, quantity: Quantity) -> Mention | bool:
        """Whether the number is the first of 由A提高到B; the year beside it where there is one."""
        clause = self.passages.clause(quantity.span)
        before = self.text[clause.start : quantity.numeral.start]
        after = self.text[quantity.unit_end : quantity.unit_end + 24]
        begun = _FROM_TO.search(before)
        if not begun or not _RAISED.match(_UNTIL_RAISED.sub("", after)):
            return False
        at = clause.start + begun.start()
        return next((m for m in self.mentions if at <= m.span.start < quantity.numeral.start), True)

    def _year_before(self, year: int, start: int | None) -> int:
        """The year of the first of two values, where the text names none: the one before the period of the second."""
        if start:
            return start - 1
        if year == self.frame.end:
            return self.frame.before
        return year - 5 if year % 5 == 0 else year - 1
