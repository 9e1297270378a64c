// What was read of the open report: its values, other figures, checks and warnings, each leading to its place.

const openParts = new Set(['reported', 'unmapped', 'checks', 'warnings']);

/** Draw the values of the open report anew, keeping place and focus. */
function drawValues() {
  const pane = byId('values');
  const { scrollTop } = pane;
  const focused = document.activeElement?.dataset.focus;
  drawChosen();
  const report = REPORTS[state.report];
  const { doc } = state;
  const unmapped = doc.figures.filter((figure) => figureKind(figure, report) === 'unmapped');
  const others = doc.figures.filter((figure) => figureKind(figure, report) === 'mapped');
  byId('values').replaceChildren(
    part('reported', report.values.length, () => reportedRows(report)),
    part('unmapped', unmapped.length, () => unmapped.map((figure) => figureRow(report, figure))),
    part('others', others.length, () => others.map((figure) => figureRow(report, figure))),
    part('checks', doc.checks.length, () => doc.checks.map(checkRow)),
    part('warnings', doc.warnings.length, () => doc.warnings.map(warningRow)),
    part('about', null, () => [aboutList(report)]),
  );
  markChosenRow();
  pane.scrollTop = scrollTop;
  if (focused) pane.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** A part that opens and closes. */
function part(name, count, rows) {
  const details = make('details', { class: 'part', 'data-part': name, open: openParts.has(name) && count !== 0 });
  details.append(make('summary', { 'data-focus': `part ${name}` }, make('h2', {}, word(name)), count === null ? null : make('span', { class: 'number' }, String(count))), ...rows());
  details.addEventListener('toggle', () => (details.open ? openParts.add(name) : count && openParts.delete(name)));
  return details;
}

/** The reported values under the names of their domains. */
function reportedRows(report) {
  const made = [];
  let domain = null;
  for (const value of report.values) {
    const metric = METRICS[value.metric];
    if (metric.domain !== domain) {
      domain = metric.domain;
      made.push(make('h3', {}, domainName(domain)));
    }
    made.push(valueRow(report, value));
  }
  return made;
}

function valueRow(report, value) {
  const decision = decisionOnMetric(report, value.metric);
  const dot = make('span', { class: 'dot', 'aria-hidden': 'true' });
  dot.style.setProperty('--hue', hue(value.metric));
  const name = make(
    'button',
    { type: 'button', class: 'place', 'data-focus': `metric ${value.metric}`, title: METRICS[value.metric].definition, click: () => chooseMetric(value.metric) },
    dot, make('span', { class: 'name' }, metricName(value.metric)), amountOf(value, decision, value.unit),
    value.method === 'sum' ? make('span', { class: 'badge' }, word('sum')) : null,
    value.byHand ? make('span', { class: 'badge good' }, word('byHand', value.byHand.was)) : null,
  );
  return make('div', { class: `item ${decision?.decision ?? ''}`, 'data-metric': value.metric }, name, decisionButtons({ metric: value.metric, figure: value.figures[0] }, decision, metricName(value.metric)));
}

/** The value as it was read, struck out where it was decided otherwise. */
function amountOf(value, decision, unit) {
  const read = `${amount(value)} ${unit ?? ''}`;
  if (decision?.decision === 'correct') return make('span', { class: 'amount' }, decision.was === value.value || !decision.metric ? make('del', {}, read) : read, ' ', make('ins', {}, plain(decision.value)));
  if (decision?.decision === 'reject') return make('span', { class: 'amount' }, make('del', {}, read));
  return make('span', { class: 'amount' }, read);
}

function figureRow(report, figure) {
  const decision = decisionAt(report, figure);
  const names = figure.metrics.map(metricName).join('、');
  const given = decision?.metric ? METRICS.find((metric) => metric.id === decision.metric) : undefined;
  const words = state.doc.text.slice(figure.clause.from, figure.clause.to).trim();
  const place = make(
    'button',
    { type: 'button', class: 'place', 'data-focus': `figure ${figure.index}`, click: () => chooseFigure(figure.index, { pane: 'text' }) },
    make('span', { class: 'name' }, names || given?.[language] || quote(shortened(words, figure.words))),
    amountOf(figure, decision, figure.unit),
    ['status', 'scope'].filter((key) => !['actual', 'own'].includes(figure[key])).map((key) => make('span', { class: 'badge' }, term(figure[key]))),
    figure.year !== null && figure.year !== report.year ? make('span', { class: 'badge' }, String(figure.year)) : null,
    figure.byHand ? make('span', { class: 'badge good' }, word('byHand', figure.byHand.was)) : null,
  );
  return make('div', { class: `item ${decision?.decision ?? ''}`, 'data-figure': figure.index }, place, decisionButtons({ metric: -1, figure: figure.index }, decision, figure.words));
}

/** Some words around a figure. */
function shortened(clause, words) {
  const at = clause.indexOf(words);
  const from = Math.max(0, at - 16);
  return `${from ? '…' : ''}${clause.slice(from, at + words.length + 8)}`;
}

function checkRow(check) {
  const words = check.figures.map((index) => state.doc.figures[index].words).join('、');
  const go = () => chooseFigure(check.figures[0], { pane: 'text' });
  return make('div', { class: `item check ${check.status}` }, make('button', { type: 'button', class: 'place', click: go, disabled: !check.figures.length },
    make('span', { class: 'name' }, `${term(check.kind)}: `, quote(words)), make('span', { class: check.status === 'differs' ? 'badge bad' : 'badge' }, term(check.status)), make('small', {}, check.message)));
}

function warningRow(warning) {
  const figure = warning.from === undefined ? undefined : state.doc.figures.find((one) => one.from === warning.from);
  const content = [make('span', { class: 'badge warn' }, warning.code), ' ', quote(warning.message)];
  const row = figure ? make('button', { type: 'button', class: 'place', click: () => chooseFigure(figure.index, { pane: 'text' }) }, ...content) : make('p', {}, ...content);
  return make('div', { class: 'item' }, row);
}

function aboutList(report) {
  const { about } = state.doc;
  const entries = { source: report.path, sha256: report.sha256, issuer: report.issuer, level: about.level, status: about.status, code: about.code, period: about.period, published: about.published, script: about.script, media_type: about.media_type, encoding: about.encoding };
  const named = { sha256: 'SHA-256', status: word('region') };
  return make('dl', {}, ...Object.entries(entries).filter(([, value]) => value !== null && value !== undefined)
    .flatMap(([key, value]) => [make('dt', {}, named[key] ?? word(key)), make('dd', {}, quote(term(value)))]));
}

/** All that was read of the chosen figure, what was decided, and its metric over the years. */
function drawChosen() {
  const report = REPORTS[state.report];
  const figure = state.doc.figures[state.figure];
  if (!figure) {
    byId('chosen').replaceChildren(make('p', { class: 'hint' }, word('chooseFigure')));
    return;
  }
  const metrics = state.metric >= 0 ? [state.metric] : figure.metrics;
  const clause = state.doc.text.slice(figure.clause.from, figure.clause.to);
  const at = figure.from - figure.clause.from;
  const facts = ['kind', 'bound', 'status', 'scope', 'year', 'actor', 'action', 'object', 'change', 'rule'].filter((key) => figure[key] !== null);
  const locator = state.doc.locators.find((one) => one.from <= figure.from && one.to >= figure.to);
  const place = `${figure.start}–${figure.end}${locator ? ` · ${locator.value}` : ''}`;
  byId('chosen').replaceChildren(
    make('h2', {}, ...(metrics.length ? [metrics.map(metricName).join('、')] : [quote(figure.words)])),
    make('p', { class: 'big' }, amount(figure), ' ', figure.unit ?? ''),
    make('blockquote', {}, quote(clause.slice(0, at)), make('mark', {}, figure.words), quote(clause.slice(at + figure.words.length))),
    make('dl', { class: 'facts' }, ...facts.flatMap((key) => [make('dt', {}, word(key)), make('dd', {}, quote(term(figure[key])))]), make('dt', {}, word('place')), make('dd', {}, place)),
    ...metrics.map((metric) => chart(metric, report)).filter(Boolean),
  );
}

/** Go from a value to its place; a sum's figures come one after the other. */
function chooseMetric(metric) {
  const { figures } = REPORTS[state.report].values.find((value) => value.metric === metric);
  const next = state.metric === metric ? figures[(figures.indexOf(state.figure) + 1) % figures.length] : figures[0];
  if (next === undefined) return;
  chooseFigure(next, { metric, pane: 'text' });
}

/** Choose a figure; its value is the chosen one where the record reports it. */
function chooseFigure(index, { metric = undefined, pane = undefined, focus = false } = {}) {
  state.figure = index;
  state.metric = metric ?? valueOf(REPORTS[state.report], index)?.metric ?? -1;
  if (pane) showPane(pane);
  view.choose(index, { focus });
  drawChosen();
  const row = markChosenRow();
  if (row) {
    row.closest('details').open = true;
    row.scrollIntoView({ block: 'nearest' });
  }
  keepAddress();
}

/** Mark the row of the chosen value or figure; gives that row. */
function markChosenRow() {
  const values = byId('values');
  for (const one of values.querySelectorAll('[aria-current]')) one.removeAttribute('aria-current');
  const row = values.querySelector(state.metric >= 0 ? `[data-metric="${state.metric}"]` : `[data-figure="${state.figure}"]`);
  row?.querySelector('.place').setAttribute('aria-current', 'true');
  return row;
}

/** The figures that the previous and next buttons step through. */
function steps() {
  const report = REPORTS[state.report];
  const kind = byId('steps').value;
  return state.doc.figures.filter((figure) => {
    const value = valueOf(report, figure.index);
    if (kind === 'values') return value;
    if (kind === 'unmapped') return figureKind(figure, report) === 'unmapped';
    if (kind === 'undecided') return value ? !decisionOnMetric(report, value.metric) : figureKind(figure, report) === 'unmapped' && !decisionAt(report, figure);
    return true;
  });
}

function stepFigure(step) {
  if (!state.doc) return;
  const order = steps().map((figure) => figure.index);
  const next = step > 0 ? order.find((index) => index > state.figure) : order.findLast((index) => state.figure < 0 || index < state.figure);
  const index = next ?? (step > 0 ? order[0] : order.at(-1));
  if (index !== undefined) chooseFigure(index, { pane: 'text', focus: true });
}
