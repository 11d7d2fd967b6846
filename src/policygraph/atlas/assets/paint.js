// How a dot is painted: the share of each colour on its rim, its count, and its label. Painted by ourselves, on the canvas
// of vis-network.
"use strict";

(() => {
  const { data, state, view, measuresOf, eye } = atlas;
  const { letterSize } = atlas.labels;
  const palette = {};
  const DIM = 0.22;
  let figures = []; // of each node: its count and the slices of its rim, worked out when it is first painted

  // --- colours and letters ------------------------------------------------------------------------------

  function readPalette() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    for (const name of ["ink", "muted", "surface", "accent", "tie", "sample"]) palette[name] = read(name);
    palette.colours = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => read(`c${index}`));
    palette.states = {};
    for (const style of ["s-none", ...[...atlas.states.known.values()].map((each) => each.style)]) palette.states[style] = [read(style), read(`on-${style}`)];
    palette.font = getComputedStyle(document.body).fontFamily;
  }

  // --- painting one node ---------------------------------------------------------------------------------

  function paint({ ctx, id, x, y }) {
    const shown = view();
    const radius = shown.nodes[id].size;
    const body = shown.bodies[id];
    const faded = eye.related !== null && !eye.related.has(id);
    const item = body < 0 ? shown.items[id] : -1;
    const chosen = state.selected && (body < 0 ? state.selected.item === item : state.selected.body === body);
    return {
      drawNode() {
        const { count, slices, urgent } = figure(id);
        outline(ctx, x, y, radius + 1.5, item);
        ctx.fillStyle = palette.surface; // opaque, also where the rest fades: no line may shine through
        ctx.fill();
        if (faded) ctx.globalAlpha = DIM;
        if (item >= 0) square(ctx, x, y, radius, slices);
        else if (shown.groups) group(ctx, x, y, radius);
        else ring(ctx, x, y, radius, slices);
        if (shown.facets[state.facet]?.name === "state") hairline(ctx, x, y, radius, item);
        if (shown.outsiders.includes(id)) {
          ctx.beginPath();
          ctx.setLineDash([4, 3]);
          ctx.lineWidth = 1.4;
          ctx.strokeStyle = palette.muted;
          ctx.arc(x, y, radius + 4.5, 0, 2 * Math.PI);
          ctx.stroke();
          ctx.setLineDash([]);
        }
        if (chosen || id === eye.hovered || id === eye.cursor) {
          outline(ctx, x, y, radius + 4.5, item);
          ctx.lineWidth = chosen || id === eye.cursor ? 2.6 : 1.6;
          ctx.strokeStyle = palette.accent;
          ctx.stroke();
        }
        const mark = badgeOf(id, { x, y });
        if (mark) badge(ctx, mark, urgent);
        const size = Math.min(radius * [0.95, 0.82, 0.6, 0.48][Math.min(count.length, 4) - 1], 18);
        if (size * eye.network.getScale() < 6) return; // too small to read from here
        ctx.font = `600 ${size}px ${palette.font}`;
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        ctx.fillStyle = palette.ink;
        ctx.fillText(count, x, y + radius * 0.04);
      },
      drawExternalLabel() {
        const label = eye.labels.get(id);
        if (!label) return;
        const size = letterSize(eye.network.getScale());
        ctx.globalAlpha = faded ? DIM : 1;
        ctx.font = `${chosen ? 600 : 400} ${size}px ${palette.font}`;
        const { box: [left, top, right], lines, align } = label;
        ctx.textAlign = align;
        ctx.textBaseline = "top";
        ctx.lineJoin = "round";
        ctx.lineWidth = size * 0.28;
        ctx.strokeStyle = palette.surface;
        ctx.fillStyle = palette.ink;
        const x = { left: left + 0.2 * size, center: (left + right) / 2, right: right - 0.2 * size }[align];
        lines.forEach((line, index) => {
          const at = [x, top + (0.14 + index * 1.25) * size];
          ctx.strokeText(line, ...at);
          ctx.fillText(line, ...at);
        });
      },
      nodeDimensions: { width: radius * 2, height: radius * 2 },
    };
  }

  /** The colour of a measure: where its heading or document stands in the legend, or whether it is shared. */
  function colourOf(measure, facet, shared) {
    if (facet.name === "sharing") return shared.has(measure) ? 0 : 1;
    const key = facet.name === "document" ? data.measures[measure].policy : atlas.headings(measure)[0] ?? -1;
    const at = facet.keys.indexOf(key);
    return at >= 0 ? at : facet.keys.indexOf(-1);
  }

  /** What stands in a dot: how many measures, and how many of each colour. Kept until what counts changes. */
  function figure(id) {
    if (!figures.length) figures.shared = new Set(view().network === "measures" ? [] : view().pairs.flat());
    if (!figures[id]) {
      const shown = view();
      const body = shown.bodies[id];
      const facet = shown.facets[Math.min(state.facet, shown.facets.length - 1)];
      const measures = shown.groups ? [] : body < 0 ? [shown.items[id]] : measuresOf(body);
      const counts = new Map();
      let urgent;
      if (facet.name === "state" && !shown.groups) {
        const tasks = body < 0 ? bearers(id).map((each) => [each, measures[0]]) : measures.map((each) => [body, each]);
        const found = atlas.states.count(tasks);
        for (const [token, n] of found) counts.set(atlas.states.style(token), (counts.get(atlas.states.style(token)) || 0) + n);
        urgent = atlas.states.mostUrgent(found);
      } else if (facet.bodies && !shown.groups) counts.set(facet.bodies[id] < 0 ? 7 : facet.bodies[id], 1);
      else for (const measure of measures) {
        const colour = Math.max(colourOf(measure, facet, figures.shared), 0);
        counts.set(colour, (counts.get(colour) || 0) + 1);
      }
      const count = shown.groups ? shown.groups[id].size : body < 0 ? bearers(id).length : measures.length;
      figures[id] = { count: String(count), slices: facet.name === "state" ? [...counts] : [...counts].sort((a, b) => a[0] - b[0]), urgent };
      if (!figures[id].slices.length) figures[id].slices = [[7, 1]];
    }
    return figures[id];
  }

  /** The bodies of this view that bear the measure of a dot. */
  function bearers(id) {
    const { items, bodies } = view();
    return [...new Set(data.measures[items[id]].duties.filter(atlas.dutyCounts).map((duty) => duty.body))].filter((body) => bodies.includes(body));
  }

  const colourOfSlice = (colour) => (typeof colour === "string" ? palette.states[colour][0] : palette.colours[colour]);

  /** A thin line around a rim whose colour may be as light as the paper. */
  function hairline(ctx, x, y, radius, item) {
    outline(ctx, x, y, radius, item);
    ctx.lineWidth = 0.8;
    ctx.strokeStyle = palette.muted;
    ctx.stroke();
  }

  /** Where the letter of a dot's state stands, at its upper right: legible also from afar. */
  function badgeOf(id, { x, y }) {
    const { urgent } = figure(id);
    const radius = view().nodes[id].size;
    if (!urgent || radius * eye.network.getScale() < 4) return null; // as good as a point
    const half = Math.max(Math.min(radius * 0.42, 10), 7.5 / eye.network.getScale());
    return { x: x + radius * 0.7 + half * 0.4, y: y - radius * 0.7 - half * 0.4, radius: half };
  }

  /** The letter of the state that needs attention most: colour alone does not tell it. */
  function badge(ctx, place, token) {
    const { x, y, radius } = place;
    const [colour, letters] = palette.states[atlas.states.style(token)];
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = palette.surface;
    ctx.stroke();
    ctx.font = `600 ${radius * 1.25}px ${palette.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = letters;
    ctx.fillText(atlas.states.letter(token), x, y + radius * 0.08);
  }

  function outline(ctx, x, y, radius, item) {
    ctx.beginPath();
    if (item < 0) ctx.arc(x, y, radius, 0, 2 * Math.PI);
    else ctx.roundRect(x - radius * 0.88, y - radius * 0.88, radius * 1.76, radius * 1.76, 3);
  }

  /** The rim of a square, divided by colour. */
  function square(ctx, x, y, radius, slices) {
    const rim = Math.max(2.5, radius * 0.26);
    const total = slices.reduce((sum, [, count]) => sum + count, 0);
    const around = 4 * (radius * 1.76 - rim) - (16 - 4 * Math.PI);
    let start = 0;
    for (const [colour, count] of slices) {
      ctx.beginPath();
      ctx.lineWidth = rim;
      ctx.strokeStyle = colourOfSlice(colour);
      ctx.roundRect(x - radius * 0.88 + rim / 2, y - radius * 0.88 + rim / 2, radius * 1.76 - rim, radius * 1.76 - rim, 2);
      if (slices.length > 1) {
        const length = (around * count) / total;
        ctx.setLineDash([Math.max(length - 1.2, 0.5), around]);
        ctx.lineDashOffset = -start;
        start += length;
      }
      ctx.stroke();
      ctx.setLineDash([]);
    }
    ctx.lineDashOffset = 0;
  }

  /** A dot that stands for many: two rims. */
  function group(ctx, x, y, radius) {
    for (const part of [0, 0.3]) {
      ctx.beginPath();
      ctx.lineWidth = 2;
      ctx.strokeStyle = palette.accent;
      ctx.arc(x, y, radius * (1 - part) - 1, 0, 2 * Math.PI);
      ctx.stroke();
    }
  }

  /** The rim of a dot, divided by colour. */
  function ring(ctx, x, y, radius, slices) {
    const rim = Math.max(3, radius * 0.3);
    const total = slices.reduce((sum, [, count]) => sum + count, 0);
    let start = -Math.PI / 2;
    const gap = slices.length > 1 ? 1.6 / radius : 0;
    for (const [colour, count] of slices) {
      const end = start + (2 * Math.PI * count) / total;
      ctx.beginPath();
      ctx.lineWidth = rim;
      ctx.strokeStyle = colourOfSlice(colour);
      ctx.arc(x, y, radius - rim / 2, start + gap / 2, end - gap / 2);
      ctx.stroke();
      start = end;
    }
  }

  Object.assign(atlas, {
    painter: { palette, DIM, readPalette, paint, figure, badgeOf },
    /** Work the figures out anew. */
    refigure: () => { figures = []; },
    /** How many bodies are named in the drawing at this moment. */
    labelled: () => eye.labels.size,
    /** The boxes of the dots and labels that are seen, in pixels of the drawing area. */
    seenBoxes() {
      const toPage = ([left, top, right, bottom]) => {
        const [a, b] = [eye.network.canvasToDOM({ x: left, y: top }), eye.network.canvasToDOM({ x: right, y: bottom })];
        return [a.x, a.y, b.x, b.y];
      };
      const dots = view().nodes.filter(({ id }) => !eye.seen || eye.seen.dots[id]).map(({ id, size }) => {
        const { x, y } = eye.network.body.nodes[id];
        return toPage([x - size, y - size, x + size, y + size]);
      });
      return { dots, labels: [...eye.labels.values()].map(({ box }) => toPage(box)) };
    },
  });
})();
