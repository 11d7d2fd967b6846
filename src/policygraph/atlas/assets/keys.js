// The drawing by keyboard, wheel and buttons.
"use strict";

(() => {
  const { data, state, view, t, pick, eye, measuresOf } = atlas;
  const { nodeOf, open, hover, zoom, fit } = atlas.drawing;
  const container = document.getElementById("network");

  /** The nearest node in a direction, as the eye would go: distance counts, straying sideways counts double. */
  function step(dx, dy) {
    if (eye.cursor === null) {
      const first = eye.seen ? eye.seen.dots.indexOf(true) : 0;
      eye.cursor = state.selected && !("pair" in state.selected) ? nodeOf(state.selected) : first;
      if (eye.cursor < 0) return void (eye.cursor = null);
    } else {
      const from = eye.network.body.nodes[eye.cursor];
      let best = null;
      for (const { id } of view().nodes) {
        if (eye.seen && !eye.seen.dots[id]) continue;
        const { x, y } = eye.network.body.nodes[id];
        const along = (x - from.x) * dx + (y - from.y) * dy;
        const across = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
        const cost = along + 2 * across;
        if (along > 1 && (best === null || cost < best.cost)) best = { id, cost };
      }
      if (best) eye.cursor = best.id;
    }
    document.getElementById("cursor").textContent = spoken(eye.cursor);
    eye.network.redraw();
  }

  /** A dot in words, for those who hear the page. */
  function spoken(id) {
    const body = view().bodies[id];
    if (body < 0) return atlas.titleOf(view().items[id]);
    const name = pick(data.bodies[body].label);
    if (view().groups) return t("group_label", { name, n: view().groups[id].size });
    return `${name}, ${t("n_measures", { n: measuresOf(body).length })}`;
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  container.addEventListener("keydown", (event) => {
    if (!eye.network || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in ARROWS) step(...ARROWS[event.key]);
    else if ((event.key === "Enter" || event.key === " ") && eye.cursor !== null) {
      open(eye.cursor, "keyboard");
    } else if (event.key === "Escape") {
      eye.cursor = null;
      atlas.set({ selected: null });
    } else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
  container.addEventListener("mouseleave", () => { if (eye.network) hover(null, null); });
  container.addEventListener("blur", () => { eye.cursor = null; if (eye.network) eye.network.redraw(); });

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
})();
