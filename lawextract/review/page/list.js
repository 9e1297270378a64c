// The list of reports: only the rows in sight are in the page, so that thousands scroll like five.

const ROW = 76; // pixels, as in style.css
const AROUND = 12; // rows kept above and below those in sight

const rows = new Map(); // place in the list → its element

function startList() {
  const list = byId('list');
  list.append(make('div', { id: 'list-height', role: 'presentation' }));
  list.addEventListener('scroll', drawRows, { passive: true });
  list.addEventListener('keydown', onListKey);
  list.addEventListener('click', (event) => {
    const row = event.target.closest('.row');
    if (row) showReport(Number(row.dataset.report), { pane: 'text' });
  });
  new ResizeObserver(drawRows).observe(list);
  for (const id of ['filter-findings', 'filter-unmapped', 'filter-warnings', 'filter-undecided', 'filter-year']) byId(id).addEventListener('change', filterList);
  byId('filter-region').addEventListener('input', filterList);
  const regions = [...new Set(REPORTS.map((report) => report.region).filter(Boolean))].sort();
  byId('regions').append(...regions.map((name) => make('option', { value: name })));
}

/** The choices of the year filter, in the language of the page. */
function offerYears() {
  const chosen = byId('filter-year').value;
  const years = [...new Set(REPORTS.map((report) => report.year).filter((year) => year !== null))].sort();
  byId('filter-year').replaceChildren(make('option', { value: '' }, word('any')), ...years.map((year) => make('option', { value: year }, String(year))));
  byId('filter-year').value = chosen;
}

/** Show the reports that pass the filters and have the query in a name or in their text. */
function filterList() {
  const region = byId('filter-region').value.trim();
  const year = byId('filter-year').value;
  const ticked = (id) => byId(id).checked;
  state.shown = REPORTS.filter(
    (report) =>
      (!region || (report.region ?? '').includes(region)) && (!year || String(report.year) === year)
      && (!ticked('filter-findings') || report.findings) && (!ticked('filter-unmapped') || report.unmapped)
      && (!ticked('filter-warnings') || report.warnings) && (!ticked('filter-undecided') || isOpen(report))
      && (!state.query || state.found.has(report.number) || isNamed(report, state.query)),
  ).map((report) => report.number);
  byId('count').textContent = word('count', state.shown.length, REPORTS.length);
  byId('none').hidden = state.shown.length > 0;
  redrawList();
}

function isNamed(report, query) {
  return [report.region, report.title, report.path, report.issuer, String(report.year)].some((name) => (name ?? '').toLowerCase().includes(query));
}

function isOpen(report) {
  return report.values.some((value) => !decisionOnMetric(report, value.metric));
}

/** Draw all rows anew: what they say has changed. */
function redrawList() {
  for (const row of rows.values()) row.remove();
  rows.clear();
  byId('list-height').style.height = `${state.shown.length * ROW}px`;
  drawRows();
}

/** Draw the rows in sight, and take away those that are far. */
function drawRows() {
  const list = byId('list');
  const open = state.shown.indexOf(state.report);
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - AROUND);
  const last = Math.min(state.shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + AROUND);
  const wanted = (place) => (place >= first && place < last) || place === open;
  for (const [place, row] of rows) {
    if (!wanted(place)) {
      row.remove();
      rows.delete(place);
    }
  }
  const added = [];
  for (let place = first; place < last; place += 1) if (!rows.has(place)) added.push(place);
  if (open >= 0 && !rows.has(open) && !added.includes(open)) added.push(open);
  for (const place of added) {
    const row = makeRow(place);
    rows.set(place, row);
    list.append(row);
  }
  if (open >= 0) list.setAttribute('aria-activedescendant', rows.get(open).id);
  else list.removeAttribute('aria-activedescendant');
}

function makeRow(place) {
  const report = REPORTS[state.shown[place]];
  const done = report.values.filter((value) => decisionOnMetric(report, value.metric)).length;
  const badges = [
    make('span', { class: done === report.values.length && done ? 'badge good' : 'badge' }, done ? `${done}/${word('badgeValues', report.values.length)}` : word('badgeValues', report.values.length)),
    report.unmapped ? make('span', { class: 'badge open' }, word('badgeUnmapped', report.unmapped)) : null,
    report.findings ? make('span', { class: 'badge bad' }, word('badgeFindings', report.findings)) : null,
    report.warnings ? make('span', { class: 'badge warn' }, word('badgeWarnings', report.warnings)) : null,
  ];
  const row = make(
    'div',
    {
      class: 'row', role: 'option', id: `row-${report.number}`, 'data-report': report.number, 'aria-selected': String(report.number === state.report),
      'aria-posinset': place + 1, 'aria-setsize': state.shown.length,
    },
    make('div', { class: 'row-name' }, quote(report.region || report.title || word('noRegion')), make('b', {}, report.year === null ? word('noYear') : String(report.year))),
    make('div', { class: 'row-path' }, quote(report.path, { title: report.path })),
    make('div', { class: 'badges' }, ...badges),
  );
  row.style.top = `${place * ROW}px`;
  return row;
}

function onListKey(event) {
  const page = Math.max(1, Math.floor(byId('list').clientHeight / ROW) - 1);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
  if (event.key === 'Enter' && state.report >= 0) {
    showPane('text');
    byId('text').focus();
  } else if (Object.hasOwn(steps, event.key)) stepReport(steps[event.key]);
  else return;
  event.preventDefault();
}

/** Open the report so many places further down the list. */
function stepReport(step) {
  if (!state.shown.length) return;
  const place = state.shown.indexOf(state.report);
  const next = Math.min(state.shown.length - 1, Math.max(0, place < 0 ? 0 : place + step));
  showReport(state.shown[next]);
}

/** Mark the open report in the list and bring it into sight. */
function markOpenReport() {
  const list = byId('list');
  const place = state.shown.indexOf(state.report);
  if (place >= 0) {
    if (place * ROW < list.scrollTop) list.scrollTop = place * ROW;
    else if ((place + 1) * ROW > list.scrollTop + list.clientHeight) list.scrollTop = (place + 1) * ROW - list.clientHeight;
  }
  drawRows();
  for (const row of rows.values()) row.setAttribute('aria-selected', String(Number(row.dataset.report) === state.report));
}
