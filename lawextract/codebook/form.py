"""The form of a codebook file, said once: it checks what users write and becomes schemas/codebook.schema.json.

Only files that are read as TOML need it; the shipped codebook was checked when it was compiled.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lawextract.models import Kind, Tier

MAX_BYTES = 1_000_000
MAX_METRICS = 2_000
MAX_PATTERNS = 100
MAX_TERMS = 50

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,99}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$", max_length=100)]
Label = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=200)]
Unit = Annotated[str, StringConstraints(pattern=r"^\S{0,20}$")]
Text = Annotated[str, StringConstraints(max_length=2_000)]
_WORD, _CLASS = r"[^\s|@{}]([^|@{}\n]*[^\s|@{}])?", r"@[a-z][a-z0-9_]*"
_LETTER = r"([^\s|@{}]|\{[^\s@{}]+\})"  # or choices in its place
_WITH_CHOICES = _LETTER + r"(([^|@{}\n]|\{[^\s@{}]+\})*" + _LETTER + ")?"
Word = Annotated[str, StringConstraints(pattern=rf"^({_WITH_CHOICES}|{_CLASS})$", max_length=1_000)]
Term = Annotated[str, StringConstraints(pattern=rf"^({_WORD}|{_CLASS})(\|({_WORD}|{_CLASS}))*$", max_length=2_000)]
Terms = Annotated[list[Term], Field(max_length=MAX_TERMS)]
Words = list[Word]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class RefusalsForm(_Form):
    """Words that must not stand there, by where: a pattern's own, or a metric's, which all of its patterns refuse."""

    not_item: Annotated[Terms, Field(description="Not next to the figure.")] = []
    not_list: Annotated[Terms, Field(description="Neither next to the figure nor in the list that it stands in.")] = []
    not_clause: Annotated[Terms, Field(description="Not in the figure's clause, from the figure before.")] = []
    not_sentence: Annotated[Terms, Field(description="Not in the figure's sentence, up to the end of its clause.")] = []
    not_context: Annotated[Terms, Field(description="Nowhere in the context.")] = []
    not_after: Annotated[Terms, Field(description="Not in the clause after the figure's.")] = []


class PatternForm(RefusalsForm):
    """One way to say a metric. A term is words or @classes with | between them, each found as it stands."""

    item: Annotated[Terms, Field(min_length=1, description="Next to the figure; the most telling term first.")]
    clause: Annotated[Terms, Field(description="In the figure's clause.")] = []
    context: Annotated[Terms, Field(description="In the item, the clause, the sentence, the one before or the headings.")] = []
    heading: Annotated[Terms, Field(description="In the headings above.")] = []
    after: Annotated[Terms, Field(description="In the clause after the figure's, of the same sentence.")] = []
    units: Annotated[list[Unit] | None, Field(description="In place of the entry's.")] = None
    kinds: Annotated[list[Kind] | None, Field(description="In place of the entry's kind.")] = None
    levels: Annotated[
        list[Tier], Field(description="The reports it is for, by the level of their area; city: a county called 市; office: a department that is not the legal office.")
    ] = []
    weight: Annotated[float, Field(ge=-100, le=100, description="Added to the score; negative for a last resort.")] = 0


class ExampleForm(_Form):
    """A sentence and what it must give."""

    text: Text
    value: Annotated[float, Field(description="In the metric's unit.")]
    span: Annotated[Text, Field(description="The numeral with its unit, as it stands in the text.")]
    nth: Annotated[int, Field(ge=1, description="Which of several equal spans.")] = 1
    also: Annotated[list[Id], Field(description="Other metrics that the same figure gives.")] = []
    level: Annotated[Tier | None, Field(description="Of the report that says so, where it matters.")] = None


class MetricForm(RefusalsForm):
    """One variable: what it means, how reports say it, and examples that prove it."""

    id: Id
    zh: Annotated[Label, Field(description="Chinese label; unique.")]
    en: Annotated[Label, Field(description="English label; unique.")]
    domain: Name
    unit: Annotated[Unit, Field(description="Unit of the record's value.")]
    units: Annotated[
        list[Unit], Field(min_length=1, description='Units that reports use, or families of them; "" for none.')
    ]
    kind: Kind
    aggregate: Annotated[
        Literal["sum", "latest", "none"],
        Field(description="sum: disjoint parts may be added; latest: a stock; none: never added."),
    ]
    definition: Annotated[Text, Field(min_length=1, description="What counts and what does not.")]
    source: Annotated[Text, Field(description="Law or statistic that the variable comes from.")] = ""
    change_of: Annotated[Id | None, Field(description="The metric whose change this is.")] = None
    at_most: Annotated[
        list[Id], Field(max_length=MAX_TERMS, description="Metrics of the same cases that this one cannot exceed; audit checks it.")
    ] = []
    parts: Annotated[
        list[Text],
        Field(max_length=MAX_TERMS, description="Beginnings of the ids of the metrics that its kinds (其中行政许可9件) may give; none: all."),
    ] = []
    patterns: Annotated[list[PatternForm], Field(max_length=MAX_PATTERNS)] = []
    examples: list[ExampleForm] = []
    not_: Annotated[list[Text], Field(alias="not", description="Texts that must not give this metric.")] = []


class CodebookForm(_Form):
    """A codebook file. What it names replaces what earlier files, the shipped one first, name the same."""

    extends: Annotated[bool, Field(description="false: leave out the metrics of all files before; words stay.")] = True
    metric: Annotated[list[MetricForm], Field(max_length=MAX_METRICS)] = []
    topic: Annotated[dict[Name, Words], Field(description="Word classes that say what a figure is about.")] = {}
    action: Annotated[dict[Name, Words], Field(description="Word classes of verbs and stages.")] = {}
    classes: Annotated[dict[Name, Words], Field(alias="class", description="All other word classes.")] = {}
    whole: Annotated[dict[Name, Words], Field(description="Words that hide what stands inside them: 一审 in 逐一审查.")] = {}
    units: Annotated[dict[Name, list[Unit]], Field(description="Families of units.")] = {}
    domains: Annotated[
        list[Name] | None, Field(description="In the package's lexicon only: its files, in codebook order.")
    ] = None
