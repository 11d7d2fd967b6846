// Words selected in the notice, by pointer or keyboard, as offsets of the text.
import { count } from "./points.js";
import { points, rangeOf } from "./source.js";

const place = document.getElementById("notice");

function offset(node, at) {
  const element = node.nodeType === 1 ? node : node.parentElement;
  const line = element.closest(".line");
  if (!line) {
    // Between lines: the first line behind the place.
    const next = node.nodeType === 1 && node.childNodes[at] ? node.childNodes[at] : null;
    const behind = next && (next.matches?.(".line") ? next : next.querySelector?.(".line"));
    return behind ? Number(behind.dataset.o) : points().length;
  }
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEnd(node, at);
  return Number(line.dataset.o) + count(range.toString());
}

/** The selected words: {start, end, words}, without space at their ends; null without any. */
export function picked() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!place.contains(range.startContainer) || !place.contains(range.endContainer)) return null;
  let start = offset(range.startContainer, range.startOffset);
  let end = offset(range.endContainer, range.endOffset);
  const blank = (at) => /[\s　]/.test(points().at(at));
  while (start < end && blank(start)) start += 1;
  while (start < end && blank(end - 1)) end -= 1;
  return start < end ? { start, end, words: points().slice(start, end) } : null;
}

export const clear = () => document.getSelection().removeAllRanges();

// Within selected words a new selection can begin: otherwise the browser would drag the words away.
place.addEventListener("mousedown", (event) => {
  if (event.button === 0 && !event.shiftKey && picked()) clear();
});

/** Select a passage. */
export function pick(start, end) {
  const selection = document.getSelection();
  selection.removeAllRanges();
  if (end > start) selection.addRange(rangeOf(start, end));
}

const MARKS = /[\s　、，,。；;：:（）()[\]【】《》]/;

/** The whole item of a list around an offset: a double click means a name, not a word of the language. */
export function itemAround(at) {
  let start = at;
  let end = at;
  while (start > 0 && !MARKS.test(points().at(start - 1))) start -= 1;
  while (end < points().length && !MARKS.test(points().at(end))) end += 1;
  return { start, end };
}

// --- by keyboard: arrows move a mark of one letter, with Shift they extend it ------------------------------

let anchor = 0;
let focus = 0;

/** Move or extend the selection; returns the passage that is now selected. */
export function move(key, extend, far, from) {
  const now = picked();
  if (!now && !extend) [anchor, focus] = [from, from];
  else if (now && (Math.min(anchor, focus) !== now.start || Math.max(anchor, focus) + 1 !== now.end)) [anchor, focus] = [now.start, now.end - 1];
  const step = key === "ArrowLeft" ? -1 : 1;
  const blank = (at) => /\s/.test(points().at(at));
  const next = () => {
    focus = Math.max(0, Math.min(points().length - 1, focus + step));
  };
  if (now || extend) next();
  while (far && focus > 0 && focus < points().length - 1 && !MARKS.test(points().at(focus + step))) next();
  while (blank(focus) && focus > 0 && focus < points().length - 1) next();
  if (!extend) anchor = focus;
  const passage = { start: Math.min(anchor, focus), end: Math.max(anchor, focus) + 1 };
  pick(passage.start, passage.end);
  return passage;
}
