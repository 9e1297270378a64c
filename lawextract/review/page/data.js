// The data of the page: an index of all reports, and each report whole when it is opened. Arrays become objects here.

const DATA = JSON.parse(document.getElementById('head').textContent);

const METRICS = DATA.metrics.map(([id, zh, en, unit, domain, definition], number) => ({ number, id, zh, en, unit, domain, definition }));
const DOMAINS = [...new Set(METRICS.map((metric) => metric.domain))];

const REPORTS = DATA.index.map(([path, sha256, title, issuer, region, year, quantities, unmapped, findings, warnings, values], number) => ({
  number, path, sha256, title, issuer, region, year, quantities, unmapped, findings, warnings, values: values.map(toValue),
}));

function toValue([metric, value, upper, unit, bound, method, figures, byHand]) {
  return { metric, value, upper, unit, bound, method, figures, byHand: toByHand(byHand) };
}

function toByHand(mark) {
  return mark && { decision: mark[0], was: mark[1], note: mark[2], by: mark[3] };
}

/** The name of a metric in the language of the page. */
function metricName(number) {
  return METRICS[number][language] || METRICS[number].id;
}

/** A colour for a domain: its place on the colour circle, in degrees. */
function hue(metric) {
  return Math.round((DOMAINS.indexOf(METRICS[metric].domain) * 360) / DOMAINS.length + 200) % 360;
}

/** What *number* of all reports is called in lists. */
function reportName(report) {
  return report.region || report.title || report.path;
}

/** The report *number* whole. */
async function openReport(number) {
  const [text, mentions, figures, sections, references, problems, plans, checks, warnings, evidence, locators, about] = await unpacked(number);
  const at = utf16(text);
  const span = ([start, end]) => ({ from: at(start), to: at(end) });
  return {
    number,
    text,
    about,
    mentions: mentions.map(([start, end, role]) => ({ ...span([start, end]), role: DATA.roles[role] })),
    figures: figures.map((row, index) => toFigure(row, index, at, text)),
    sections: sections.map(([start, end, level, role]) => ({ ...span([start, end]), level, role })),
    references: references.map(span),
    problems: problems.map(span),
    plans: plans.map(span),
    checks: checks.map(([kind, figures, status, message]) => ({ kind, figures, status, message })),
    warnings: warnings.map(([code, message, start, end]) => ({ code, message, ...(start === null ? {} : span([start, end])) })),
    evidence: evidence.map(span),
    locators: locators.map(([start, end, kind, value]) => ({ ...span([start, end]), kind, value })),
  };
}

function toFigure(row, index, at, text) {
  const [start, end, value, upper, unit, kind, bound, status, scope, year, actor, action, object, change, section, clauseStart, clauseEnd, metrics, rule, byHand] = row;
  return {
    index, start, end, value, upper, unit, kind, bound, status, scope, year, actor, action, object, change, section, metrics, rule,
    from: at(start), to: at(end), words: text.slice(at(start), at(end)), byHand: toByHand(byHand),
    clause: { from: at(clauseStart), to: at(clauseEnd) },
  };
}

/** Turns the record's offsets, which count code points, into those of JavaScript, which count UTF-16 units. */
function utf16(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
  const units = [];
  let unit = 0;
  for (const char of text) {
    units.push(unit);
    unit += char.length;
  }
  units.push(unit);
  return (offset) => units[offset];
}

let payloads = null; // one a report, split at the first use

async function unpacked(number) {
  payloads ??= document.getElementById('payloads').textContent.split('\n');
  const letters = atob(payloads[number]);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  const plain = new Response(bytes).body.pipeThrough(new DecompressionStream('gzip'));
  return new Response(plain).json();
}

/** Whether a figure could be a value of its report, and no metric takes it; as in lawextract/review/data.py. */
function isUnmapped(figure, report) {
  return figure.status === 'actual' && figure.scope === 'own' && !figure.metrics.length && (figure.year === null || figure.year === report.year);
}

/** The value of *report* that rests on a figure, or undefined. */
function valueOf(report, figure) {
  return report.values.find((value) => value.figures.includes(figure));
}
