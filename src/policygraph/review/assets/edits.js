// Lists of bodies and what can be done to them. Pure: a statement in, an action for the program out.

const EDGES = /^[\s　、，,。；;：:（(）)[\]【】]+|[\s　、，,。；;：:（(）)[\]【】]+$/g;

/** Words as a name: without breaks, and without marks at their ends. A bracket that belongs to the name stays. */
export function nameOf(words) {
  const whole = words.replace(/[\r\n\t]+/g, "").trim();
  let name = whole.replace(EDGES, "");
  const opened = (name.match(/[（(]/g) || []).length - (name.match(/[）)]/g) || []).length;
  if (opened > 0 && /[）)]/.test(whole.slice(whole.indexOf(name) + name.length)[0] || "")) name += whole[whole.indexOf(name) + name.length];
  return name;
}

/** The names in words: a list is cut at its marks, but not within brackets. */
export function namesOf(words) {
  const found = [];
  let depth = 0;
  let name = "";
  for (const letter of words) {
    if ("（([".includes(letter)) depth += 1;
    if ("）)]".includes(letter)) depth = Math.max(0, depth - 1);
    if (depth === 0 && "、，,；;\n".includes(letter)) {
      found.push(name);
      name = "";
    } else name += letter;
  }
  return [...found, name].map(nameOf).filter(Boolean);
}

/** A body as the program takes it. Level and kind go with it only where a person has set them, now or before. */
export function plain(body) {
  const made = { name: body.name, role: body.role };
  const given = (!body.renamed && body.given) || {};
  const level = body.levelSet ? body.level : given.level;
  const kind = body.kindSet ? body.kind : given.kind;
  if (level) made.level = level;
  if (kind) made.kind = kind;
  if (body.deadlineText) made.deadline = body.deadlineText;
  return made;
}

/** The action that gives a statement these bodies. */
export function setAction(place, list) {
  return { do: "set", start: place.start, end: place.end, bodies: list.map(plain) };
}

/** A list with one body changed. */
export function changed(list, at, change) {
  return list.map((body, place) => {
    if (place !== at) return body;
    const made = { ...body, ...change };
    if (change.name !== undefined && change.name !== body.name) made.renamed = true;
    if (change.level) made.levelSet = true;
    if (change.kind) made.kindSet = true;
    return made;
  });
}

export const without = (list, at) => list.filter((_, place) => place !== at);

/** A list with one body cut in two or more, at the marks in its name or at given parts. */
export function split(list, at, parts = null) {
  const names = parts || list[at].name.split(/[、，,；;]|(?<=.{2,})[和与及]/).map(nameOf).filter(Boolean);
  if (names.length < 2) return null;
  const { role, deadlineText } = list[at];
  return [...list.slice(0, at), ...names.map((name) => ({ name, role, deadlineText, renamed: true })), ...list.slice(at + 1)];
}

/** A list with a body joined to the next one; `between`: the words that stand between them. */
export function join(list, at, between = "") {
  if (at < 0 || at + 1 >= list.length) return null;
  const made = { ...list[at], name: list[at].name + between + list[at + 1].name, renamed: true };
  return [...list.slice(0, at), made, ...list.slice(at + 2)];
}

/** A list with the bodies of a selection: instead of those it covers, as a better name of the one it lies in, or new. */
export function withSelection(statement, { start, end, words }, role) {
  const names = namesOf(words);
  if (!names.length) return null;
  const list = statement.bodies;
  const placed = list.map((body, at) => ({ at, start: body.start, end: body.end })).filter((each) => each.end > each.start);
  const met = placed.filter((each) => each.start < end && start < each.end);
  const first = met.length ? list[met[0].at] : null;
  const before = placed.filter((each) => each.end <= start);
  const at = met.length ? met[0].at : before.length ? before[before.length - 1].at + 1 : placed.length ? placed[0].at : list.length;
  const near = first || list[at - 1] || list[at];
  const made = names.map((name) => ({
    ...(first && first.name === name ? first : { name, renamed: true, deadlineText: "" }),
    role: role || (near ? near.role : "responsible"),
  }));
  const rest = list.filter((_, place) => !met.some((each) => each.at === place));
  const where = list.slice(0, at).filter((_, place) => !met.some((each) => each.at === place)).length;
  // The program knows better what a list leaves out: 公安、城管执法等部门 are two departments.
  const cut = made.length > 1 ? { words, at: where, count: made.length } : null;
  return { bodies: [...rest.slice(0, where), ...made, ...rest.slice(where)], at: where, list: cut };
}

/** The parts of a body's name around a selection in it: 省教育厅|财政厅. */
export function partsAround(body, { start, end }, points) {
  const parts = [points.slice(body.start, start), points.slice(start, end), points.slice(end, body.end)].map(nameOf).filter(Boolean);
  return parts.length > 1 ? parts : null;
}

/** Whether an assistant proposes something for a statement: a person looks at it by itself. */
export const isProposed = (doc, statement) => doc.queue.some((each) => each.kind === "proposed" && each.start < statement.end && statement.start < each.end);

/** The other statements in which the same change would be made: same body, same role before, and not reviewed yet. */
export function alike(doc, statement, before, after) {
  return doc.statements.filter((each) => each.id !== statement.id && each.review === "unseen" && !isProposed(doc, each) &&
    each.bodies.some((body) => body.name === before.name && body.role === before.role) &&
    (!after || after.role !== before.role || after.name !== before.name || after.level !== before.level || after.kind !== before.kind));
}

/** Actions that make the change of one body in other statements; without `after` the body is taken out. */
export function spread(statements, before, after) {
  const fields = after ? Object.fromEntries(["name", "role", "level", "kind"].filter((name) => after[name] !== before[name]).map((name) => [name, after[name]])) : null;
  return statements.map((each) => {
    const at = each.bodies.findIndex((body) => body.name === before.name && body.role === before.role);
    return setAction(each, fields ? changed(each.bodies, at, fields) : without(each.bodies, at));
  });
}
