"""The stretches of a text that a rule looks at: sentences, clauses, and what the headings above say they speak of."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from helpers.curation.outline import Part, outline
from helpers.curation.rawtext import RawText, Span, folded

Mood = Literal["review", "plan"]
_STOP = re.compile(r"[。！？!?]|\n")
_SOFT_AFTER = "。；;：:！？!?"
_HEADING = re.compile(
    r"[ \t\u3000]*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．]|[章节编])|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[.．、](?!\d)|[①-⑳]|专栏|附[件表图])"
)
_CLAUSE = re.compile(r"[;；]|(?<!\d)[,，]|[,，](?!\d{3}(?!\d))")
_SECTION = 3  # headings of this level or above open a section: chapters, 一、, (一)
_SHORT = 40  # characters: a longer line that begins like a heading is a paragraph
_REVIEW = re.compile(
    r"回顾|成效|成就|现状|基础|进展|实施情况|完成情况|工作情况|执行情况|主要成绩|取得"
    r"|形势|背景|存在问题|主要问题|机遇|挑战"
)
_PLAN = re.compile(
    r"目标|任务|措施|要求|行动|工程|保障|思路|安排|部署|建议|原则|指标|强化|推进|加强|加快|完善|构建|建设|提升|深化"
    r"|防治|治理|保护|控制|优化|推动|深入|巩固|打好|健全|落实|改善|发展"
)
# Words of a text without headings that tell a report of what was done from a plan of what is to be done.
_DONE = re.compile(
    r"成效|取得|连续[\d一二三四五六七八九十]+年|荣[获膺]|获得|入选|有记录以来|稳居|跃居|位[居列]"
    r"|圆满|超额|顺利|已(?!建成|完成的)|累计|[的过]五年|首次|创历史|明显改善|基本完成|不断|落户"
)
_TO_DO = re.compile(r"推进|推动|加强|加快|完善|强化|深化|健全|确保|力争|持续|实施|落实|统筹|规划建设|深入")


@dataclass(frozen=True)
class Passages:
    """A raw text cut into sentences and clauses."""

    raw: RawText

    @cached_property
    def sentences(self) -> list[Span]:
        """Every stretch up to a full stop or to a line break that ends something."""
        text, spans, start = self.raw.text, [], 0
        for match in _STOP.finditer(text):
            if match[0] != "\n" or not self._is_soft(match.start()):
                spans.append(Span(start, match.end()))
                start = match.end()
        return [*spans, Span(start, len(text))] if start < len(text) else spans

    def _is_soft(self, at: int) -> bool:
        """Whether a line break stands within a sentence: text copied from a page is broken anywhere."""
        text = self.raw.text
        before = text[text.rfind("\n", 0, at) + 1 : at].strip()
        end = text.find("\n", at + 1)
        after = text[at + 1 : end if end >= 0 else len(text)].strip()
        if not before or not after or before[-1] in _SOFT_AFTER or _HEADING.match(after):
            return False
        return not (_HEADING.match(before) and len(before) <= _SHORT)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    def number(self, place: int) -> int:
        """Which sentence holds a place of the text."""
        return bisect_right(self._sentence_starts, place) - 1

    def sentence(self, place: int) -> Span:
        return self.sentences[self.number(place)]

    def clause(self, span: Span) -> Span:
        """From the comma (or the start of the sentence) before a stretch to the comma behind it."""
        sentence = self.sentence(span.start)
        words = self.raw.text[sentence.start : sentence.end]
        cuts = [match.span() for match in _CLAUSE.finditer(words)]
        start = max((end for _, end in cuts if sentence.start + end <= span.start), default=0)
        end = min((begin for begin, _ in cuts if sentence.start + begin >= span.end), default=len(words))
        return Span(sentence.start + start, sentence.start + end)

    @cached_property
    def _parts(self) -> list[Part]:
        return outline(self.raw.text)

    @cached_property
    def _moods(self) -> list[tuple[int, Mood | None]]:
        """From which place on the headings above say what: a part that reports, or one that plans."""
        stack: dict[int, Mood | None] = {}
        moods: list[tuple[int, Mood | None]] = [(0, None)]
        for part in self._parts:
            if part.kind == "heading":
                stack = {level: mood for level, mood in stack.items() if level < part.level}
                outer = next((stack[level] for level in sorted(stack, reverse=True) if stack[level]), None)
                # what stands below a chapter that looks back looks back too, whatever its words
                stack[part.level] = outer if outer == "review" else self._heading_mood(part.span) or outer
                moods.append((part.span.start, stack[part.level]))
        return moods

    def _heading_mood(self, span: Span) -> Mood | None:
        words = folded(self.raw.text[span.start : span.end])
        if _REVIEW.search(words):
            return "review"
        return "plan" if _PLAN.search(words) else None

    def section(self, place: int) -> int:
        """Where the numbered section (一、, (一)) begins that holds a place."""
        starts = [part.span.start for part in self._parts if part.kind == "heading" and part.level <= _SECTION]
        return max((start for start in starts if start <= place), default=0)

    def mood(self, place: int) -> Mood | None:
        """What the headings above a place say: that the text looks back, or plans; None where they tell nothing."""
        return self._moods[bisect_right([start for start, _ in self._moods], place) - 1][1]

    def tone(self, place: int) -> Mood | None:
        """What the words of the paragraph say, for texts without telling headings."""
        text = self.raw.text
        start, end = text.rfind("\n\n", 0, place) + 1, text.find("\n\n", place)
        words = text[max(start, place - 600) : min(end if end >= 0 else len(text), place + 400)]
        done, to_do = len(_DONE.findall(words)), len(_TO_DO.findall(words))
        return None if done == to_do else "review" if done > to_do else "plan"
