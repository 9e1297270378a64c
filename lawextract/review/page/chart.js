// A metric over the years: this region's values, and the median of all reports of the page.

const WIDE = 320;
const HIGH = 120;
const EDGE = { left: 12, right: 12, top: 22, bottom: 20 };

/** 195000000 → 195M or 1.95亿: short enough for a label. */
function brief(number) {
  const locale = language === 'zh' ? 'zh-CN' : 'en-US';
  return number.toLocaleString(locale, Math.abs(number) < 1e5 ? { maximumFractionDigits: 2 } : { notation: 'compact', maximumSignificantDigits: 3 });
}

/** The values of *metric* by year: of the region of *report*, and the medians of all. */
function series(metric, report) {
  const own = [];
  const all = new Map();
  for (const one of REPORTS) {
    const value = one.year === null ? undefined : one.values.find((entry) => entry.metric === metric);
    if (!value) continue;
    if (!all.has(one.year)) all.set(one.year, []);
    all.get(one.year).push(value.value);
    if (one.number === report.number || (report.region && one.region === report.region)) own.push({ year: one.year, value: value.value, number: one.number });
  }
  const medians = [...all].map(([year, values]) => ({ year, value: median(values) }));
  const byYear = (a, b) => a.year - b.year;
  return { own: own.sort(byYear), medians: medians.sort(byYear) };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The chart as a figure with a caption and, below it, each of the region's years as a button; null without values. */
function chart(metric, report) {
  const { own, medians } = series(metric, report);
  if (!own.length) return null;
  const { unit } = METRICS[metric];
  const years = own.map((point) => button(`${point.year}: ${plain(point.value)} ${unit}`, () => showReport(point.number), { 'aria-current': point.number === report.number ? 'true' : null, class: 'quiet' }));
  return make(
    'figure', { class: 'chart' },
    make('figcaption', {}, `${word('overYears')}: ${metricName(metric)}`),
    medians.length > 1 ? drawing(own, medians, metric) : make('p', { class: 'hint' }, word('oneYear')),
    make('div', { class: 'years' }, ...years),
  );
}

function drawing(own, medians, metric) {
  const points = [...own, ...medians];
  const years = points.map((point) => point.year);
  const values = [0, ...points.map((point) => point.value)];
  const [firstYear, lastYear, low, high] = [Math.min(...years), Math.max(...years), Math.min(...values), Math.max(...values)];
  const x = (year) => EDGE.left + ((year - firstYear) / (lastYear - firstYear || 1)) * (WIDE - EDGE.left - EDGE.right);
  const y = (value) => HIGH - EDGE.bottom - ((value - low) / (high - low || 1)) * (HIGH - EDGE.top - EDGE.bottom);
  const path = (line) => line.map((point) => `${x(point.year).toFixed(1)},${y(point.value).toFixed(1)}`).join(' ');
  const anchor = (year) => (year === firstYear ? 'start' : year === lastYear ? 'end' : 'middle');
  const label = (point) => makeSvg('text', { x: x(point.year), y: y(point.value) - 7, 'text-anchor': anchor(point.year) }, brief(point.value));
  const labelled = own.length <= 6 ? own : own.filter((point, place) => !place || place === own.length - 1 || point.value === Math.max(...own.map((one) => one.value)));
  const words = `${metricName(metric)}. ${word('thisRegion')}: ${own.map((point) => `${point.year} ${plain(point.value)}`).join(', ')}. ${word('median')}: ${medians.map((point) => `${point.year} ${plain(point.value)}`).join(', ')}`;
  return make('div', {},
    makeSvg(
      'svg', { viewBox: `0 0 ${WIDE} ${HIGH}`, role: 'img', 'aria-label': words },
      makeSvg('line', { x1: EDGE.left, x2: WIDE - EDGE.right, y1: y(0), y2: y(0), class: 'axis' }),
      makeSvg('polyline', { points: path(medians), class: 'medians' }),
      ...medians.map((point) => makeSvg('circle', { cx: x(point.year), cy: y(point.value), r: 2, class: 'medians' })),
      makeSvg('polyline', { points: path(own), class: 'own' }),
      ...own.map((point) => makeSvg('circle', { cx: x(point.year), cy: y(point.value), r: 3.5, class: 'own' })),
      ...labelled.map(label),
      ...[...new Set([firstYear, ...labelled.map((point) => point.year), lastYear])].map((year) => makeSvg('text', { x: x(year), y: HIGH - 5, 'text-anchor': anchor(year), class: 'year' }, String(year))),
    ),
    make('p', { class: 'key' }, make('span', { class: 'own' }, word('thisRegion')), ' ', make('span', { class: 'medians' }, word('median'))));
}
