// Where labels stand: each beside its dot, none over another, as few hidden as can be. Nothing here depends on chance or
// on what was shown before, so that the same picture always has the same labels.
"use strict";

(() => {
  const STEPS = 4000; // places tried in all while labels make room for each other
  const DEPTH = 3; // labels that move one after the other to make room
  const BLOCKERS = 2; // labels that move at once
  const COVERING = 6; // what it costs to cover a part of another dot
  const CENTRE = 0.55; // of the radius of another dot the part that no label covers

  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  /** The smallest box that holds all of some. */
  function hull(boxes) {
    const all = [Infinity, Infinity, -Infinity, -Infinity];
    for (const box of boxes) {
      for (const side of [0, 1]) all[side] = Math.min(all[side], box[side]);
      for (const side of [2, 3]) all[side] = Math.max(all[side], box[side]);
    }
    return all;
  }

  /** How much of the area of each cell lines cover, summed up from the upper left, so that any box is read at once. */
  class Ink {
    constructor([left, top, right, bottom], lines) {
      this.left = left;
      this.top = top;
      this.cell = Math.max(Math.sqrt(((right - left) * (bottom - top)) / 20000), 1e-6);
      this.across = Math.ceil((right - left) / this.cell) + 1;
      this.down = Math.ceil((bottom - top) / this.cell) + 1;
      this.sums = new Float64Array((this.across + 1) * (this.down + 1));
      for (const line of lines) this.#draw(line);
      for (let y = 1; y <= this.down; y++) {
        for (let x = 1; x <= this.across; x++) {
          const at = y * (this.across + 1) + x;
          this.sums[at] += this.sums[at - 1] + this.sums[at - this.across - 1] - this.sums[at - this.across - 2];
        }
      }
    }

    #draw({ from, to, width }) {
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      const steps = Math.max(Math.round(length / this.cell), 1);
      const ink = (width * length) / steps / this.cell ** 2;
      for (let step = 0; step < steps; step++) {
        const share = (step + 0.5) / steps;
        const x = Math.floor((from.x + (to.x - from.x) * share - this.left) / this.cell);
        const y = Math.floor((from.y + (to.y - from.y) * share - this.top) / this.cell);
        if (x >= 0 && y >= 0 && x < this.across && y < this.down) this.sums[(y + 1) * (this.across + 1) + x + 1] += ink;
      }
    }

    /** The mean under a box. */
    under(box) {
      const column = (x) => Math.min(Math.max(Math.round((x - this.left) / this.cell), 0), this.across);
      const row = (y) => Math.min(Math.max(Math.round((y - this.top) / this.cell), 0), this.down) * (this.across + 1);
      const [x0, x1, y0, y1] = [column(box[0]), column(box[2]), row(box[1]), row(box[3])];
      const cells = ((x1 - x0) * (y1 - y0)) / (this.across + 1);
      return cells > 0 ? (this.sums[y1 + x1] - this.sums[y0 + x1] - this.sums[y1 + x0] + this.sums[y0 + x0]) / cells : 0;
    }
  }

  /**
   * The boxes around a dot in which a text may stand, each with what it costs: below, above and beside; with an end of
   * the text at the dot; off its corners; and a step further away.
   */
  function around({ x, y, gap }, size, { width, height, lines, cost }, steps) {
    const [w, h] = [width + 0.4 * size, height];
    const slide = Math.max(w / 2 - gap, 0);
    const places = [];
    const put = (cx, cy, price, align = "center") => places.push({ box: [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], lines, align, cost: cost + price });
    for (const far of steps) {
      const reach = gap + far * size;
      const more = far ? 3 : 0;
      const [low, high] = [y + reach - 0.14 * size + h / 2, y - reach + 0.11 * size - h / 2];
      const [right, left] = [x + reach - 0.2 * size + w / 2, x - reach + 0.2 * size - w / 2];
      put(x, low, more);
      put(x, high, more + 1);
      put(right, y, more + 1.2, "left");
      put(left, y, more + 1.4, "right");
      if (slide > 0.5 * size) {
        put(x + slide, low, more + 1.6);
        put(x - slide, low, more + 1.8);
        put(x + slide, high, more + 2.2);
        put(x - slide, high, more + 2.4);
      }
      const corner = reach * 0.71;
      for (const [side, align] of [[1, "left"], [-1, "right"]]) {
        const at = x + side * (corner - 0.2 * size + w / 2);
        put(at, y + corner - 0.3 * size + h / 2, more + 1.9, align);
        put(at, y - corner + 0.3 * size - h / 2, more + 2.1, align);
      }
    }
    return places;
  }

  /** What a place costs by the dots that it covers or comes near to; infinite where it covers the middle of one. */
  function priceDots(box, dots, size) {
    const margin = 0.25 * size;
    let price = 0;
    for (const { x, y, radius } of dots) {
      const distance = Math.hypot(Math.max(box[0] - x, 0, x - box[2]), Math.max(box[1] - y, 0, y - box[3]));
      if (distance < CENTRE * radius) return Infinity;
      if (distance < radius) price += COVERING + 10 * (1 - distance / radius);
      else if (distance < radius + margin) price += 1;
    }
    return price;
  }

  /**
   * The places of a label, the best first: `places` near its dot with the text in its own lines, and what `more` gives,
   * all of them, which is only worked out where those do not do.
   *
   * @param label - `id`, its dot's `x`, `y`, what its text keeps clear of it (`gap`), and `shapes`, which gives the text
   * in lines, so many shapes of it at most.
   * @param size - Of the letters.
   * @param scene - `dots`, all of them; `ink`, what lies under a place; `allowed`, whether a box may be used.
   */
  function list(label, size, { dots, ink, allowed }) {
    function priced(all) {
      const possible = all.filter(({ box }) => allowed(box));
      const reach = hull(possible.map(({ box }) => box));
      const near = dots.filter(({ id, x, y, radius }) => id !== label.id && meet(reach, [x - 2 * radius, y - 2 * radius, x + 2 * radius, y + 2 * radius]));
      for (const place of possible) {
        place.cost += priceDots(place.box, near, size);
        if (ink && place.cost < Infinity) place.cost += Math.min(5 * ink.under(place.box), 3);
      }
      return possible.filter(({ cost }) => cost < Infinity).sort((a, b) => a.cost - b.cost);
    }

    return {
      places: priced(around(label, size, label.shapes(1)[0], [0])),
      more: () => priced(label.shapes(Infinity).flatMap((shape) => around(label, size, shape, [0, 0.9]))),
    };
  }

  /**
   * Give each label one of its places so that none meets another.
   *
   * @param labels - Those of more weight first, each with its `places`, the best first, and `more` if there are others.
   * @param kept - The place that a label begins with, if it has one.
   * @returns The place of each label, by its position in the list; none where there is no room.
   */
  function solve(labels, kept = []) {
    const reach = labels.map(({ places }) => hull(places.map(({ box }) => box)));
    const meeting = (at) => [...reach.keys()].filter((other) => other !== at && meet(reach[at], reach[other]));
    const near = labels.map((_, at) => meeting(at));
    const chosen = labels.map((_, at) => kept[at]);
    const order = [...labels.keys()];
    let steps = STEPS;

    /** The labels that stand where a label would, up to a number. */
    function inTheWay(at, { box }, most) {
      const found = [];
      for (const other of near[at]) {
        if (chosen[other] && meet(box, chosen[other].box) && found.push(other) >= most) break;
      }
      return found;
    }

    const isFree = (at, { box }) => !near[at].some((other) => chosen[other] && meet(box, chosen[other].box));

    /** The best place where nothing stands; only where that covers a dot, or there is none, more places are tried. */
    function firstFree(at) {
      const label = labels[at];
      const found = label.places.find((place) => isFree(at, place));
      if (!label.more || (found && found.cost < COVERING)) return found;
      label.places = label.more();
      label.more = null;
      reach[at] = hull(label.places.map(({ box }) => box));
      near[at] = meeting(at);
      for (const other of near[at]) if (!near[other].includes(at)) near[other].push(at);
      return firstFree(at);
    }

    /** Find a place for a label, at need by moving those in its way; `fixed` are those that wait for it. */
    function settle(at, depth, fixed) {
      chosen[at] = firstFree(at);
      if (chosen[at] || !depth) return Boolean(chosen[at]);
      for (const place of labels[at].places) {
        if (steps-- <= 0) return false;
        const others = inTheWay(at, place, BLOCKERS + 1);
        if (others.length > BLOCKERS || others.some((other) => fixed.includes(other))) continue;
        const before = chosen.slice();
        for (const other of others) chosen[other] = undefined;
        chosen[at] = place;
        if (others.every((other) => settle(other, depth - 1, [...fixed, at, ...others]))) return true;
        chosen.splice(0, chosen.length, ...before);
      }
      return false;
    }

    // Those with least choice first: of places that cover no dot.
    const choice = labels.map(({ places }) => places.filter(({ cost }) => cost < COVERING).length);
    for (const at of order.slice().sort((a, b) => choice[a] - choice[b] || a - b)) chosen[at] ||= firstFree(at);
    const left = order.filter((at) => !chosen[at]).filter((at) => !settle(at, DEPTH, []));
    // A label without room takes that of a lesser one.
    for (const at of left) {
      for (const place of labels[at].places) {
        const [other, ...more] = inTheWay(at, place, 2);
        if (more.length || other < at) continue;
        if (other !== undefined) chosen[other] = undefined;
        chosen[at] = place;
        if (other !== undefined) settle(other, DEPTH, [at]);
        break;
      }
    }
    // Some were moved further than need be; where they go back, others may find room.
    for (const at of order) chosen[at] = firstFree(at);
    for (const at of order) chosen[at] ||= firstFree(at);
    return chosen;
  }

  /** Give places to labels in their order, as far as there is room, up to a number. */
  function name(labels, most) {
    const taken = [];
    return labels.map(({ places }) => {
      const place = taken.length < most && places.find(({ box }) => !taken.some((other) => meet(box, other)));
      if (place) taken.push(place.box);
      return place || undefined;
    });
  }

  atlas.places = { Ink, meet, list, solve, name };
})();
