// Making elements. Text gets into the page as text nodes and attributes only: nothing in it is ever read as HTML.

const SVG = 'http://www.w3.org/2000/svg';

const byId = (id) => document.getElementById(id);

/** An element with attributes (functions become listeners) and children (strings become text). */
function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function makeSvg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text from a document, apart from the words around it: its direction marks end with it. */
function quote(text, attributes = {}) {
  return make('bdi', attributes, text);
}

function button(text, onClick, attributes = {}) {
  return make('button', { type: 'button', click: onClick, ...attributes }, text);
}

/** 1234.5 → 1,234.5 */
function plain(number) {
  return number.toLocaleString('en-US', { maximumFractionDigits: 12 });
}

const BOUNDS = { lower: '≥ ', upper: '≤ ', approx: '≈ ', exact: '' };

/** A value with its bound and upper end: ≥ 9,000, 3–4. */
function amount({ value, upper, bound }) {
  return `${BOUNDS[bound] ?? ''}${plain(value)}${upper === null ? '' : `–${plain(upper)}`}`;
}

function say(message) {
  byId('status').textContent = message;
}

/** Put the words of the page into everything that has a data-t attribute. */
function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = word(element.dataset.t);
  for (const element of document.querySelectorAll('[data-t-label]')) element.setAttribute('aria-label', word(element.dataset.tLabel));
  for (const element of document.querySelectorAll('[data-t-placeholder]')) element.placeholder = word(element.dataset.tPlaceholder);
}
