// The text with its spans. Spans may cross and nest: the text is cut wherever one begins or ends, and every piece carries
// the classes of all spans that cover it.

const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

class TextView {
  /** Shows texts in *root*; *onChoose* is told the figure that is clicked. */
  constructor(root, onChoose) {
    this.root = root;
    this.hits = [];
    this.hit = -1;
    this.figure = -1;
    root.addEventListener('click', (event) => this.click(event, onChoose));
    root.addEventListener('keydown', (event) => {
      if ((event.key === 'Enter' || event.key === ' ') && event.target.dataset.figure) {
        event.preventDefault();
        this.click(event, onChoose);
      }
    });
  }

  click(event, onChoose) {
    const piece = event.target.closest('[data-figure]');
    if (piece) onChoose(Number(piece.dataset.figure.split(' ')[0]));
  }

  show(doc, report) {
    Object.assign(this, { doc, report, hits: [], hit: -1, figure: -1 });
    this.draw();
    this.root.scrollTop = 0;
  }

  /** Draw everything anew, at the same place. */
  draw() {
    const { scrollTop } = this.root;
    const layers = [...layersOf(this.doc, this.report), ...this.hits].filter((layer) => layer.to > layer.from).sort((a, b) => a.from - b.from);
    this.pieces = [];
    this.root.replaceChildren(...this.paragraphs(layers));
    this.mark();
    this.root.scrollTop = scrollTop;
  }

  /** A paragraph a line, headings where sections begin. */
  paragraphs(layers) {
    const { text, sections } = this.doc;
    const cuts = cutsOf(this.doc, layers);
    const levels = new Map(sections.map((section) => [section.from, section.level]));
    const made = [];
    const begun = new Set();
    const run = { layers, next: 0, open: [], cuts, cut: 0, begun };
    for (let from = 0; from <= text.length;) {
      const end = text.indexOf('\n', from);
      const to = end < 0 ? text.length : end + 1;
      const level = levels.get(from + text.slice(from, to).search(/\S|$/));
      const heading = level && text.slice(from, to).trim().length <= 60 ? { role: 'heading', 'aria-level': Math.min(level + 2, 6), class: 'heading' } : {};
      made.push(make('p', heading, ...this.line(from, to, run)));
      if (end < 0) break;
      from = to;
    }
    return made;
  }

  /** The pieces of one line; *run* goes along with the cuts and layers from line to line. */
  line(from, to, run) {
    const made = [];
    for (let at = from; at < to;) {
      while (run.cuts[run.cut] <= at) run.cut += 1;
      const end = Math.min(to, run.cuts[run.cut] ?? to);
      while (run.next < run.layers.length && run.layers[run.next].from <= at) run.open.push(run.layers[run.next++]);
      run.open = run.open.filter((layer) => layer.to > at);
      made.push(this.piece(at, end, run.open, run.begun));
      at = end;
    }
    return made;
  }

  piece(from, to, layers, begun) {
    const element = make('span', { class: layers.map((layer) => layer.kind).join(' ') || null }, this.doc.text.slice(from, to));
    const figures = layers.filter((layer) => layer.figure !== undefined).sort((a, b) => a.to - a.from - (b.to - b.from));
    const titles = layers.map((layer) => layer.title).filter(Boolean);
    if (titles.length) element.title = titles.join('\n');
    const control = layers.find((layer) => layer.code);
    if (control) element.dataset.code = control.code;
    if (figures.length) {
      const [inner] = figures;
      element.dataset.figure = figures.map((layer) => layer.figure).join(' ');
      if (inner.hue !== undefined) element.style.setProperty('--hue', inner.hue);
      if (!begun.has(inner.figure)) {
        begun.add(inner.figure);
        fill(element, { role: 'button', tabindex: -1, 'aria-pressed': 'false', 'data-first': inner.figure }, []);
        if (inner.to > to) element.setAttribute('aria-label', this.doc.text.slice(inner.from, inner.to));
      }
    }
    this.pieces.push({ from, to, element });
    return element;
  }

