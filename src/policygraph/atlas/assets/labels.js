// The labels of the drawing: their texts in lines of several shapes, their letters, and which of them have room.
"use strict";

(() => {
  const { state, view, pick, places } = atlas;
  const container = document.getElementById("network");
  const MANY = 160; // nodes: above this they are placed without room for labels
  const NAMED = 45; // of so many nodes
  const INKED = 3000; // more ties than this are everywhere
  const LINES = 4;
  const NARROW = 3; // letters in the narrowest line, in widths of a Chinese one
  const BROAD = 12; // letters in the broadest
  // What the drawing and the painter both need: the network itself, where keyboard and pointer are, what is related, the
  // area of the whole drawing, the labels that are shown, whether there has been a first picture.
  const eye = { network: null, cursor: null, hovered: null, related: null, seen: null, frame: null, labels: new Map(), drawn: false };
  const measured = new Map(); // line -> width
  const shaped = new Map(); // text -> its shapes
  let settled = {}; // where labels stand while nothing moves

  // --- texts ---------------------------------------------------------------------------------------------

  const labelOf = (id) => pick(view().labels[id]).split("\n");

  /** Size of the letters in units of the drawing, so that they stay legible on the screen. */
  function letterSize(scale) {
    return Math.min(Math.max(14 * scale, 11), 16) / scale;
  }

  /** How far below its centre the label of a node begins: an outer circle is left room. */
  const below = (id) => view().nodes[id].size + (view().outsiders.includes(id) ? 10 : 6);

  /** The width of a text of several lines, in sizes of its letters. */
  function labelWidth(ctx, lines) {
    let width = 0;
    for (const line of lines) {
      if (!measured.has(line)) {
        ctx.font = `100px ${atlas.painter.palette.font}`;
        measured.set(line, ctx.measureText(line).width / 100);
      }
      width = Math.max(width, measured.get(line));
    }
    return width;
  }

  /** Where a line may end: after a space or a wide character, never before closing punctuation. */
  function piecesOf(lines) {
    // A line ends at a space, unless it ends in a wide character or in a word that fills it.
    const text = lines.reduce((all, line) => all + (/([⺀-￯]|\S{20})$/.test(all) || /^[⺀-￯]/.test(line) ? "" : " ") + line);
    return text.match(/[⺀-￯][、，）)》」』…]*|[^\s⺀-￯]+\s*|\s+/g) || [];
  }

  /** Pieces in lines no broader than a width, as long as a piece is not. */
  function fill(ctx, pieces, width) {
    const lines = [];
    let line = "";
    let used = 0;
    for (const piece of pieces) {
      if (line && used + labelWidth(ctx, [piece.trimEnd()]) > width) {
        lines.push(line.trimEnd());
        line = "";
        used = 0;
      }
      line += piece;
      used += labelWidth(ctx, [piece]);
    }
    return [...lines, line.trimEnd()];
  }

  /** A text in its own lines, and in fewer and more of them, each with its size and what it costs. */
  function shapesOf(ctx, lines, most) {
    const own = { lines, width: labelWidth(ctx, lines), cost: 0 };
    if (most === 1) return [own];
    const key = lines.join("\n");
    if (!shaped.has(key)) {
      const pieces = piecesOf(lines);
      const whole = lines.reduce((sum, line) => sum + labelWidth(ctx, [line]), 0);
      const found = [own];
      for (let count = 1; count <= LINES; count++) {
        if (count === lines.length || whole / count > BROAD || whole / count < NARROW) continue;
        let width = whole / count;
        let filled = fill(ctx, pieces, width);
        while (filled.length > count) {
          width *= 1.06;
          filled = fill(ctx, pieces, width);
        }
        width = labelWidth(ctx, filled);
        if (filled.length !== count || width > BROAD || (count > lines.length && width > 0.9 * own.width)) continue;
        found.push({ lines: filled, width, cost: 0.8 * Math.abs(count - lines.length) });
      }
      shaped.set(key, found);
    }
    return shaped.get(key);
  }

  // --- which have room -----------------------------------------------------------------------------------

  /** The labels of nodes with all their places. */
  function listPlaces(ctx, ids, size, { area, covered }, bare) {
    const positions = eye.network.body.nodes;
    const dots = [];
    const shown = view();
    const lines = [];
    if (!bare) {
      for (const { id, size: radius } of shown.nodes) {
        if (eye.seen && !eye.seen.dots[id]) continue;
        const { x, y } = positions[id];
        dots.push({ id, x, y, radius });
        const badge = atlas.painter.badgeOf(id, { x, y });
        if (badge) dots.push(badge);
      }
      const firm = Math.max(...shown.edges.map((edge) => edge.width));
      if (shown.edges.length <= INKED) {
        shown.edges.forEach(({ from, to, width }, index) => {
          // Thin lines are faint: a label on them is read.
          if (!eye.seen || eye.seen.ties[index]) lines.push({ from: positions[from], to: positions[to], width: width ** 2 / firm });
        });
      }
    }
    const ink = lines.length ? new places.Ink(area, lines) : null;
    return ids.map((id) => {
      const { x, y } = positions[id];
      const within = x > area[0] && x < area[2] && y > area[1] && y < area[3];
      const allowed = (box) => !within || (box[0] > area[0] && box[1] > area[1] && box[2] < area[2] && box[3] < area[3] && !(covered && places.meet(box, covered)));
      const sized = ({ lines: each, width, cost }) => ({ lines: each, width: width * size, height: each.length * size * 1.25, cost });
      const shapes = (most) => shapesOf(ctx, labelOf(id), bare ? 1 : most).map(sized);
      return { id, ...places.list({ id, x, y, gap: below(id), shapes }, size, { dots, ink, allowed }) };
    });
  }

  /** Where all labels stand that have room, whatever is looked at: the same until dots, letters or language change. */
  function settle(ctx, ids, size) {
    const positions = eye.network.body.nodes;
    // What is seen is replaced whenever it changes.
    if (settled.seen !== eye.seen) settled = { seen: eye.seen };
    const key = [view().id, view().part, state.lang, state.facet, size, eye.frame.area, ...ids.map((id) => `${positions[id].x},${positions[id].y}`)].join();
    if (!eye.drawn) {
      // The first picture does not wait until labels have made room for each other.
      const labels = listPlaces(ctx, ids, size, eye.frame, true);
      return { labels, chosen: places.name(labels, Infinity) };
    }
    if (settled.key !== key) settled = { key, seen: eye.seen, labels: listPlaces(ctx, ids, size, eye.frame, false) };
    settled.chosen ||= places.solve(settled.labels);
    return settled;
  }

  /** What is in question is named first: where keyboard and pointer are, what is selected and related to it. */
  function putForward(first, { labels, chosen }) {
    const at = new Map(labels.map(({ id }, index) => [id, index]));
    const asked = [...new Set([...first, ...(eye.related || [])])].map((id) => at.get(id)).filter((index) => index !== undefined);
    if (asked.every((index) => chosen[index])) return chosen;
    // They stay where they are, others among them make room, those that are not in question step back.
    const found = places.solve(asked.map((index) => labels[index]), asked.map((index) => chosen[index]));
    const made = [];
    asked.forEach((index, order) => {
      made[index] = found[order] || (order < first.length ? labels[index].places[0] : undefined);
    });
    const taken = made.filter(Boolean).map(({ box }) => box);
    chosen.forEach((place, index) => {
      if (place && !made[index] && !taken.some((box) => places.meet(place.box, box))) made[index] = place;
    });
    return made;
  }

  /** Which labels have room, and where. Of very many, only the largest that are in sight are named. */
  function placeLabels(ctx) {
    if (!eye.frame) return; // not fitted yet
    const size = letterSize(eye.network.getScale());
    const ids = view().nodes.filter(({ id }) => !eye.seen || eye.seen.dots[id]).map(({ id }) => id).filter((id) => eye.network.body.nodes[id]);
    const first = [eye.cursor, eye.hovered].filter((id) => id !== null);
    let labels;
    let chosen;
    if (ids.length > MANY) {
      const { x: left, y: top } = eye.network.DOMtoCanvas({ x: 0, y: 0 });
      const { x: right, y: bottom } = eye.network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight });
      const inSight = (id) => {
        const { x, y } = eye.network.body.nodes[id];
        return x > left && x < right && y > top && y < bottom;
      };
      const asked = [...new Set([...first, ...(eye.related || [])])];
      const wanted = [...asked, ...ids.filter((id) => inSight(id) && !asked.includes(id))];
      labels = listPlaces(ctx, wanted.slice(0, asked.length + 4 * NAMED), size, { area: [left, top, right, bottom] }, true);
      chosen = places.name(labels, asked.length + NAMED);
    } else {
      const now = settle(ctx, ids, size);
      labels = now.labels;
      chosen = putForward(first, now);
    }
    eye.labels = new Map();
    labels.forEach(({ id }, index) => { if (chosen[index]) eye.labels.set(id, chosen[index]); });
  }

  Object.assign(atlas, { eye, labels: { MANY, labelOf, letterSize, below, labelWidth, placeLabels, forget: () => { settled = {}; } } });
})();
