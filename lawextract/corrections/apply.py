"""One decision and one record: the record as it was decided, or why that cannot be."""

from __future__ import annotations

from decimal import Decimal

from lawextract.codebook import Codebook
from lawextract.corrections.form import Correction
from lawextract.models import ByHand, MetricValue, Observation, Record, Span, Warning, plain_number


class NoPlace(Exception):
    """Why a decision cannot be applied."""


def applied(record: Record, correction: Correction, codebook: Codebook) -> Record:
    """*record* with one decision applied. Raises :class:`NoPlace`."""
    figure = _figure_at(record, correction.span) if correction.span else None
    if correction.metric is None:
        assert figure is not None
        return _figure_decided(record, figure, correction)
    value = record.metrics.get(correction.metric)
    if value is not None and (figure is None or figure.id in value.observations):
        return _value_decided(record, correction.metric, value, correction)
    if correction.decision == "correct" and figure is not None:
        return _metric_given(record, correction.metric, figure, correction, codebook)
    if value is None:
        raise NoPlace("the record reports no value for this metric")
    raise NoPlace(f"the record's value {plain_number(value.value)} does not rest on this figure")


def _figure_at(record: Record, span: Span) -> Observation:
    for observation in record.observations:
        if (observation.start, observation.end) == (span.start, span.end):
            if observation.text != span.text:
                raise NoPlace(f"the text there is {observation.text!r}")
            return observation
    raise NoPlace("no figure stands there")


def _still(value: Decimal, correction: Correction) -> None:
    """Accepting or rejecting what is no longer read means nothing."""
    if correction.decision != "correct" and correction.was is not None and correction.was != value:
        raise NoPlace(
            f"it was about {plain_number(correction.was)}, the value read now is {plain_number(value)}"
        )


def _value_decided(record: Record, metric: str, value: MetricValue, correction: Correction) -> Record:
    _still(value.value, correction)
    at = next(o for o in record.observations if o.id in value.observations)
    if correction.decision == "reject":
        observations = tuple(
            _without(o, metric) if o.id in value.observations else o for o in record.observations
        )
        metrics = {id: other for id, other in record.metrics.items() if id != metric}
        changed = record.model_copy(update={"metrics": metrics, "observations": observations})
        return _warned(changed, f"{metric}: {plain_number(value.value)} was rejected by hand", at, correction)
    if correction.decision == "accept":
        return _with_metric(
            record, metric, value.model_copy(update={"by_hand": correction.mark(value.value)})
        )
    update = {"value": correction.value, "upper": None, "by_hand": correction.mark(value.value)}
    return _told(
        _with_metric(record, metric, value.model_copy(update=update)), metric, value.value, at, correction
    )


def _metric_given(
    record: Record, metric: str, figure: Observation, correction: Correction, codebook: Codebook
) -> Record:
    """*record* with *metric* told by *figure*, which a person saw and no rule did."""
    if metric not in codebook.metrics:
        raise NoPlace("the codebook has no such metric")
    assert correction.value is not None
    was = record.metrics[metric].value if metric in record.metrics else None
    value = MetricValue(
        value=correction.value,
        upper=None,
        unit=codebook.metrics[metric].unit,
        bound=figure.bound,
        method="stated",
        observations=(figure.id,),
        by_hand=correction.mark(was),
    )
    own = (*figure.metrics, *(() if metric in figure.metrics else (metric,)))
    record = _with_figure(record, figure.model_copy(update={"metrics": own}))
    order = {id: place for place, id in enumerate(codebook.metrics)}
    metrics = sorted(
        {**record.metrics, metric: value}.items(), key=lambda item: order.get(item[0], len(order))
    )
    return _told(record.model_copy(update={"metrics": dict(metrics)}), metric, was, figure, correction)


def _figure_decided(record: Record, figure: Observation, correction: Correction) -> Record:
    """*record* with the reading of one figure decided, and the values that rest on it."""
    _still(figure.value, correction)
    marked = figure.model_copy(update={"by_hand": correction.mark(figure.value)})
    if correction.decision == "accept":
        return _with_figure(record, marked)
    if correction.decision == "correct":
        changed = _with_figure(record, marked.model_copy(update={"value": correction.value, "upper": None}))
        changed = _told(changed, figure.text, figure.value, figure, correction)
    else:
        changed = _with_figure(record, marked.model_copy(update={"metrics": (), "rule": None}))
        changed = _warned(changed, f"{figure.text} was rejected by hand", figure, correction)
    for metric, value in record.metrics.items():
        if figure.id in value.observations:
            changed = _remade(changed, metric, value, figure, correction)
    return changed


def _remade(
    record: Record, metric: str, value: MetricValue, figure: Observation, correction: Correction
) -> Record:
    """*record* with the value of *metric* without *figure*, or with what it is corrected to.

    A value in another unit than its figures stays, and the record says that somebody should look at it.
    """
    others = tuple(id for id in value.observations if id != figure.id)
    kept = value.observations if correction.decision == "correct" else others
    metrics = dict(record.metrics)
    if not kept:
        del metrics[metric]
    elif sum(o.value for o in record.observations if o.id in others) + figure.value == value.value:
        amount = value.value - figure.value + (correction.value or 0)
        method = "sum" if len(kept) > 1 else value.method if correction.decision == "correct" else "stated"
        mark = ByHand(decision="correct", was=value.value, note=correction.note, by=correction.by)
        update = {"value": amount, "upper": None, "method": method, "observations": kept, "by_hand": mark}
        metrics[metric] = value.model_copy(update=update)
    else:
        message = f"{metric}: {plain_number(value.value)} rests on {figure.text}, which was changed by hand; decide about it too"
        return _noted(
            record, Warning(code="corrected-part", message=message, start=figure.start, end=figure.end)
        )
    return record.model_copy(update={"metrics": metrics})


def _without(observation: Observation, metric: str) -> Observation:
    metrics = tuple(id for id in observation.metrics if id != metric)
    return observation.model_copy(update={"metrics": metrics, "rule": observation.rule if metrics else None})


def _with_metric(record: Record, metric: str, value: MetricValue) -> Record:
    return record.model_copy(update={"metrics": {**record.metrics, metric: value}})


def _with_figure(record: Record, figure: Observation) -> Record:
    return record.model_copy(
        update={"observations": tuple(figure if o.id == figure.id else o for o in record.observations)}
    )


def _told(record: Record, what: str, was: Decimal | None, at: Observation, correction: Correction) -> Record:
    assert correction.value is not None
    before = "" if was is None else f" in place of {plain_number(was)}"
    return _warned(record, f"{what}: {plain_number(correction.value)}{before}, by hand", at, correction)


def _warned(record: Record, message: str, at: Observation, correction: Correction) -> Record:
    """*record* with a warning that says what was changed, by whom and why."""
    who = f" ({correction.by})" if correction.by else ""
    why = f": {correction.note}" if correction.note else ""
    code = "corrected" if correction.decision == "correct" else "rejected"
    return _noted(
        record,
        Warning(code=code, message=f"{message}{who}{why}", start=at.start, end=at.end),
    )


def _noted(record: Record, warning: Warning) -> Record:
    return record.model_copy(update={"warnings": (*record.warnings, warning)})
