// The drawing: vis-network with the nodes and edges that pyvis made, its camera and pointer.
"use strict";

(() => {
  const { state, view, t, listen, eye } = atlas;
  const set = (...change) => atlas.set(...change);
  const { palette, DIM, readPalette, paint } = atlas.painter;
  const { MANY, labelOf, letterSize, below, labelWidth, placeLabels } = atlas.labels;
  const container = document.getElementById("network");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const FAINT = 60; // fewer ties than this are all drawn firmly
  const FAINT_MOST = 5000; // more than this are drawn alike, for the drawing is to appear soon
  const COUNTED_TIES = 200; // more ties than this carry no number: it could not be read
  const BUTTONS = 26; // room kept free at the bottom for the zoom buttons
  const MARGIN = 20; // at both sides together
  let nodes = null;
  let edges = null;
  let tall = false;
  let touched = false; // whether the user has moved the picture: then it is not fitted again by itself
  let hiddenTies = []; // whether each edge is hidden, as vis-network was told
  let edgeMood = []; // what each edge was last told: 0 plain, 1 related, 2 dimmed

  // --- edges ---------------------------------------------------------------------------------------------

  function edgeStyle(mood, index) {
    // Many lines lie over each other: each is drawn fainter, so that the dots stay in front; weak ones more than strong.
    const opacity = Math.max(0.25, Math.min(1, 12 / Math.sqrt(atlas.tiesShown() || 1))) * strength(index);
    if (mood === 1) return { color: palette.accent, opacity: 1 };
    if (mood === 2) return { color: palette.tie, opacity: DIM * opacity };
    return { color: palette.tie, opacity };
  }

  /** How firm a line is drawn, from 0.4 to 1: by the measures of its tie. */
  function strength(index) {
    const { pairs, edges, network } = view();
    if (index === undefined || network === "measures" || edges.length < FAINT || edges.length > FAINT_MOST) return 1;
    const most = Math.max(2, pairs[0].length);
    return 0.4 + 0.6 * Math.sqrt(Math.min(1, (pairs[index].length - 1) / (most - 1)));
  }

  /** All that vis-network asks of a line's colour. */
  const lineColour = (mood, index) => ({ ...edgeStyle(mood, index), hover: palette.accent, highlight: palette.accent, inherit: false });

  function edgeOptions() {
    return {
      edges: {
        color: lineColour(0),
        font: {
          face: palette.font, size: 12, color: palette.ink, strokeWidth: 5, strokeColor: palette.surface,
          align: "horizontal",
        },
      },
    };
  }

  /** The dot of what is selected. */
  function nodeOf(selected) {
    return "item" in selected ? view().items.indexOf(selected.item) : view().bodies.indexOf(selected.body);
  }

  /** What a dot stands for, as a selection. */
  function whatIs(id) {
    const body = view().bodies[id];
    if (view().groups) return { group: id };
    return body < 0 ? { item: view().items[id] } : { body };
  }

  function moodOf(index, edge) {
    if (!state.selected) return 0;
    if ("pair" in state.selected) return index === state.selected.pair ? 1 : 2;
    const id = nodeOf(state.selected);
    return edge.from === id || edge.to === id ? 1 : 2;
  }

  /** Show the ties that are seen, and those of what is selected. */
  function showTies() {
    const changes = [];
    view().edges.forEach((edge, index) => {
      const hidden = Boolean(eye.seen && !eye.seen.ties[index]) && (moodOf(index, edge) !== 1 || atlas.filtered());
      if (hidden !== Boolean(hiddenTies[index])) changes.push({ id: edge.id, hidden });
      hiddenTies[index] = hidden;
    });
    if (changes.length) edges.update(changes);
  }

  function emphasise(all) {
    const colours = [0, 1, 2].map((mood) => lineColour(mood));
    showTies();
    view().edges.forEach((edge, index) => {
      const mood = moodOf(index, edge);
      if (all || mood !== (edgeMood[index] || 0)) {
        // Told to the lines themselves: by way of the data set, thousands of them take half a second.
        const line = eye.network.body.edges[index];
        // Seen from afar lines become hairs; those in question stay visible.
        const plain = "dashes" in edges.get(index) ? 2 : edge.width;
        line.options.width = mood === 1 ? Math.max(plain, 1.6 / eye.network.getScale()) : plain;
        line.options.color = mood === 1 ? colours[1] : lineColour(mood, index);
        line.labelModule.fontOptions.color = mood === 2 ? `${palette.ink}38` : palette.ink;
      }
      edgeMood[index] = mood;
    });
    eye.related = null;
    if (state.selected) {
      eye.related = new Set();
      view().edges.forEach((edge, index) => {
        if (edgeMood[index] === 1) eye.related.add(edge.from).add(edge.to);
      });
      if (!("pair" in state.selected)) eye.related.add(nodeOf(state.selected));
    }
    eye.network.redraw();
  }

  // --- the camera ----------------------------------------------------------------------------------------

  function place() {
    const { width, height } = container.getBoundingClientRect();
    tall = height > 0 && width / height < 1.1;
    return tall;
  }

  const positionOf = (id) => (tall ? view().tall[id] : [view().nodes[id].x, view().nodes[id].y]);

  /** What of the drawing is in sight, and what of that the buttons cover. */
  function frameAt(middle, scale) {
    const area = container.getBoundingClientRect();
    const toDrawing = ({ left, top, right, bottom }, inset) => [
      middle.x + (left + inset - area.left - area.width / 2) / scale, middle.y + (top + inset - area.top - area.height / 2) / scale,
      middle.x + (right - inset - area.left - area.width / 2) / scale, middle.y + (bottom - inset - area.top - area.height / 2) / scale,
    ];
    const buttons = document.querySelector(".zoom").getBoundingClientRect();
    return { area: toDrawing(area, 2), covered: toDrawing(buttons, 0) };
  }

  /** Show all of it, labels included. */
  function fit() {
    const { width, height } = container.getBoundingClientRect();
    if (!width || !height) return;
    const ctx = eye.network.canvas.getContext();
    let scale = 1;
    let box = null;
    for (let round = 0; round < 2; round++) {
      const size = letterSize(scale);
      box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const { id, size: radius } of view().nodes) {
        const { x, y } = eye.network.body.nodes[id];
        const lines = labelOf(id);
        // Where there are very many, labels step aside anyway: only the dots count.
        const half = view().nodes.length > MANY ? radius : Math.max(radius + 6, (labelWidth(ctx, lines) * size) / 2);
        box = [
          Math.min(box[0], x - half), Math.min(box[1], y - radius - 6),
          Math.max(box[2], x + half), Math.max(box[3], y + below(id) + lines.length * size * 1.25),
        ];
      }
      scale = Math.min((width - MARGIN) / (box[2] - box[0]), (height - MARGIN - BUTTONS) / (box[3] - box[1]), 1.35);
    }
    const middle = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3] + BUTTONS / scale) / 2 };
    eye.network.moveTo({ position: middle, scale, animation: false });
    eye.frame = frameAt(middle, scale);
    touched = false;
    // The numbers on lines are vis-network's: their size is one option, in units of the drawing.
    if (view().edges.length <= COUNTED_TIES) eye.network.setOptions({ edges: { font: { size: letterSize(scale) * 0.85 } } });
  }

  /** Bring nodes into the middle; with `ifHidden` only where one of them is out of sight or too small to read. */
  function centre(ids, ifHidden) {
    const points = ids.map((id) => eye.network.body.nodes[id]);
    const shown = points.map((point) => eye.network.canvasToDOM(point));
    const { clientWidth: width, clientHeight: height } = container;
    const inSight = ({ x, y }) => x > 40 && x < width - 40 && y > 40 && y < height - 60;
    if (ifHidden && shown.every(inSight) && eye.network.getScale() > 0.55) return;
    const position = {
      x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
      y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
    };
    const animation = still.matches ? false : { duration: 320, easingFunction: "easeInOutQuad" };
    eye.network.moveTo({ position, scale: Math.max(eye.network.getScale(), 0.9), animation });
    touched = true;
  }

  function zoom(factor) {
    const scale = Math.min(Math.max(eye.network.getScale() * factor, 0.05), 4);
    eye.network.moveTo({ scale, animation: still.matches ? false : { duration: 160, easingFunction: "easeInOutQuad" } });
    touched = true;
  }

  // --- drawing a view ------------------------------------------------------------------------------------

  function load() {
    const shown = view();
    place();
    edgeMood = [];
    hiddenTies = [];
    eye.cursor = eye.hovered = null;
    const counted = !shown.order && shown.edges.length <= COUNTED_TIES;
    eye.seen = atlas.seen();
    atlas.refigure();
    nodes = new vis.DataSet(
      shown.nodes.map((node) => {
        const [x, y] = positionOf(node.id);
        const hidden = Boolean(eye.seen && !eye.seen.dots[node.id]);
        return { ...node, x, y, hidden, shape: "custom", ctxRenderer: paint };
      }),
    );
    edges = new vis.DataSet(
      shown.edges.map((edge, index) => {
        const shared = atlas.tieMeasures(index).length;
        const more = { hidden: Boolean(eye.seen && !eye.seen.ties[index]) };
        hiddenTies[index] = more.hidden;
        if (strength(index) < 1) more.color = lineColour(0, index);
        if (counted && shared > 1) more.label = String(shared);
        if (shown.directed) more.arrows = { to: { enabled: true, scaleFactor: 0.55 } };
        if (shown.network === "measures") {
          const roles = atlas.dutiesFor(shown.bodies[edge.from], shown.pairs[index][0]).map((duty) => duty.role);
          const firm = roles.includes("lead") || roles.includes("responsible");
          more.dashes = !firm && [5, 4];
          more.width = roles.includes("lead") ? 3 : 1.6;
        }
        return { ...edge, ...more };
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
    eye.network = new vis.Network(container, { nodes, edges }, options);
    atlas.network = eye.network;
    eye.network.on("beforeDrawing", placeLabels);
    eye.network.once("afterDrawing", () => {
      performance.mark("atlas-drawn");
      setTimeout(() => {
        eye.drawn = true;
        eye.network.redraw();
        document.documentElement.setAttribute("data-drawn", "");
      });
    });
    fit();
    eye.network.on("click", ({ nodes: [node], edges: [edge] }) => {
      eye.cursor = null;
      if (node !== undefined) open(node, "pointer");
      else if (edge !== undefined && !view().groups) set({ selected: { pair: edge } }, { by: "pointer" });
      else set({ selected: null });
    });
    eye.network.on("hoverNode", ({ node, event }) => hover(node, whatIs(node), event));
    eye.network.on("blurNode", () => hover(null, null));
    eye.network.on("hoverEdge", ({ edge, event }) => view().groups || hover(eye.hovered, { pair: edge }, event));
    eye.network.on("blurEdge", () => hover(eye.hovered, null));
    eye.network.on("dragStart", () => { touched = true; atlas.tooltip.hide(); });
    eye.network.on("zoom", () => { touched = true; atlas.tooltip.hide(); });
    eye.network.on("resize", () => {
      const before = tall;
      if (place() !== before) {
        nodes.update(view().nodes.map(({ id }) => ({ id, x: positionOf(id)[0], y: positionOf(id)[1] })));
        touched = false;
      }
      if (!touched) fit();
    });
  }

  /** Show what a dot stands for: a body, a measure, or the bodies of a group. */
  function open(node, by) {
    if (view().groups) atlas.openGroup(node);
    else set({ selected: whatIs(node) }, { by });
  }

  function hover(node, what, event) {
    eye.hovered = node;
    container.classList.toggle("pointing", Boolean(what));
    if (what) atlas.tooltip.show(what, event);
    else atlas.tooltip.hide();
    eye.network.redraw();
  }

  // --- what changes it -----------------------------------------------------------------------------------

  function repaint() {
    if (!eye.network) return;
    readPalette();
    eye.network.setOptions(edgeOptions());
    emphasise(true);
  }

  listen((changed, how) => {
    if (!eye.network) return;
    if (changed.has("view") || changed.has("facet") || atlas.filterNames.some((name) => changed.has(name))) {
      const moved = !changed.has("view");
      const camera = moved && { position: eye.network.getViewPosition(), scale: eye.network.getScale() };
      load();
      eye.network.setData({ nodes, edges });
      if (camera) eye.network.moveTo({ ...camera, animation: false });
      else fit();
    }
    if (changed.has("lang")) {
      container.setAttribute(
        "aria-label", t("network_label", { nodes: view().nodes.length, edges: view().edges.length }),
      );
      if (!touched) fit();
    }
    if (changed.has("ties") && !changed.has("view")) eye.seen = atlas.seen();
    emphasise(changed.has("ties"));
    if (how.centre && state.selected) {
      const edge = "pair" in state.selected && view().edges[state.selected.pair];
      centre(edge ? [edge.from, edge.to] : [nodeOf(state.selected)], how.centre === "if hidden");
    }
  });

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  // Paper is white: the drawing is repainted in the light colours for as long as printing takes.
  let before;
  window.addEventListener("beforeprint", () => {
    before = document.documentElement.dataset.scheme;
    document.documentElement.dataset.scheme = "light";
    repaint();
  });
  window.addEventListener("afterprint", () => {
    if (before) document.documentElement.dataset.scheme = before;
    else delete document.documentElement.dataset.scheme;
    repaint();
  });

  /** The drawing as it is seen, on its background, as a picture. */
  atlas.saveImage = () => {
    const canvas = eye.network.canvas.frame.canvas;
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const ctx = copy.getContext("2d");
    ctx.fillStyle = palette.surface;
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(canvas, 0, 0);
    atlas.save(`policygraph-${view().id}.png`, copy.toDataURL("image/png"), "image/png");
  };

  listen((changed) => { if (changed.has("scheme")) repaint(); });
  atlas.draw = draw;
  atlas.drawing = { nodeOf, open, hover, zoom, fit };
})();
