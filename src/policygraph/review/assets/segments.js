// The text cut where what was read begins or ends. Pure: the document in, lines of segments out.

export const UNREAD = 1;
export const DOUBTFUL = 2;
export const TITLE = 4;
const WORDS = { role: 8, rule: 8, joint: 8, "open-ended": 16, deadline: 32, nobody: 64, person: 64 };
const LONGEST = 1200; // of a line; a longer one is shown in parts
const CHUNK = 2500; // characters that the browser lays out together

/** Lines, each {start, end}; a very long one is cut behind a sentence. */
export function linesOf(points) {
  const lines = [];
  const text = points.list || points.text;
  let start = 0;
  for (let at = 0; at <= points.length; at += 1) {
    const letter = text[at];
    const last = letter === undefined || letter === "\n";
    const long = at - start > LONGEST && "。；;）)".includes(letter);
    if (!last && !long) continue;
    const end = long && !last ? at + 1 : at;
    if (end > start || last) lines.push({ start, end, part: !last });
    start = at + 1;
  }
  return lines;
}

/** Groups of lines of about the same length. */
export function chunksOf(lines) {
  const chunks = [];
  let size = CHUNK;
  for (const line of lines) {
    if (size >= CHUNK) {
      chunks.push([]);
      size = 0;
    }
    chunks[chunks.length - 1].push(line);
    size += line.end - line.start + 20;
  }
  return chunks;
}

/** For each code point: which statement, which body of it, and what else it is. */
export function layersOf(doc, length) {
  const statement = new Int32Array(length).fill(-1);
  const body = new Int32Array(length).fill(-1);
  const flags = new Uint8Array(length);
  const mark = (start, end, flag) => {
    for (let at = Math.max(0, start); at < Math.min(end, length); at += 1) flags[at] |= flag;
  };
  for (const [kind, start, end] of doc.marks) mark(start, end, kind === "unread" ? UNREAD : WORDS[kind] || 0);
  for (const each of doc.unread) mark(each.start, each.end, UNREAD);
  for (const each of doc.lines) if (each.doubtful) mark(each.start, each.end, DOUBTFUL);
  for (const each of doc.measures) {
    const head = titleLength(doc, each);
    if (head) mark(each.start, each.start + head, TITLE);
  }
  doc.statements.forEach((each, index) => {
    statement.fill(index, each.start, each.end);
    each.bodies.forEach((one, place) => {
      if (one.end > one.start) body.fill(place, one.start, one.end);
      if (one.end > one.start) statement.fill(index, one.start, one.end);
    });
  });
  return { statement, body, flags };
}

/** How many code points of a measure are its number and title, if it begins with them. */
function titleLength(doc, measure) {
  const { points } = doc;
  const plain = (text) => text.replace(/[\s　]/g, "");
  const wanted = plain(measure.number + measure.title);
  if (!wanted) return 0;
  const given = points.slice(measure.start, Math.min(measure.end, measure.start + wanted.length + 12));
  let matched = 0;
  for (let at = 0; at < given.length; at += 1) {
    if (matched === wanted.length) return at;
    if (/[\s　.．、]/.test(given[at])) {
      if (given[at] === wanted[matched]) matched += 1;
      continue;
    }
    if (given[at] !== wanted[matched]) return 0;
    matched += 1;
  }
  return matched === wanted.length ? given.length : 0;
}

/** The segments of one line. `last`: a statement ends with it. */
export function segmentsOf(line, { statement, body, flags }) {
  const found = [];
  for (let start = line.start; start < line.end;) {
    let end = start + 1;
    while (end < line.end && statement[end] === statement[start] && body[end] === body[start] && flags[end] === flags[start]) end += 1;
    found.push({
      start, end, statement: statement[start], body: statement[start] < 0 ? -1 : body[start], flags: flags[start],
      last: statement[start] >= 0 && statement[end] !== statement[start],
    });
    start = end;
  }
  return found;
}

const ORDER = ["lead", "responsible", "joint", "support"];
/** The role that gives a statement its colour: the strongest in it. */
export const strongest = (statement) => ORDER.find((role) => statement.bodies.some((body) => body.role === role)) || "none";

/** The classes of a segment; they also say whether it must be drawn anew. */
export function classOf(segment, doc) {
  const names = [];
  if (segment.statement >= 0) {
    const statement = doc.statements[segment.statement];
    names.push("s", `of-${strongest(statement)}`, `rv-${statement.review}`);
    const body = statement.bodies[segment.body];
    if (body) names.push("b", `r-${body.role}`, `l-${body.level}`, body.kind === "class" ? "k-class" : "k-named");
    if (segment.last) names.push("last");
  }
  if (segment.flags & UNREAD) names.push("unread");
  if (segment.flags & DOUBTFUL) names.push("doubtful");
  if (segment.flags & TITLE) names.push("title");
  if (segment.flags & 8) names.push("word");
  if (segment.flags & 16) names.push("open");
  if (segment.flags & 32) names.push("until");
  return names.join(" ");
}

/** The headings of the notice: start of a line -> depth, found in order. */
export function headingsOf(doc, lines, points) {
  const found = new Map();
  const plain = (text) => text.replace(/[\s　]/g, "");
  const texts = lines.map((line) => plain(points.slice(line.start, Math.min(line.end, line.start + 120))));
  let from = 0;
  for (const each of doc.categories) {
    const wanted = plain(each.number + each.title).slice(0, 60);
    if (!wanted) continue;
    let at = from;
    while (at < texts.length && !texts[at].startsWith(wanted)) at += 1;
    if (at === texts.length) continue;
    found.set(lines[at].start, String(each.path).split(".").length);
    from = at;
  }
  const title = plain(doc.title || "");
  const head = title ? texts.findIndex((text) => text && title.startsWith(text)) : -1;
  if (head >= 0 && head < 12) found.set(lines[head].start, 0);
  return found;
}
