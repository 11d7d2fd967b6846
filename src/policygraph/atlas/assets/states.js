// What bodies reported, as the matrices and the drawings show it: the name, the letter and the colour of each state.
"use strict";

(() => {
  const { data, el, pick, t } = atlas;
  const known = new Map((data.states || []).map((each) => [each.token, each]));
  const name = (token) => pick(known.get(token).names);
  const letter = (token) => pick(known.get(token).letters);

  /** The states that were reported for a body's part in a measure. */
  const of = (body, measure) => atlas.dutiesFor(body, measure).find((duty) => duty.states)?.states || [];

  /** How many of these tasks have each state, in the order of the states; "" where none was reported. */
  function count(tasks) {
    const counts = new Map([...known.keys(), ""].map((token) => [token, 0]));
    for (const [body, measure] of tasks) {
      const found = of(body, measure);
      for (const token of found.length ? found : [""]) counts.set(token, counts.get(token) + 1);
    }
    return [...counts].filter(([, n]) => n);
  }

  /** The state that needs attention most; "" where all that was reported is completed, but not all was reported. */
  function mostUrgent(counts) {
    const tokens = counts.map(([token]) => token).filter(Boolean).sort((a, b) => known.get(a).urgency - known.get(b).urgency);
    const done = tokens[0] === "completed" && tokens.length < counts.length;
    return done ? "" : tokens[0];
  }

  /** A state in words, with its colour. */
  const named = (token) => el("span", { class: `state ${atlas.states.style(token)}` }, token ? name(token) : t("reported_none"));

  /** How many of these tasks have each state, in words; nothing if no body reported anything. */
  function line(tasks) {
    if (!known.size) return null;
    return el("p", { class: "legend-of-states" }, count(tasks).map(([token, n]) => el("span", {}, named(token), " ", el("span", { class: "count" }, n))));
  }

  atlas.states = {
    known, name, letter, of, count, mostUrgent, named, line,
    style: (token) => (token ? known.get(token).style : "s-none"),
    chip: (token) => el("span", { class: `letter ${known.get(token).style}` }, letter(token)),
  };
})();
