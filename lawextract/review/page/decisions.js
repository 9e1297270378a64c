// Accept, correct, reject; export and import. A target is a metric of the open report, or one of its figures (metric -1).

const MARKS = { accept: '✓', correct: '✎', reject: '✗' };

function decisionButtons(target, decision, name) {
  const one = (kind) => button(MARKS[kind], () => (kind === 'correct' ? askCorrection(target) : decide(target, kind)), {
    class: `decide ${kind}`, title: word(kind), 'aria-label': `${word(kind)}: ${name}`, 'aria-pressed': String(decision?.decision === kind),
    'data-focus': `${kind} ${target.metric} ${target.metric < 0 ? target.figure : ''}`,
  });
  return make('span', { class: 'decisions', role: 'group', 'aria-label': name }, one('accept'), one('correct'), one('reject'));
}

/** What the keys act on. */
function chosenTarget() {
  return state.figure >= 0 ? { metric: state.metric, figure: state.figure } : null;
}

function found(target) {
  const report = REPORTS[state.report];
  return target.metric >= 0 ? decisionOnMetric(report, target.metric) : decisionAt(report, state.doc.figures[target.figure]);
}

/** Decide; deciding the same again takes it back. */
function decide(target, decision, more = {}) {
  const before = found(target);
  if (before) decisions.delete(keyOf(before));
  if (before?.decision !== decision || decision === 'correct') {
    const made = correction(target, decision, more);
    decisions.set(keyOf(made), made);
  }
  afterDeciding();
}

function undo(target) {
  const before = found(target);
  if (before) decisions.delete(keyOf(before));
  afterDeciding();
}

function correction({ metric, figure }, decision, { value, note, by }) {
  const report = REPORTS[state.report];
  const place = state.doc.figures[figure];
  const read = metric >= 0 ? report.values.find((one) => one.metric === metric) : place;
  return {
    source: { path: report.path, sha256: report.sha256 },
    ...(metric >= 0 ? { metric: METRICS[metric].id } : {}),
    ...(place ? { span: { start: place.start, end: place.end, text: place.words } } : {}),
    decision,
    ...(decision === 'correct' ? { value } : {}),
    ...(read ? { was: read.value } : {}),
    ...(note ? { note } : {}),
    ...(by ? { by } : {}),
  };
}

function afterDeciding() {
  keepDecisions();
  showDecided();
  if (state.doc) drawValues();
  redrawList();
}

function showDecided() {
  byId('decided').textContent = decisions.size ? word('decided', decisions.size) : '';
  byId('export').disabled = !decisions.size;
}

// The dialog

let asked = null; // the target it is about

function startDialog() {
  byId('metrics').append(...METRICS.map((metric) => make('option', { value: metric.id }, `${metric.zh} ${metric.en}`)));
  byId('correct-cancel').addEventListener('click', () => byId('correct').close());
  byId('correct').querySelector('form').addEventListener('submit', saveCorrection);
}

function askCorrection(target) {
  const figure = state.doc.figures[target.figure];
  const before = found(target);
  const value = REPORTS[state.report].values.find((one) => one.metric === target.metric);
  asked = target;
  byId('correct-title').textContent = word('correctTitle', target.metric >= 0 ? metricName(target.metric) : figure.words);
  byId('correct-words').textContent = figure ? state.doc.text.slice(figure.clause.from, figure.clause.to) : '';
  byId('correct-metric').value = target.metric >= 0 ? METRICS[target.metric].id : before?.metric ?? '';
  byId('correct-metric').disabled = target.metric >= 0;
  byId('correct-value').value = before?.value ?? (value ?? figure).value;
  byId('correct-note').value = before?.note ?? '';
  byId('correct-problem').textContent = '';
  byId('correct').showModal();
  byId('correct-value').select();
}

function saveCorrection(event) {
  event.preventDefault();
  const named = byId('correct-metric').value.trim();
  const metric = named ? METRICS.find((one) => [one.id, one.zh, one.en].includes(named)) : undefined;
  const value = byId('correct-value').valueAsNumber;
  const problem = named && !metric ? word('noSuchMetric') : Number.isFinite(value) ? '' : word('noNumber');
  byId('correct-problem').textContent = problem;
  if (problem) return;
  const before = found(asked);
  if (before) decisions.delete(keyOf(before));
  const target = { metric: metric?.number ?? -1, figure: asked.figure };
  const more = { value, note: byId('correct-note').value.trim(), by: byId('correct-by').value.trim() };
  byId('correct').close();
  decide(target, 'correct', more);
}

// Files

function startFiles() {
  byId('export').addEventListener('click', exportDecisions);
  byId('import').addEventListener('click', () => byId('import-file').click());
  byId('import-file').addEventListener('change', async (event) => {
    const [file] = event.target.files;
    if (file) importDecisions(await file.text());
    event.target.value = '';
  });
}

/** All decisions, in the order of the reports. */
function exported() {
  const places = new Map(REPORTS.map((report) => [report.sha256, report.number]));
  const place = (one) => places.get(one.source.sha256) ?? REPORTS.length;
  const sorted = [...decisions.values()].sort((a, b) => place(a) - place(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return `${JSON.stringify({ version: '1', corrections: sorted }, null, 1)}\n`;
}

function exportDecisions() {
  const address = URL.createObjectURL(new Blob([exported()], { type: 'application/json' }));
  make('a', { href: address, download: 'corrections.json' }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  say(word('exported', decisions.size));
}

function importDecisions(text) {
  try {
    const { corrections } = JSON.parse(text);
    const wrong = corrections.findIndex((one) => !isCorrection(one));
    if (wrong >= 0) throw new TypeError(`correction ${wrong + 1}`);
    for (const one of corrections) decisions.set(keyOf(one), one);
    const known = new Set(REPORTS.map((report) => report.sha256));
    say(word('imported', corrections.length, corrections.filter((one) => !known.has(one.source.sha256)).length));
    afterDeciding();
  } catch (error) {
    say(word('notImported', error.message));
  }
}
