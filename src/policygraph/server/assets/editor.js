// The editor: CodeMirror where it was put in when the package was built, or else a plain field; both do the same for
// the page. And what can be completed: variables, terms of the ontology, prefixes, words of SPARQL.
"use strict";

window.page = window.page || {};

(() => {
  const { el, pick, t } = atlas;
  const { prefixes, terms } = window.atlasData.terms;

  const WORDS = ("ASK BASE BIND BY CONSTRUCT DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING LIMIT MINUS NAMED NOT " +
    "OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SERVICE UNDEF UNION VALUES WHERE COUNT SUM MIN MAX AVG SAMPLE " +
    "GROUP_CONCAT COALESCE CONCAT CONTAINS DATATYPE IF IRI LANG LANGMATCHES LCASE REGEX REPLACE STR STRAFTER STRBEFORE " +
    "STRENDS STRLEN STRSTARTS SUBSTR UCASE YEAR MONTH DAY BOUND ASC DESC").split(" ");

  /** Puts a term in, and the prefix it needs at the top where the query does not have it. */
  const put = (term) => (view, _, from, to) => {
    const prefix = term.split(":")[0];
    const declared = new RegExp(`prefix\\s+${prefix}:`, "i").test(view.state.doc.toString());
    const head = declared ? "" : `PREFIX ${prefix}: <${prefixes[prefix]}>\n`;
    view.dispatch({
      changes: [...(head ? [{ from: 0, insert: head }] : []), { from, to, insert: term }],
      selection: { anchor: from + head.length + term.length },
      userEvent: "input.complete",
    });
  };

  function complete(text, at, explicit) {
    const word = /[\w:?$-]*$/.exec(text.slice(0, at))[0];
    if (!explicit && word.length < 2 && !/^[?$]/.test(word)) return null;
    const from = at - word.length;
    if (/^[?$]/.test(word)) {
      const names = new Set(text.match(/[?$]\w+/g) || []);
      names.delete(word);
      return { from, options: [...names].sort().map((label) => ({ label, type: "variable" })) };
    }
    const known = terms.map(([label, zh, en]) => ({ label, detail: pick([zh, en]), apply: put(label) }));
    if (word.includes(":")) return { from, options: known };
    return {
      from,
      options: [
        ...WORDS.map((label) => ({ label, type: "keyword", boost: 1 })),
        ...Object.keys(prefixes).map((prefix) => ({ label: `${prefix}:`, detail: prefixes[prefix] })),
        ...known,
      ],
    };
  }

  function plain(place, { text, label, changed, run }) {
    const field = el("textarea", {
      class: "plain-editor", rows: 16, spellcheck: "false", autocapitalize: "off", autocomplete: "off", "aria-label": label,
      on: {
        input: changed,
        keydown: (event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          run();
        },
      },
    });
    field.value = text;
    place.append(field);
    return {
      get: () => field.value,
      set: (value) => { field.value = value; },
      name: (words) => field.setAttribute("aria-label", words),
      focus: () => field.focus(),
    };
  }

  /** An editor in `place`: {get, set, name, focus}. `changed` is called where the reader changes the text. */
  page.editor = (place, { text = "", changed, run }) => {
    const given = { text, label: t("editor_label"), nonce: document.getElementById("desk").dataset.nonce, complete, changed, run };
    const made = (window.policygraphEditor || plain)(place, given);
    atlas.listen((what) => { if (what.has("lang")) made.name(t("editor_label")); });
    return made;
  };
  page.complete = complete;
})();
