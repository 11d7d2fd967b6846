// The content that networks, matrices and tables share, and what is asked of it.
"use strict";

(() => {
  const { el, zh, pick, state, href } = atlas;
  const data = window.atlasData.content;

  // Who bears a measure: built once, for measures know nothing of bodies.
  data.measures.forEach((measure) => { measure.duties = []; });
  data.bodies.forEach((body, index) => {
    for (const duty of body.duties) {
      duty.body = index;
      data.measures[duty.measure].duties.push(duty);
    }
  });

  const number = (text, title) => (!text || /[、，）】》．。：]$/.test(text) ? text + title : `${text} ${title}`);

  Object.assign(atlas, {
    data,
    shortName: (body) => el("bdi", { lang: state.lang }, pick(data.bodies[body].short)),
    titleOf: (index) => number(data.measures[index].number, data.measures[index].title),
    bodyHref: (body) => href(data.bodies[body].id),
    measureHref: (index) => href((data.policies[data.measures[index].policy] || { path: "" }).path, data.measures[index].at),
    measureLink: (index) =>
      el(
        "a",
        { class: "link measure-name", href: atlas.measureHref(index) },
        el("bdi", { class: "number", lang: "zh" }, data.measures[index].number),
        " ",
        zh(data.measures[index].title),
      ),
    bodyOfPath: (path) => data.bodies.findIndex((body) => body.id === path),

    /** The headings above a measure, outermost first, by index. */
    headings(measure) {
      const path = [];
      let at = data.measures[measure].category;
      while (at >= 0 && path.length < 9) {
        path.unshift(at);
        at = data.categories[at].parent;
      }
      return path;
    },

    /** The duties of a body for one measure. */
    dutiesFor: (body, measure) => data.measures[measure].duties.filter((duty) => duty.body === body),

    /** The different quotes that say who bears a measure, of the given bodies. */
    quotesFor(measure, bodies) {
      const quotes = data.measures[measure].duties.filter((duty) => bodies.includes(duty.body)).map((duty) => data.quotes[duty.quote]);
      return [...new Set(quotes)].filter(Boolean);
    },
  });
})();