  /** Choose a figure: mark it and its clause, bring it into sight. */
  choose(figure, { focus = false } = {}) {
    this.figure = figure;
    this.mark();
    const first = this.first(figure);
    if (!first) return;
    first.scrollIntoView({ block: 'center' });
    if (focus) first.focus({ preventScroll: true });
  }

  first(figure) {
    return this.root.querySelector(`[data-first="${figure}"]`) ?? this.root.querySelector(`[data-figure~="${figure}"]`);
  }

  mark() {
    for (const element of this.root.querySelectorAll('.chosen')) element.classList.remove('chosen');
    for (const element of this.root.querySelectorAll('.clause')) element.classList.remove('clause');
    for (const element of this.root.querySelectorAll('[aria-pressed=true]')) fill(element, { 'aria-pressed': 'false', tabindex: -1 }, []);
    if (this.figure < 0) return;
    const { clause } = this.doc.figures[this.figure];
    for (const piece of this.pieces) if (piece.from < clause.to && piece.to > clause.from) piece.element.classList.add('clause');
    for (const element of this.root.querySelectorAll(`[data-figure~="${this.figure}"]`)) element.classList.add('chosen');
    const first = this.first(this.figure);
    if (first) fill(first, { 'aria-pressed': 'true', tabindex: 0 }, []);
  }

  /** Mark every place of *query*; how many there are. */
  search(query) {
    const text = lower(this.doc.text);
    const had = this.hits.length;
    this.hits = [];
    this.hit = -1;
    for (let at = query ? text.indexOf(query) : -1; at >= 0; at = text.indexOf(query, at + query.length)) {
      this.hits.push({ from: at, to: at + query.length, kind: 'hit' });
    }
    if (had || this.hits.length) this.draw();
    return this.hits.length;
  }

  /** Go to the next match, or back. */
  stepHit(step) {
    this.hit = this.hit < 0 && step < 0 ? this.hits.length - 1 : (this.hit + step + this.hits.length) % this.hits.length;
    const { from, to } = this.hits[this.hit];
    for (const element of this.root.querySelectorAll('.here')) element.classList.remove('here');
    const here = this.pieces.filter((piece) => piece.from < to && piece.to > from).map((piece) => piece.element);
    for (const element of here) element.classList.add('here');
    here[0].scrollIntoView({ block: 'center' });
  }
}

/** Every span of the record that the text shows. */
function layersOf(doc, report) {
  const known = new Set(doc.figures.map((figure) => `${figure.from} ${figure.to}`));
  const spans = (list, kind) => list.map((span) => ({ ...span, kind }));
  return [
    ...spans(doc.problems, 'problem'),
    ...spans(doc.plans, 'plan'),
    ...spans(doc.references, 'reference'),
    ...spans(doc.evidence, 'evidence'),
    ...doc.warnings.filter((warning) => warning.from !== undefined).map((warning) => ({ ...warning, kind: 'warning', title: warning.message })),
    ...doc.mentions.filter((mention) => !known.has(`${mention.from} ${mention.to}`)).map((mention) => ({ ...mention, kind: mention.role })),
    ...doc.figures.map((figure) => figureLayer(figure, report)),
    ...Array.from(doc.text.matchAll(HIDDEN), ({ index, 0: char }) => ({ from: index, to: index + 1, kind: 'control', code: `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` })),
  ];
}

function figureLayer(figure, report) {
  const kind = figureKind(figure, report);
  const title = figure.metrics.map(metricName).join('\n');
  return { from: figure.from, to: figure.to, kind: `figure ${kind}`, figure: figure.index, title, hue: figure.metrics.length ? hue(figure.metrics[0]) : undefined };
}

/** value: reported for a metric; mapped: last year's, a target, a part, somebody else's; unmapped: no metric takes it. */
function figureKind(figure, report) {
  if (valueOf(report, figure.index)) return 'value';
  return figure.metrics.length ? 'mapped' : isUnmapped(figure, report) ? 'unmapped' : 'mapped';
}

function cutsOf(doc, layers) {
  const cuts = new Set();
  for (const { from, to } of layers) cuts.add(from).add(to);
  for (const { clause } of doc.figures) cuts.add(clause.from).add(clause.to);
  return [...cuts].sort((a, b) => a - b);
}
