// What an action will do to the document, shown before the program has read it again. Nothing given is modified.

const same = (place) => (each) => each.start === place.start && each.end === place.end;
const meets = (a, b) => a.start < b.end && b.start < a.end;

/** The document after actions. */
export function applied(doc, actions) {
  const made = { ...doc };
  for (const action of actions) ({ ...KINDS }[action.do] || (() => {}))(made, action);
  return made;
}

function review(doc, action, change) {
  const old = doc.statements.find(same(action));
  const made = { ...(old || provisional(doc, action)), reviewed: "", ...change };
  doc.statements = old
    ? doc.statements.map((each) => (each === old ? made : each))
    : [...doc.statements, made].sort((a, b) => a.start - b.start);
  doc.queue = doc.queue.filter((item) => item.statement !== made.id && (!["low-confidence", "proposed"].includes(item.kind) || !meets(item, action)));
  return made;
}

function provisional(doc, { start, end }) {
  const measure = [...doc.measures].reverse().find((each) => each.start <= start && start < each.end);
  return { id: `new-${start}-${end}`, start, end, rule: "", reviewer: "", measure: measure ? measure.key : null, bodies: [] };
}

function shown(body, old) {
  const before = old.find((each) => each.name === body.name);
  return {
    surface: body.name, start: 0, end: 0, level: "other", kind: "named", label: body.name, labelEn: "", known: true,
    deadlineText: body.deadline || "", ...before, ...given(body), basis: "corrected",
  };
}

const given = (body) => Object.fromEntries(Object.entries(body).filter(([name]) => name !== "deadline" && name !== "at"));

const KINDS = {
  accept: (doc, action) => review(doc, action, { review: "accepted" }),

  set(doc, action) {
    const old = (doc.statements.find(same(action)) || { bodies: [] }).bodies;
    const words = Array.from(doc.text).slice(action.start, action.end).join("");
    let from = 0;
    const bodies = action.bodies.map((body) => {
      const made = shown(body, old);
      if (made.end > made.start) return made;
      const place = words.indexOf(body.name, from);
      if (place < 0) return made;
      from = place + body.name.length;
      return { ...made, start: action.start + place, end: action.start + from };
    });
    review(doc, action, { review: "corrected", bodies });
    doc.unread = doc.unread.filter((each) => !meets(each, action));
    doc.queue = doc.queue.filter((item) => item.kind !== "unread" || !meets(item, action));
  },

  measure(doc, action) {
    const change = {};
    for (const name of ["number", "title", "heading"]) if (action[name] !== undefined) change[name] = action[name];
    if (action.deadline !== undefined) Object.assign(change, { deadline: action.deadline, deadlineText: action.deadline });
    doc.measures = doc.measures.map((each) => (same(action)(each) ? { ...each, ...change } : each));
  },

  withdraw: (doc, action) => action.of === "statement" && review(doc, action, { review: "unseen" }),

  resolve(doc, action) {
    doc.lost = doc.lost.filter((each) => each.id !== action.lost);
    doc.queue = doc.queue.filter((item) => item.lost !== action.lost);
  },
};
