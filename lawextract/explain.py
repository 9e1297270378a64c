"""Why a record says what it says: the whole story of one figure, and of one metric, found or missing.

The document is read once more by the very steps that made the record; what is told here is what they found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lawextract import wording
from lawextract.codebook import Metric
from lawextract.figures import Numeral
from lawextract.findings import Quoter, amount, excerpt
from lawextract.fold import fold
from lawextract.mentions import why
from lawextract.metrics import tiers_of
from lawextract.models import MetricValue, Observation, RecordWithText, plain_text
from lawextract.pipeline import Analysis, to_record
from lawextract.readings import Reading
from lawextract.trials import Condition, Examiner, Trial
from lawextract.values import set_aside

CANDIDATES = 3  # figures shown for a metric that is missing
CONSIDERED = 5  # patterns shown for a figure
_LONGEST = 80  # characters of a term that are shown
_REACH = 400  # characters before a figure that can qualify it
_PLACES = {
    "item": "next to the figure",
    "list": "in the list that it stands in",
    "clause": "in its clause",
    "sentence": "in its sentence",
    "context": "in its sentence, the one before or the headings",
    "heading": "in the headings or the sentence before",
    "after": "in the clause after",
}


@dataclass(frozen=True)
class Explainer:
    """Tells the stories of one document's figures; lines of text for people."""

    found: Analysis
    record: RecordWithText
    examiner: Examiner
    quoter: Quoter

    @classmethod
    def of(cls, found: Analysis) -> Explainer:
        """Prepare to explain *found*."""
        record = RecordWithText(**dict(to_record(found)), text=found.document.text)
        examiner = Examiner(found.codebook, found.folded, found.outline, tiers_of(found.identity.region, found.identity.issuer))
        examiner.match(found.readings)
        return cls(found, record, examiner, Quoter(record))

    # A metric

    def metric(self, id: str) -> Iterator[str]:
        """The story of the metric *id*: its value and the figures that show it, or what comes nearest."""
        metric = self.found.codebook.metrics[id]
        yield f"{metric.id}  {metric.zh}  ({metric.en})"
        yield f"  counts in {metric.unit}, kind {metric.kind}, aggregate {metric.aggregate}: {metric.definition}"
        value = self.record.metrics.get(id)
        carrying = [
            i for i, found in enumerate(self.found.matches) if any(match.metric == id for match in found)
        ]
        if value:
            yield f"  value: {amount(value)}, from {', '.join(value.observations)}"
        else:
            yield f"  value: none{'' if carrying else '; no figure carries it'}"
        for index in carrying:
            yield ""
            yield from self._sentence(index)
            yield f"  {self._use(index, metric, value)}"
            yield from self._rule(index, id)
        if not value:
            yield from self._nearest(id, set(carrying))

    def _use(self, index: int, metric: Metric, value: MetricValue | None) -> str:
        """What becomes of a figure that carries *metric*."""
        if value and self.found.ids[index] in value.observations:
            return "is the value" if len(value.observations) == 1 else "is one of the parts that are added up"
        reason = set_aside(self.found.readings[index], metric, self.record.year)
        if reason:
            return f"is not the value: {reason}"
        if value:
            return "is not the value: a total, a wider or an earlier telling of it counts"
        return "is not the value: the text tells neither place nor year, so it is no report"

    def _rule(self, index: int, id: str) -> Iterator[str]:
        """The rule by which a figure carries the metric *id*, condition by condition."""
        match = next(match for match in self.found.matches[index] if match.metric == id)
        pattern = next((p for p in self.found.codebook.patterns if p.name == match.pattern), None)
        if pattern is None:
            changed = self.found.readings[index].changed
            of = self.found.ids[changed] if changed is not None else "the figure before"
            yield f"  rule {match.pattern}: it is the change of {of}, which carries {self.found.codebook.metrics[id].change_of}"
            return
        (trial,) = self.examiner.trials(self.found.readings, index, [pattern])
        yield f"  rule {match.pattern}, score {match.score:.2f}{f', counted {match.times} times' if match.times > 1 else ''}"
        yield from self._conditions(trial)

    def _conditions(self, trial: Trial) -> Iterator[str]:
        for condition in trial.conditions:
            if not condition.where.startswith("not_"):
                yield f"    {'met   ' if condition.holds else 'MISSED'} {self._told(condition)}"
        refused = [c for c in trial.conditions if c.where.startswith("not_")]
        for condition in refused:
            if not condition.holds:
                yield f"    REFUSED {self._told(condition)}"
        if refused and all(condition.holds for condition in refused):
            yield f"    none of the {len(refused)} terms that it refuses stand there"

    def _told(self, condition: Condition) -> str:
        place = _PLACES[condition.where.removeprefix("not_")]
        words = f": {self.found.document.text[slice(*condition.found)]}" if condition.found else ""
        return f"{place}  {_clip(condition.term)}{words}"

    def _nearest(self, id: str, besides: set[int]) -> Iterator[str]:
        """The figures that come nearest to a metric which none carries, and what keeps each from it."""
        patterns = [pattern for pattern in self.found.codebook.patterns if pattern.metric == id]
        ranked = []
        for index in range(len(self.found.readings)):
            if index in besides:
                continue
            for trial in self.examiner.trials(self.found.readings, index, patterns):
                met = sum(c.holds for c in trial.conditions if not c.where.startswith("not_"))
                if met:
                    ranked.append((len(trial.objections), -met, index, trial))
        ranked.sort(key=lambda entry: entry[:3])
        shown: set[int] = set()
        for _, _, index, trial in ranked:
            if index in shown or len(shown) == CANDIDATES:
                continue
            if not shown:
                yield ""
                yield "nearest figures:"
            shown.add(index)
            yield ""
            yield from self._sentence(index)
            yield f"  {trial.pattern.name} {_against(trial) or self._lost(index, trial)}"
            yield from self._conditions(trial)
        if not shown:
            yield "  no figure has a word of its patterns near it"

    def _lost(self, index: int, trial: Trial) -> str:
        """Why a figure that meets all conditions of a pattern carries another metric or none."""
        if reason := self.examiner.left_out(self.found.readings[index]):
            return f"{trial.verdict}, but {reason}"
        if tie := self.found.matcher.ties.get(index):
            return (
                f"{trial.verdict}, but {' and '.join(tie)} suit the figure equally well, so it carries none"
            )
        winners = " and ".join(f"{match.pattern} ({match.score:.2f})" for match in self.found.matches[index])
        return f"{trial.verdict}, but {winners or 'no pattern'} wins"

    # A figure

    def at(self, wanted: str) -> list[Numeral]:
        """The mentions that the words *wanted* take in or are part of; a number is no part of a longer one."""
        words, folded = fold(wanted), fold(self.found.document.text)
        starts = []
        at = folded.find(words) if words else -1
        while at >= 0:
            end = at + len(words)
            longer = (words[0].isdigit() and folded[at - 1 : at].isdigit()) or (
                words[-1].isdigit() and folded[end : end + 1].isdigit()
            )
            if not longer:
                starts.append((at, end))
            at = folded.find(words, at + 1)
        return [
            n for n in self.found.numerals if any(start < n.end and n.start < end for start, end in starts)
        ]

    def figure(self, numeral: Numeral) -> Iterator[str]:
        """The whole story of one numeral."""
        index = next((i for i, r in enumerate(self.found.readings) if r.numeral.start == numeral.start), None)
        reason = why(fold(self.found.document.text), numeral, self.found.document.furniture)
        if index is None:
            text = self.found.document.text[numeral.start : numeral.end]
            around = " ".join(self.found.document.text[max(0, numeral.start - 40) : numeral.end + 40].split())
            yield f"{text}  at {self._place(numeral.start, numeral.end)}"
            yield f"  in: {around}"
            yield f"  role: {numeral.role}: {reason}"
            return
        yield from self._sentence(index)
        yield f"  role: quantity: {reason}"
        yield from self._reading(index)
        yield from self._matching(index)

    def _sentence(self, index: int) -> Iterator[str]:
        quote = self.quoter.quote(self._observation(index))
        section = self.found.readings[index].section
        where = f", section {section.id} {section.heading}" if section else ""
        yield f"{quote.observation}  {quote.figure}  at {self._place(quote.start, quote.end)}{where}"
        yield f"  in: {excerpt([quote])}"

    def _place(self, start: int, end: int) -> str:
        if self.found.mended:
            start, end = self.found.mended.place(start, end)
        return f"{start}-{end}"

    def _observation(self, index: int) -> Observation:
        return self.record.observations[index]

    def _reading(self, index: int) -> Iterator[str]:
        """Value, unit, kind, bound, status, scope and phrases, each with the words it comes from."""
        reading, told = self.found.readings[index], self._observation(index)
        folded, number = self.found.folded, reading.numeral
        words = wording.words()
        before = folded[max(reading.clause[0], number.start - _REACH) : number.start]
        lead = folded[max(reading.sentence[0], number.start - _REACH) : number.start]
        after = folded[number.end : number.end + 12]
        upper = f" to {plain_text(told.upper)}" if told.upper is not None else ""
        yield f"  value: {plain_text(told.value)}{upper}, unit {told.unit or 'none'}"
        if reading.change:
            basis = words.basis.search(lead[-40:])
            of = f" of {told.change.of}" if told.change and told.change.of else ""
            yield f"  kind: {told.kind}, {reading.change[1]}{of}, against {basis.group() if basis else 'nothing that is named'}"
        else:
            yield f"  kind: {told.kind}, as its unit {told.unit or 'none'} says"
        bound = next((m.group().strip() for p in words.before.values() if (m := p.search(before))), None)
        bound = bound or next(
            (m.group().strip() for p in words.after.values() if (m := p.search(after))), None
        )
        source = (
            f"by {bound}"
            if bound
            else "by a word inside the numeral"
            if told.bound != "exact"
            else "no word beside it says otherwise"
        )
        yield f"  bound: {told.bound}, {source}"
        yield f"  status: {told.status}, {self._status(reading, before, lead, after)}"
        yield f"  scope: {told.scope}, {self._scope(reading, before)}"
        phrases = [("actor", told.actor), ("action", told.action), ("object", told.object)]
        yield "  " + "; ".join(f"{name}: {phrase or 'none'}" for name, phrase in phrases)
        if reading.part:
            yield "  is a part: in a bracket, after 其中, or before its total"
        if reading.baseline:
            yield "  is the old level that the next figure replaces"

    def _status(self, reading: Reading, before: str, lead: str, after: str) -> str:
        words = wording.words()
        if reading.status == "actual":
            return "no word of a plan or a requirement before it"
        if reading.section and reading.section.role == "plans":
            return f"it stands in a chapter of plans ({reading.section.id})"
        match = words.required.match(after) or words.target.search(lead[-60:])
        return f"by {match.group().strip(',; ')}" if match else "by the words before it"

    def _scope(self, reading: Reading, before: str) -> str:
        if reading.several_years:
            return "it sums several years"
        if reading.scope == "other":
            return "a wider area or another body stands before it"
        if reading.scope == "prior":
            prior = wording.words().prior.search(before)
            return f"year {reading.year}, by {prior.group() if prior else 'the year before it'}"
        own = reading.year is not None and reading.year == self.record.year
        return f"year {reading.year}{', the report’s' if own else ''}" if reading.year else "no year is known"

    def _matching(self, index: int) -> Iterator[str]:
        """What names the figure, what it is about, and how the patterns fare."""
        reading, naming = self.found.readings[index], self.examiner.naming(index)
        text = self.found.document.text
        items = naming.shared or (naming.item,)
        yield "  items: " + " | ".join(" ".join(text[item.start : item.end].split()) for item in items)
        if reach := next((i for i in items if (i.reach_start, i.reach_end) != (i.start, i.end)), None):
            yield f"    reaching over: {' '.join(text[reach.reach_start : reach.reach_end].split())}"
        yield f"  topic: {self.examiner.topic(reading) or 'none named in its sentence'}"
        if reason := self.examiner.left_out(reading):
            yield f"  metrics: none; {reason}"
            return
        if tie := self.found.matcher.ties.get(index):
            yield f"  metrics: none; {' and '.join(tie)} suit it equally well"
        for match in self.found.matches[index]:
            use = self._use(
                index, self.found.codebook.metrics[match.metric], self.record.metrics.get(match.metric)
            )
            yield f"  metric: {match.metric}, {use}"
            yield from (f"  {line}" for line in self._rule(index, match.metric))
        if not self.found.matches[index] and not tie:
            yield "  metrics: none"
        winners = {match.pattern for match in self.found.matches[index]}
        others = [
            trial
            for trial in self.examiner.considered(self.found.readings, index)
            if trial.pattern.name not in winners
        ]
        if not others:
            yield "  considered: no other pattern has its first word next to the figure and takes its unit and kind"
            return
        yield "  considered:"
        for trial in others[:CONSIDERED]:
            yield f"    {trial.pattern.name} {_against(trial) or trial.verdict}"
        if others[CONSIDERED:]:
            yield f"    and {len(others) - CONSIDERED} more"


def _against(trial: Trial) -> str:
    return "; ".join(map(_clip, trial.objections))


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
