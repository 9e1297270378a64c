// What the page shows, and the decisions. Decisions have the form of the file that lawextract parse --corrections reads.

const state = {
  report: -1, // the open report
  doc: null, // the same, whole
  figure: -1, // the chosen figure of it
  metric: -1, // the metric whose value is chosen
  other: -1, // the report compared with
  shown: REPORTS.map((report) => report.number), // those in the list
  query: '',
  found: new Set(), // reports whose text has the query
};

const decisions = new Map();
const STORE = `lawextract-review:${DATA.key}`;

/** The decision about a metric of a report, or without one about a figure. */
function decisionKey(sha256, metricId, figure) {
  return JSON.stringify(metricId ? [sha256, metricId] : [sha256, figure.start, figure.end]);
}

function keyOf(correction) {
  return decisionKey(correction.source.sha256 || correction.source.path, correction.metric, correction.span);
}

function decisionOnMetric(report, metric) {
  return decisions.get(decisionKey(report.sha256, METRICS[metric].id));
}

function decisionOnFigure(report, figure) {
  return decisions.get(decisionKey(report.sha256, null, figure));
}

/** Decisions on figures of *report* without a metric of their own, and on metrics that were given to a figure. */
function decisionAt(report, figure) {
  const given = [...decisions.values()].find(
    (one) => one.source.sha256 === report.sha256 && one.metric && one.span && one.span.start === figure.start && one.span.end === figure.end,
  );
  return given || decisionOnFigure(report, figure);
}

function keepDecisions() {
  try {
    localStorage.setItem(STORE, JSON.stringify([...decisions.values()]));
  } catch {
    // a browser that keeps nothing for files: what matters is exported
  }
}

function recallDecisions() {
  try {
    for (const one of JSON.parse(localStorage.getItem(STORE)) ?? []) if (isCorrection(one)) decisions.set(keyOf(one), one);
  } catch {
    // as above
  }
}

const isText = (value) => value === undefined || value === null || typeof value === 'string';
const isNumber = (value) => value === undefined || value === null || Number.isFinite(value);
const isSpan = (span) => span === undefined || span === null || (Number.isInteger(span.start) && Number.isInteger(span.end) && typeof span.text === 'string');

/** Whether *one* has the form of a correction; the whole rule is schemas/corrections.schema.json. */
function isCorrection(one) {
  return Boolean(
    one && typeof one === 'object' && one.source && (one.source.path || one.source.sha256) && isText(one.source.path) && isText(one.source.sha256)
    && (one.metric || one.span) && isText(one.metric) && isSpan(one.span) && ['accept', 'correct', 'reject'].includes(one.decision)
    && isNumber(one.value) && isNumber(one.was) && isText(one.note) && isText(one.by) && (one.decision === 'correct') === Number.isFinite(one.value),
  );
}
