// Two reports side by side: a row a metric, both texts beside it; a value leads to its place in its own text.

const OFFERED = 300; // at most so many reports of the list are offered

const sides = []; // the two texts

async function startCompare(other = -1) {
  if (!state.doc) return;
  state.other = other;
  showPane('compare');
  byId('compare-pane').hidden = false;
  await drawCompare();
  byId('compare-pane').querySelector('select').focus();
}

function endCompare() {
  state.other = -1;
  sides.length = 0;
  byId('compare-pane').hidden = true;
  byId('compare-pane').replaceChildren();
  showPane('text');
  byId('compare').focus();
}

async function drawCompare() {
  const left = REPORTS[state.report];
  const right = REPORTS[state.other];
  const choice = make('select', { change: (event) => startCompare(Number(event.target.value)) }, make('option', { value: -1 }, word('choose')), ...offers(left));
  choice.value = String(state.other);
  const only = make('input', { type: 'checkbox', id: 'only-different', change: () => drawTable(left, right) });
  sides.length = 0;
  byId('compare-pane').replaceChildren(
    make('div', { class: 'bar' },
      button(word('closeCompare'), endCompare),
      make('label', {}, make('span', {}, word('compareWith')), ' ', choice),
      right ? make('label', { class: 'tick' }, only, ' ', word('onlyDifferent')) : null),
    ...(right ? [make('div', { class: 'sides' }, side(left, 'left'), make('div', { id: 'compare-table', tabindex: 0, role: 'group', 'aria-label': word('compare') }), side(right, 'right'))] : []),
  );
  if (!right) return;
  drawTable(left, right);
  const docs = [state.doc, await openReport(right.number)];
  for (const [place, doc] of docs.entries()) sides[place]?.show(doc, REPORTS[doc.number]);
}

function offers(left) {
  const option = (number) => make('option', { value: number }, `${reportName(REPORTS[number])} ${REPORTS[number].year ?? ''}`);
  const near = REPORTS.filter((report) => report.region && report.region === left.region && report.number !== left.number).map((report) => report.number);
  const rest = state.shown.filter((number) => number !== left.number && !near.includes(number)).slice(0, OFFERED);
  const group = (name, numbers) => (numbers.length ? make('optgroup', { label: word(name) }, ...numbers.map(option)) : null);
  return [group('sameRegion', near), group('inList', rest)].filter(Boolean);
}

function side(report, name) {
  const text = make('article', { class: 'text', tabindex: 0, 'aria-label': `${reportName(report)} ${report.year ?? ''}` });
  const one = new TextView(text, (figure) => one.choose(figure));
  sides.push(one);
  return make('div', { class: `side ${name}` }, make('h2', {}, quote(reportName(report)), ` ${report.year ?? ''}`), text);
}

function drawTable(left, right) {
  const only = byId('only-different').checked;
  const pairs = METRICS.map(({ number }) => [number, ...[left, right].map((report) => report.values.find((value) => value.metric === number))])
    .filter(([, a, b]) => (only ? a && b && a.value !== b.value : a || b));
  const heads = [word('metric'), ...[left, right].map((report) => `${reportName(report)} ${report.year ?? ''}`), word('difference')];
  byId('compare-table').replaceChildren(
    make('table', {}, make('thead', {}, make('tr', {}, ...heads.map((head) => make('th', { scope: 'col' }, quote(head))))),
      make('tbody', {}, ...pairs.map(([metric, a, b]) => make('tr', {},
        make('th', { scope: 'row' }, metricName(metric), ' ', make('small', {}, METRICS[metric].unit)),
        make('td', {}, comparedValue(a, 0, metric)), make('td', {}, comparedValue(b, 1, metric)), make('td', {}, a && b ? difference(a, b, METRICS[metric].unit) : []))))));
}

function comparedValue(value, place, metric) {
  if (!value) return '';
  const report = place ? state.other : state.report;
  return button(amount(value), () => sides[place].choose(value.figures[0], { focus: true }), { class: 'place', 'aria-label': `${metricName(metric)}: ${amount(value)} (${reportName(REPORTS[report])} ${REPORTS[report].year ?? ''})` });
}

/** +12 (+8 %): from the left value to the right one; percentages differ in points. */
function difference(a, b, unit) {
  const change = Number((b.value - a.value).toPrecision(12));
  const sign = change > 0 ? '+' : '';
  const share = unit !== '%' && a.value > 0 && change ? ` (${sign}${plain(Number(((change / a.value) * 100).toPrecision(3)))} %)` : '';
  return [make('span', { class: 'whole' }, `${sign}${plain(change)}`), make('span', { class: 'whole' }, share)];
}
