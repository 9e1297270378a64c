// Search: names at once, texts one after the other without stopping the page, matches in the open text.

const texts = new Map(); // report → its text in lower case, once it was searched
let searching = 0; // counts searches, so that an older one stops

function startSearch() {
  byId('query').addEventListener('input', search);
  byId('search').addEventListener('submit', (event) => {
    event.preventDefault();
    stepHit(1);
  });
  byId('hit-before').addEventListener('click', () => stepHit(-1));
}

/** Characters that look alike in lower case; where that would change the length, the text as it is. */
function lower(text) {
  const changed = text.toLowerCase();
  return changed.length === text.length ? changed : text;
}

async function search() {
  const turn = (searching += 1);
  state.query = lower(byId('query').value.trim());
  state.found = new Set();
  filterList();
  showHits();
  if (!state.query) return say('');
  let drawn = performance.now();
  for (const { number } of REPORTS) {
    if (!texts.has(number)) texts.set(number, lower((await unpacked(number))[0]));
    if (turn !== searching) return undefined;
    if (texts.get(number).includes(state.query)) state.found.add(number);
    if (performance.now() - drawn > 200) {
      filterList();
      say(word('searching', number + 1, REPORTS.length));
      drawn = performance.now();
    }
  }
  filterList();
  say(word('count', state.shown.length, REPORTS.length));
  return undefined;
}

/** Mark the query in the open text and say how often it is there. */
function showHits() {
  const all = state.doc ? view.search(state.query) : 0;
  byId('hits').textContent = state.query && state.doc ? word('hits', Math.max(view.hit + 1, 0), all) : '';
  byId('hit-before').hidden = byId('hit-after').hidden = !all;
}

/** Go to the next match; where the open text has none, to the first report of the list. */
function stepHit(step) {
  if (!state.query) return;
  if (!view.hits.length) {
    if (state.shown.length && !state.shown.includes(state.report)) showReport(state.shown[0]);
    return;
  }
  showPane('text');
  view.stepHit(step);
  byId('hits').textContent = word('hits', view.hit + 1, view.hits.length);
}
