// The notice as text. It is drawn once; after an action only the lines that look different are drawn anew.
import { chunksOf, classOf, headingsOf, layersOf, linesOf, segmentsOf } from "./segments.js";

const { el } = window.atlas;
const place = document.getElementById("notice");
let shown = null; // {text, points, lines: [{start, end, element, sign}]}

export const points = () => shown.points;

/** Show a document. */
export function draw(doc) {
  const fresh = !shown || shown.text !== doc.text;
  if (fresh) {
    shown = { text: doc.text, points: doc.points, lines: linesOf(doc.points) };
  }
  const layers = layersOf(doc, shown.points.length);
  const headings = headingsOf(doc, shown.lines, shown.points);
  if (fresh) {
    place.replaceChildren(...chunksOf(shown.lines).map((lines) => {
      const letters = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil((line.end - line.start) / 38)), 0);
      const chunk = el("div", { class: "chunk" }, lines.map((line) => (line.element = el("p", { class: "line", "data-o": line.start }))));
      chunk.style.containIntrinsicSize = `auto ${letters * 34}px`;
      return chunk;
    }));
    place.setAttribute("aria-busy", "false");
  }
  for (const line of shown.lines) drawLine(line, doc, layers, headings.get(line.start));
}

function drawLine(line, doc, layers, depth) {
  const segments = segmentsOf(line, layers);
  const classes = segments.map((segment) => classOf(segment, doc));
  const ids = segments.map(({ statement, body }) => (statement < 0 ? "" : `${doc.statements[statement].id}#${body}`));
  const sign = `${depth}|${segments.map((segment, at) => `${segment.start} ${classes[at]} ${ids[at]}`).join("|")}`;
  if (sign === line.sign) return;
  line.sign = sign;
  const { element } = line;
  element.className = `line${depth === undefined ? "" : ` heading depth-${Math.min(depth, 3)}`}${line.part ? " part" : ""}${segments.length ? "" : " blank"}`;
  element.replaceChildren(...segments.map((segment, at) => {
    const words = shown.points.slice(segment.start, segment.end);
    if (!classes[at]) return document.createTextNode(words);
    const made = document.createElement("span");
    made.className = classes[at];
    if (segment.statement >= 0) made.dataset.s = doc.statements[segment.statement].id;
    if (segment.body >= 0) made.dataset.b = segment.body;
    made.append(words);
    return made;
  }));
  if (!element.firstChild) element.append(el("br"));
}

/** The line that has an offset. */
export function lineAt(offset) {
  let low = 0;
  let high = shown.lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (shown.lines[middle].start <= offset) low = middle;
    else high = middle - 1;
  }
  return shown.lines[low];
}

/** A range of the page for a passage. */
export function rangeOf(start, end) {
  const range = document.createRange();
  const [node, at] = nodeAt(start, false);
  const [other, to] = nodeAt(end, true);
  range.setStart(node, at);
  range.setEnd(other, to);
  return range;
}

/** The text node of an offset; `before`: the place at the end of one node, not at the beginning of the next. */
function nodeAt(offset, before) {
  let line = lineAt(offset);
  if (before && offset === line.start && offset > 0) line = lineAt(offset - 1);
  let rest = shown.points.slice(line.start, Math.min(offset, line.end)).length;
  const walker = document.createTreeWalker(line.element, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  if (!node) return [line.element, 0];
  for (let next = node; next; next = walker.nextNode()) {
    node = next;
    if (rest < node.data.length || (before && rest === node.data.length)) return [node, rest];
    rest -= node.data.length;
  }
  return [node, node.data.length];
}

let marked = [];
/** Mark the selected passage: a statement, one body of it, the lines of its measure. */
export function mark({ statement, body, start, end, measure, passage }) {
  for (const each of marked) each.classList.remove("on", "now", "within");
  marked = [];
  const add = (elements, name) => {
    for (const each of elements) {
      each.classList.add(name);
      marked.push(each);
    }
  };
  if (statement) {
    const own = [...place.querySelectorAll(`[data-s="${CSS.escape(statement)}"]`)];
    add(own, "on");
    if (body >= 0) add(own.filter((each) => Number(each.dataset.b) === body), "now");
  }
  if (measure) add(shown.lines.filter((line) => line.end > measure.start && line.start < measure.end).map((line) => line.element), "within");
  if (CSS.highlights) {
    const part = passage || (!statement && end > start ? { start, end } : null);
    const wanted = part ? [rangeOf(part.start, part.end)] : [];
    CSS.highlights.set("chosen", new Highlight(...wanted));
  }
}

/** Bring a passage into view, unless it is there. */
export function reveal(start, end) {
  const { element } = lineAt(start);
  const seen = () => {
    const box = rangeOf(start, Math.max(end, start + 1)).getBoundingClientRect();
    const frame = place.getBoundingClientRect();
    return box.top >= frame.top + 20 && box.bottom <= frame.bottom - 20 ? 0 : box.top - frame.top - frame.height / 3;
  };
  if (!element.offsetParent) return;
  // The first jump lays out what is near; the second then knows where it is.
  element.scrollIntoView({ block: "nearest" });
  for (let n = 0; n < 2; n += 1) {
    const off = seen();
    if (off) place.scrollTop += off;
  }
}
