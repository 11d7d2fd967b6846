// The drawing: vis-network with the nodes and edges that pyvis made, painted by ourselves so that a dot can carry the
// share of each colour, its count and a label that steps aside where there is no room.
"use strict";

(() => {
  const { data, state, view, t, listen, set, pick } = atlas;
  const container = document.getElementById("network");
  const palette = {};
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const DIM = 0.22;
  const COUNTED_TIES = 200; // more ties than this carry no number: it could not be read
  const MANY = 120; // nodes: above this they are placed without room for labels
  const NAMED = 45;
  const BUTTONS = 34; // room kept free at the bottom for the zoom buttons
  let network = null;
  let nodes = null;
  let edges = null;
  let tall = false;
  let touched = false; // whether the user has moved the picture: then it is not fitted again by itself
  let cursor = null; // node the keyboard stands on
  let hovered = null;
  let related = null; // nodes that belong to the selection; null: all
  let visible = new Set(); // nodes whose label has room
  let measured = new Map(); // label -> width
  let edgeMood = []; // what each edge was last told: 0 plain, 1 related, 2 dimmed

  // --- colours and letters ------------------------------------------------------------------------------

  function readPalette() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    for (const name of ["ink", "muted", "surface", "accent", "tie", "sample"]) palette[name] = read(name);
    palette.colours = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => read(`c${index}`));
    palette.font = getComputedStyle(document.body).fontFamily;
  }

  const labelOf = (id) => pick(view().labels[id]).split("\n");

  /** Size of the letters in units of the drawing, so that they stay legible on the screen. */
  function letterSize(scale) {
    return Math.min(Math.max(14 * scale, 11.5), 16) / scale;
  }

  /** How far below its centre the label of a node begins: an outer circle is left room. */
  const below = (id) => view().nodes[id].size + (view().outsiders.includes(id) ? 10 : 6);

  function labelWidth(ctx, lines) {
    let width = 0;
    for (const line of lines) {
      if (!measured.has(line)) {
        ctx.font = `100px ${palette.font}`;
        measured.set(line, ctx.measureText(line).width / 100);
      }
      width = Math.max(width, measured.get(line));
    }
    return width;
  }

  /**
   * Which labels have room: those in question first, then the larger dots first; no label covers another's. Of very many
   * only the largest that are in sight are named, for there the labels cover other dots.
   */
  function placeLabels(ctx) {
    const scale = network.getScale();
    const size = letterSize(scale);
    const all = view().nodes;
    const order = all.map((node) => node.id);
    const first = [cursor, hovered].filter((id) => id !== null);
    if (related) first.push(...related);
    const positions = network.body.nodes;
    const cell = size * 8;
    const taken = new Map();
    visible = new Set();
    const many = all.length > MANY;
    const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
    const { x: right, y: bottom } = network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight });
    let named = 0;
    for (const id of [...first, ...order]) {
      const body = positions[id];
      if (!body || visible.has(id)) continue;
      const asked = first.includes(id);
      const inSight = body.x > left && body.x < right && body.y > top && body.y < bottom;
      if (many && !asked && (!inSight || named >= NAMED)) continue;
      const lines = labelOf(id);
      const half = (labelWidth(ctx, lines) * size) / 2 + size * 0.2;
      const y = body.y + below(id) - 4;
      const box = [body.x - half, y, body.x + half, y + lines.length * size * 1.25];
      if (!claim(box, taken, cell, asked)) continue;
      visible.add(id);
      named += 1;
    }
  }

  /** Take a box of the drawing if it is free, or in any case; `taken` holds the boxes of each cell of a grid. */
  function claim(box, taken, cell, inAnyCase) {
    const cells = [];
    for (let x = Math.floor(box[0] / cell); x <= Math.floor(box[2] / cell); x++) {
      for (let y = Math.floor(box[1] / cell); y <= Math.floor(box[3] / cell); y++) {
        const key = `${x}:${y}`;
        if (!taken.has(key)) taken.set(key, []);
        cells.push(taken.get(key));
      }
    }
    const covers = (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
    if (!inAnyCase && cells.some((boxes) => boxes.some(covers))) return false;
    for (const boxes of cells) boxes.push(box);
    return true;
  }

  // --- painting one node ---------------------------------------------------------------------------------

  function paint({ ctx, id, x, y }) {
    const shown = view();
    const radius = shown.nodes[id].size;
    const body = shown.bodies[id];
    const faded = related !== null && !related.has(id);
    const chosen = state.selected && state.selected.body === body;
    return {
      drawNode() {
        ctx.beginPath();
        ctx.fillStyle = palette.surface; // opaque, also where the rest fades: no line may shine through
        ctx.arc(x, y, radius + 1.5, 0, 2 * Math.PI);
        ctx.fill();
        if (faded) ctx.globalAlpha = DIM;
        ring(ctx, x, y, radius, shown.facets[state.facet].slices[id]);
        if (shown.outsiders.includes(id)) {
          ctx.beginPath();
          ctx.setLineDash([4, 3]);
          ctx.lineWidth = 1.4;
          ctx.strokeStyle = palette.muted;
          ctx.arc(x, y, radius + 4.5, 0, 2 * Math.PI);
          ctx.stroke();
          ctx.setLineDash([]);
        }
        if (chosen || id === hovered || id === cursor) {
          ctx.beginPath();
          ctx.lineWidth = chosen || id === cursor ? 2.6 : 1.6;
          ctx.strokeStyle = palette.accent;
          ctx.arc(x, y, radius + 4.5, 0, 2 * Math.PI);
          ctx.stroke();
        }
        const count = String(new Set(data.bodies[body].duties.map((duty) => duty.measure)).size);
        const size = Math.min(radius * [0.95, 0.82, 0.6, 0.48][Math.min(count.length, 4) - 1], 18);
        if (size * network.getScale() < 6) return; // too small to read from here
        ctx.font = `600 ${size}px ${palette.font}`;
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        ctx.fillStyle = palette.ink;
        ctx.fillText(count, x, y + radius * 0.04);
      },
      drawExternalLabel() {
        if (!visible.has(id)) return;
        const size = letterSize(network.getScale());
        ctx.globalAlpha = faded ? DIM : 1;
        ctx.font = `${chosen ? 600 : 400} ${size}px ${palette.font}`;
        ctx.textAlign = "center";
        ctx.textBaseline = "top";
        ctx.lineJoin = "round";
        ctx.lineWidth = size * 0.28;
        ctx.strokeStyle = palette.surface;
        ctx.fillStyle = palette.ink;
        labelOf(id).forEach((line, index) => {
          const top = y + below(id) + index * size * 1.25;
          ctx.strokeText(line, x, top);
          ctx.fillText(line, x, top);
        });
      },
      nodeDimensions: { width: radius * 2, height: radius * 2 },
    };
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
      ctx.strokeStyle = palette.colours[colour];
      ctx.arc(x, y, radius - rim / 2, start + gap / 2, end - gap / 2);
      ctx.stroke();
      start = end;
    }
  }

  // --- edges ---------------------------------------------------------------------------------------------

  function edgeStyle(mood) {
    // Many lines lie over each other: each is drawn fainter, so that the dots stay in front.
    const opacity = Math.max(0.25, Math.min(1, 12 / Math.sqrt(view().edges.length || 1)));
    if (mood === 1) return { color: palette.accent, opacity: 1 };
    if (mood === 2) return { color: palette.tie, opacity: DIM * opacity };
    return { color: palette.tie, opacity };
  }

  function edgeOptions() {
    return {
      edges: {
        color: { ...edgeStyle(0), hover: palette.accent, highlight: palette.accent, inherit: false },
        font: {
          face: palette.font, size: 12, color: palette.ink, strokeWidth: 5, strokeColor: palette.surface,
          align: "horizontal",
        },
      },
    };
  }

  function moodOf(index, edge) {
    if (!state.selected) return 0;
    if ("pair" in state.selected) return index === state.selected.pair ? 1 : 2;
    const id = view().bodies.indexOf(state.selected.body);
    return edge.from === id || edge.to === id ? 1 : 2;
  }

  function emphasise(all) {
    const changes = [];
    view().edges.forEach((edge, index) => {
      const mood = moodOf(index, edge);
      if (all || mood !== (edgeMood[index] || 0)) {
        // Seen from afar lines become hairs; those in question stay visible.
        const width = mood === 1 ? Math.max(edge.width, 1.6 / network.getScale()) : edge.width;
        const font = { color: mood === 2 ? `${palette.ink}38` : palette.ink };
        changes.push({ id: index, color: edgeStyle(mood), width, font });
      }
      edgeMood[index] = mood;
    });
    related = null;
    if (state.selected) {
      related = new Set();
      view().edges.forEach((edge, index) => {
        if (edgeMood[index] === 1) related.add(edge.from).add(edge.to);
      });
      if ("body" in state.selected) related.add(view().bodies.indexOf(state.selected.body));
    }
    if (changes.length) edges.update(changes);
    network.redraw();
  }

  // --- the camera ----------------------------------------------------------------------------------------

  function place() {
    const { width, height } = container.getBoundingClientRect();
    tall = height > 0 && width / height < 1.1;
    return tall;
  }

  const positionOf = (id) => (tall ? view().tall[id] : [view().nodes[id].x, view().nodes[id].y]);

  /** Show all of it, labels included. */
  function fit() {
    const { width, height } = container.getBoundingClientRect();
    if (!width || !height) return;
    const ctx = network.canvas.getContext();
    let scale = 1;
    let box = null;
    for (let round = 0; round < 2; round++) {
      const size = letterSize(scale);
      box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const { id, size: radius } of view().nodes) {
        const { x, y } = network.body.nodes[id];
        const lines = labelOf(id);
        // Where there are very many, labels step aside anyway: only the dots count.
        const half = view().nodes.length > MANY ? radius : Math.max(radius + 6, (labelWidth(ctx, lines) * size) / 2);
        box = [
          Math.min(box[0], x - half), Math.min(box[1], y - radius - 6),
          Math.max(box[2], x + half), Math.max(box[3], y + below(id) + lines.length * size * 1.25),
        ];
      }
      scale = Math.min((width - 36) / (box[2] - box[0]), (height - 36 - BUTTONS) / (box[3] - box[1]), 1.35);
    }
    const y = (box[1] + box[3] + BUTTONS / scale) / 2;
    network.moveTo({ position: { x: (box[0] + box[2]) / 2, y }, scale, animation: false });
    touched = false;
    // The numbers on lines are vis-network's: their size is one option, in units of the drawing.
    if (view().edges.length <= COUNTED_TIES) network.setOptions({ edges: { font: { size: letterSize(scale) * 0.85 } } });
  }

  /** Bring nodes into the middle; with `ifHidden` only where one of them is out of sight or too small to read. */
  function centre(ids, ifHidden) {
    const points = ids.map((id) => network.body.nodes[id]);
    const shown = points.map((point) => network.canvasToDOM(point));
    const { clientWidth: width, clientHeight: height } = container;
    const inSight = ({ x, y }) => x > 40 && x < width - 40 && y > 40 && y < height - 60;
    if (ifHidden && shown.every(inSight) && network.getScale() > 0.55) return;
    const position = {
      x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
      y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
    };
    const animation = still.matches ? false : { duration: 320, easingFunction: "easeInOutQuad" };
    network.moveTo({ position, scale: Math.max(network.getScale(), 0.9), animation });
    touched = true;
  }

  function zoom(factor) {
    const scale = Math.min(Math.max(network.getScale() * factor, 0.05), 4);
    network.moveTo({ scale, animation: still.matches ? false : { duration: 160, easingFunction: "easeInOutQuad" } });
    touched = true;
  }

  // --- drawing a view ------------------------------------------------------------------------------------

  function load() {
    const shown = view();
    place();
    edgeMood = [];
    cursor = hovered = null;
    const counted = shown.edges.length <= COUNTED_TIES;
    nodes = new vis.DataSet(
      shown.nodes.map((node) => {
        const [x, y] = positionOf(node.id);
        return { ...node, x, y, shape: "custom", ctxRenderer: paint };
      }),
    );
    edges = new vis.DataSet(
      shown.edges.map((edge, index) => {
        const shared = shown.pairs[index].length;
        return counted && shared > 1 ? { ...edge, label: String(shared) } : edge;
      }),
    );
    container.setAttribute(
      "aria-label", t("network_label", { nodes: shown.nodes.length, edges: shown.edges.length }),
    );
  }

  function draw() {
    readPalette();
    load();
    const options = { ...view().options, ...{ edges: { ...view().options.edges, ...edgeOptions().edges } } };
    network = new vis.Network(container, { nodes, edges }, options);
    atlas.network = network;
    network.on("beforeDrawing", placeLabels);
    network.once("afterDrawing", () => performance.mark("atlas-drawn"));
    fit();
    network.on("click", ({ nodes: [node], edges: [edge] }) => {
      cursor = null;
      if (node !== undefined) atlas.selectBody(view().bodies[node], { by: "pointer" });
      else if (edge !== undefined) set({ selected: { pair: edge } }, { by: "pointer" });
      else set({ selected: null });
    });
    network.on("hoverNode", ({ node, event }) => hover(node, { body: view().bodies[node] }, event));
    network.on("blurNode", () => hover(null, null));
    network.on("hoverEdge", ({ edge, event }) => hover(hovered, { pair: edge }, event));
    network.on("blurEdge", () => hover(hovered, null));
    network.on("dragStart", () => { touched = true; atlas.tooltip.hide(); });
    network.on("zoom", () => { touched = true; atlas.tooltip.hide(); });
    network.on("resize", () => {
      const before = tall;
      if (place() !== before) {
        nodes.update(view().nodes.map(({ id }) => ({ id, x: positionOf(id)[0], y: positionOf(id)[1] })));
        touched = false;
      }
      if (!touched) fit();
    });
  }

  function hover(node, what, event) {
    hovered = node;
    container.classList.toggle("pointing", Boolean(what));
    if (what) atlas.tooltip.show(what, event);
    else atlas.tooltip.hide();
    network.redraw();
  }

  // --- keyboard and wheel --------------------------------------------------------------------------------

  /** The nearest node in a direction, as the eye would go: distance counts, straying sideways counts double. */
  function step(dx, dy) {
    if (cursor === null) {
      cursor = state.selected && "body" in state.selected ? view().bodies.indexOf(state.selected.body) : 0;
    } else {
      const from = network.body.nodes[cursor];
      let best = null;
      for (const { id } of view().nodes) {
        const { x, y } = network.body.nodes[id];
        const along = (x - from.x) * dx + (y - from.y) * dy;
        const across = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
        const cost = along + 2 * across;
        if (along > 1 && (best === null || cost < best.cost)) best = { id, cost };
      }
      if (best) cursor = best.id;
    }
    const body = data.bodies[view().bodies[cursor]];
    const count = new Set(body.duties.map((duty) => duty.measure)).size;
    document.getElementById("cursor").textContent = `${pick(body.label)}, ${t("n_measures", { n: count })}`;
    network.redraw();
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  container.addEventListener("keydown", (event) => {
    if (!network || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in ARROWS) step(...ARROWS[event.key]);
    else if ((event.key === "Enter" || event.key === " ") && cursor !== null) {
      atlas.selectBody(view().bodies[cursor], { by: "keyboard" });
    } else if (event.key === "Escape") {
      cursor = null;
      set({ selected: null });
    } else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
  container.addEventListener("mouseleave", () => { if (network) hover(null, null); });
  container.addEventListener("blur", () => { cursor = null; if (network) network.redraw(); });

  // The wheel scrolls the page; with Ctrl (and pinching on a touchpad, which says Ctrl) it zooms the drawing.
  container.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  }, { capture: true });

  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "fit") fit();
      else zoom(button.dataset.zoom === "in" ? 1.3 : 1 / 1.3);
    });
  }

  // --- what changes it -----------------------------------------------------------------------------------

  function repaint() {
    if (!network) return;
    readPalette();
    network.setOptions(edgeOptions());
    emphasise(true);
  }

  listen((changed, how) => {
    if (!network) return;
    if (changed.has("view")) {
      load();
      network.setData({ nodes, edges });
      fit();
    }
    if (changed.has("lang")) {
      container.setAttribute(
        "aria-label", t("network_label", { nodes: view().nodes.length, edges: view().edges.length }),
      );
      if (!touched) fit();
    }
    emphasise(false);
    if (how.centre && state.selected) {
      const chosen = "body" in state.selected ? [state.selected.body] : atlas.ends(state.selected.pair);
      centre(chosen.map((body) => view().bodies.indexOf(body)), how.centre === "if hidden");
    }
  });

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  // Paper is white: the drawing is repainted in the light colours for as long as printing takes.
  window.addEventListener("beforeprint", () => { document.documentElement.dataset.scheme = "light"; repaint(); });
  window.addEventListener("afterprint", () => { delete document.documentElement.dataset.scheme; repaint(); });

  atlas.draw = draw;
  /** How many bodies are named in the drawing at this moment. */
  atlas.labelled = () => visible.size;
})();
