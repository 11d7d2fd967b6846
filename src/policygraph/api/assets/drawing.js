// One network, drawn by vis-network: colours, labels that step aside, a threshold for weak ties, neighbours on a click.
"use strict";

(() => {
  const { t, pick, el, listen } = atlas;
  const { nodes: dots, edges: ties, facets, options, directed } = window.atlasData.drawing;
  const container = document.getElementById("network");
  const tooltip = document.getElementById("tooltip");
  const select = document.getElementById("facet");
  const slider = document.getElementById("least");
  const DIM = 0.15;
  const MANY = 120; // dots: above this only so many of the largest are named
  const NAMED = 60;
  const palette = {};
  let facet = 0;
  let selected = null;
  let related = null;

  function readPalette() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["ink", "surface", "accent", "tie"]) palette[name] = style.getPropertyValue(`--${name}`).trim();
    palette.colours = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => style.getPropertyValue(`--c${at}`).trim());
    palette.font = getComputedStyle(document.body).fontFamily;
  }

  // --- what is seen --------------------------------------------------------------------------------------

  const least = () => Number(slider.value);
  const seen = (tie) => tie.weight >= least() - 1e-9;
  const faded = (id) => related !== null && !related.has(id);

  function nodeOf({ id, x, y, size, square }) {
    const colour = palette.colours[facets.length ? facets[facet].of[id] : 0];
    return {
      id, x, y, size, shape: square ? "square" : "dot", opacity: faded(id) ? DIM : 1, borderWidth: 3,
      color: { background: palette.surface, border: colour, highlight: { background: palette.surface, border: palette.accent }, hover: { background: palette.surface, border: palette.accent } },
    };
  }

  function edgeOf(tie) {
    const mine = selected !== null && (tie.from === selected || tie.to === selected);
    // Weak ties are faint, and many lines are fainter than few, so that the dots stay in front.
    const strong = Math.max(...ties.map((each) => each.weight), 1);
    const opacity = Math.min(1, 8 / Math.sqrt(ties.length || 1)) * (0.3 + (0.7 * tie.weight) / strong);
    return {
      id: tie.id, from: tie.from, to: tie.to, width: tie.width, hidden: !seen(tie),
      arrows: directed ? { to: { enabled: true, scaleFactor: 0.5 } } : undefined,
      color: { color: mine ? palette.accent : palette.tie, opacity: mine ? 1 : selected === null ? Math.max(0.12, opacity) : 0.06, inherit: false, hover: palette.accent, highlight: palette.accent },
    };
  }

  readPalette();
  const nodes = new vis.DataSet(dots.map(nodeOf));
  const edges = new vis.DataSet(ties.map(edgeOf));
  const network = new vis.Network(container, { nodes, edges }, options);
  atlas.network = network;

  // --- labels: the larger dots first, none covers another or a dot ---------------------------------------

  function drawLabels(ctx) {
    const scale = network.getScale();
    const size = Math.min(Math.max(13 * scale, 10), 16) / scale;
    const taken = dots.map(({ id, size: radius }) => {
      const { x, y } = network.body.nodes[id];
      return [x - radius, y - radius, x + radius, y + radius];
    });
    ctx.font = `${size}px ${palette.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    ctx.lineWidth = size * 0.28;
    ctx.strokeStyle = palette.surface;
    ctx.fillStyle = palette.ink;
    const asked = (dot) => (related && related.has(dot.id) ? 1 : 0);
    const order = [...dots].sort((a, b) => asked(b) - asked(a) || b.size - a.size);
    for (const dot of order.slice(0, dots.length > MANY ? NAMED : MANY)) {
      const { x, y } = network.body.nodes[dot.id];
      const lines = pick(dot.label).split("\n");
      const half = Math.max(...lines.map((line) => ctx.measureText(line).width)) / 2 + size * 0.2;
      const high = lines.length * size * 1.2;
      const away = dot.size + 4;
      // Below, above, to the right or to the left of the dot: wherever there is room.
      const places = [[x, y + away], [x, y - away - high], [x + away + half, y - high / 2], [x - away - half, y - high / 2]];
      const boxes = places.map(([middle, top]) => [middle - half, top, middle + half, top + high]);
      const free = boxes.findIndex((box) => !taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]));
      if (free < 0) continue;
      taken.push(boxes[free]);
      ctx.globalAlpha = faded(dot.id) ? DIM : 1;
      lines.forEach((line, at) => {
        ctx.strokeText(line, places[free][0], places[free][1] + at * size * 1.2);
        ctx.fillText(line, places[free][0], places[free][1] + at * size * 1.2);
      });
    }
    ctx.globalAlpha = 1;
  }

  network.on("afterDrawing", drawLabels);
  network.once("afterDrawing", () => document.documentElement.setAttribute("data-drawn", ""));

  // --- legend, tooltip, selection ------------------------------------------------------------------------

  function tell() {
    const shown = ties.filter(seen).length;
    document.getElementById("shown").textContent = t("shown_of", { nodes: dots.length, edges: shown });
    document.getElementById("least-value").textContent = Number(least().toFixed(1)).toString();
    select.replaceChildren(...facets.map(({ name }, at) => el("option", { value: at, selected: at === facet }, t(`colour_${name}`))));
    if (!facets.length) return;
    const { keys, of } = facets[facet];
    const legend = keys.map((key, at) => el("li", {}, el("span", { class: `swatch c${at}` }), pick(key)));
    if (of.includes(7) && keys.length < 8) legend.push(el("li", {}, el("span", { class: "swatch c7" }), t("key_rest")));
    document.getElementById("legend").replaceChildren(...legend);
  }

  function repaint() {
    nodes.update(dots.map(nodeOf));
    edges.update(ties.map(edgeOf));
    tell();
  }

  function choose(id) {
    selected = id ?? null;
    related = null;
    if (selected !== null) {
      related = new Set([selected]);
      for (const tie of ties) if (seen(tie) && (tie.from === selected || tie.to === selected)) related.add(tie.from).add(tie.to);
    }
    repaint();
  }

  function show(lines, { x, y }) {
    tooltip.replaceChildren(...lines);
    tooltip.hidden = false;
    const { width, height } = tooltip.getBoundingClientRect();
    tooltip.style.left = `${Math.max(4, x + 16 + width > container.clientWidth ? x - 16 - width : x + 16)}px`;
    tooltip.style.top = `${Math.max(4, y + 16 + height > container.clientHeight ? y - 12 - height : y + 16)}px`;
  }

  function describe(id) {
    const mine = ties.filter((tie) => seen(tie) && (tie.from === id || tie.to === id)).sort((a, b) => b.weight - a.weight);
    const other = (tie) => pick(dots[tie.from === id ? tie.to : tie.from].name);
    return [
      el("p", { class: "title" }, pick(dots[id].name)),
      el("p", { class: "muted" }, t("network_tied", { n: mine.length })),
      el("ul", { class: "plain" }, mine.slice(0, 6).map((tie) => el("li", {}, `${other(tie)} ${tie.weight}`))),
    ];
  }

  network.on("hoverNode", ({ node, pointer }) => show(describe(node), pointer.DOM));
  network.on("hoverEdge", ({ edge, pointer }) => {
    const tie = ties[edge];
    const names = [tie.from, tie.to].map((id) => pick(dots[id].name)).join(directed ? " → " : " — ");
    show([el("p", { class: "title" }, names), el("p", { class: "muted" }, String(tie.weight))], pointer.DOM);
  });
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => { tooltip.hidden = true; });
  network.on("click", ({ nodes: [node] }) => choose(node === selected ? null : node));

  /** Show all of it, with a margin for labels. */
  function fit() {
    network.fit();
    network.moveTo({ scale: network.getScale() * 0.92 });
  }

  // --- controls ------------------------------------------------------------------------------------------

  select.addEventListener("change", () => { facet = Number(select.value); repaint(); });
  slider.addEventListener("input", () => choose(selected));
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "fit") fit();
      else network.moveTo({ scale: network.getScale() * Number(button.dataset.zoom) });
    });
  }
  document.getElementById("save").addEventListener("click", () => {
    const { canvas } = network.canvas.frame;
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const ctx = copy.getContext("2d");
    ctx.fillStyle = palette.surface;
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(canvas, 0, 0);
    atlas.save("policygraph-network.png", copy.toDataURL("image/png"), "image/png");
  });
  function recolour() {
    readPalette();
    repaint();
  }
  listen((changed) => { if (changed.has("scheme")) recolour(); else if (changed.has("lang")) { tell(); network.redraw(); } });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  fit();
  tell();
})();
