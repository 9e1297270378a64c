// Putting it together: opening reports, panes, languages, keys, the address.

const view = new TextView(byId('text'), (figure) => chooseFigure(figure, { pane: 'values' }));
let opening = 0; // counts openings, so that a slower one does not overtake

async function showReport(number, { pane = undefined, figure = -1 } = {}) {
  const turn = (opening += 1);
  state.report = number;
  markOpenReport();
  if (pane) showPane(pane);
  let doc;
  try {
    doc = await openReport(number);
  } catch {
    return say(word('broken'));
  }
  if (turn !== opening) return undefined;
  if (state.other >= 0 || !byId('compare-pane').hidden) endCompare();
  Object.assign(state, { doc, figure: -1, metric: -1 });
  byId('values').scrollTop = 0;
  view.show(doc, REPORTS[number]);
  drawAbout();
  drawValues();
  showHits();
  if (figure >= 0 && figure < doc.figures.length) chooseFigure(figure);
  else keepAddress();
  return undefined;
}

function drawAbout() {
  const report = REPORTS[state.report];
  byId('about').replaceChildren(
    make('h2', {}, quote(report.title || `${reportName(report)} ${report.year ?? ''}`)),
    make('p', {}, quote([report.region || word('noRegion'), report.year ?? word('noYear'), report.issuer].filter(Boolean).join(' · ')), ' ', make('small', {}, quote(report.path))),
  );
}

/** On small screens one pane is shown at a time. */
function showPane(name) {
  document.body.dataset.pane = name;
  for (const one of document.querySelectorAll('nav.panes button')) one.setAttribute('aria-pressed', String(one.dataset.pane === name));
}

function speak(chosen) {
  language = chosen;
  translate();
  byId('language').textContent = word('language');
  byId('language').lang = language === 'zh' ? 'en' : 'zh-CN';
  byId('language').setAttribute('aria-label', word('languageLabel'));
  const kinds = { all: 'stepAll', values: 'stepValues', unmapped: 'stepUnmapped', undecided: 'stepUndecided' };
  const kind = byId('steps').value || 'all';
  byId('steps').replaceChildren(...Object.entries(kinds).map(([value, key]) => make('option', { value }, word(key))));
  byId('steps').value = kind;
  byId('legend').querySelector('ul').replaceChildren(...Object.entries(word('roles')).map(([kind, name]) => make('li', {}, make('span', { class: ['value', 'mapped', 'unmapped'].includes(kind) ? `figure ${kind}` : kind }, name))));
  byId('keys-list').replaceChildren(...word('keys').flatMap(([key, name]) => [make('dt', {}, make('kbd', {}, key)), make('dd', {}, name)]));
  offerYears();
  filterList();
  showDecided();
  if (!state.doc) return;
  view.draw();
  drawAbout();
  drawValues();
  showHits();
  if (!byId('compare-pane').hidden) drawCompare();
}

// The address: #r=3&f=12 is the 4th report at its 13th figure.

function keepAddress() {
  const figure = state.figure >= 0 ? `&f=${state.figure}` : '';
  history.replaceState(null, '', `#r=${state.report}${figure}`);
}

function goToAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const place = (name) => (/^\d{1,7}$/.test(asked.get(name) ?? '') ? Number(asked.get(name)) : -1);
  const report = place('r') >= 0 && place('r') < REPORTS.length ? place('r') : 0;
  if (report !== state.report) return showReport(report, { figure: place('f'), pane: place('f') >= 0 ? 'text' : undefined });
  return undefined;
}

// Keys

const KEYS = {
  j: () => stepFigure(1),
  k: () => stepFigure(-1),
  ']': () => stepReport(1),
  '[': () => stepReport(-1),
  '/': () => byId('query').focus(),
  a: () => onChosen((target) => decide(target, 'accept')),
  c: () => onChosen(askCorrection),
  r: () => onChosen((target) => decide(target, 'reject')),
  u: () => onChosen(undo),
  v: () => (byId('compare-pane').hidden ? startCompare() : endCompare()),
  '?': () => byId('keys').showModal(),
};

function onChosen(act) {
  const target = chosenTarget();
  if (target) act(target);
}

function onKey(event) {
  const typing = event.target.closest('input:not([type=checkbox]), select, textarea, dialog');
  if (event.key === 'Escape' && !typing && !byId('compare-pane').hidden) return endCompare();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !byId('keys-on').checked || !Object.hasOwn(KEYS, event.key)) return undefined;
  event.preventDefault();
  return KEYS[event.key]();
}

function start() {
  startList();
  startSearch();
  startDialog();
  startFiles();
  recallDecisions();
  speak(navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
  showPane('list');
  byId('language').addEventListener('click', () => speak(language === 'zh' ? 'en' : 'zh'));
  byId('help').addEventListener('click', KEYS['?']);
  byId('before').addEventListener('click', () => stepFigure(-1));
  byId('after').addEventListener('click', () => stepFigure(1));
  byId('compare').addEventListener('click', () => startCompare());
  for (const one of document.querySelectorAll('nav.panes button')) {
    one.addEventListener('click', () => {
      if (!byId('compare-pane').hidden) endCompare();
      showPane(one.dataset.pane);
    });
  }
  document.addEventListener('keydown', onKey);
  window.addEventListener('hashchange', goToAddress);
  window.addEventListener('beforeprint', () => document.querySelectorAll('#values details').forEach((part) => (part.open = true)));
  byId('filters').open = window.innerHeight > 600 && window.innerWidth > 700;
  goToAddress();
}

start();
