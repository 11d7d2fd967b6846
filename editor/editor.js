// The editor: CodeMirror with SPARQL, the colours of the page, and completion from what the page knows.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentUnit, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { highlightSelectionMatches } from "@codemirror/search";
import { Annotation, Compartment, EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Every colour is one of the page's, so that light and dark need nothing here.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.operatorKeyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.atom, tags.number, tags.bool], color: "var(--code-atom)" },
  { tag: [tags.meta, tags.modifier], color: "var(--muted)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--ink)", fontSize: "0.875rem", height: "100%" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px", borderRadius: "inherit" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.7rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "none", paddingLeft: "0.4rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--code-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--h2)" },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)", color: "inherit" },
  ".cm-tooltip": { background: "var(--raised)", border: "1px solid var(--line-strong)", borderRadius: "8px", boxShadow: "var(--shadow)", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.15rem 0.6rem", color: "var(--ink)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", fontFamily: "system-ui, sans-serif" },
});

const ours = Annotation.define();

/** An editor in `place`; `complete(text, at)` gives {from, options}, `run` is called for Ctrl-Enter. */
window.policygraphEditor = (place, { text, label, nonce, complete, changed, run }) => {
  const naming = new Compartment();
  const named = (words) => EditorView.contentAttributes.of({ "aria-label": words, "aria-multiline": "true" });
  const source = (context) => {
    const found = complete(context.state.doc.toString(), context.pos, context.explicit);
    return found && { from: found.from, options: found.options, validFor: /^[\w:?$-]*$/ };
  };
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(),
        highlightSelectionMatches(), indentUnit.of("  "), StreamLanguage.define(sparql), syntaxHighlighting(colours), look,
        autocompletion({ override: [source], icons: false }), placeholder("SELECT * WHERE { ?s ?p ?o } LIMIT 10"),
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => { run(); return true; } }])),
        // Tab is left to the browser: whoever has no mouse must be able to leave the editor.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        naming.of(named(label)), EditorView.cspNonce.of(nonce),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((each) => each.annotation(ours))) changed();
        }),
      ],
    }),
  });
  // Whoever has only a keyboard can scroll it in every browser.
  view.scrollDOM.tabIndex = 0;
  return {
    get: () => view.state.doc.toString(),
    set: (value) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value }, annotations: ours.of(true) }),
    name: (words) => view.dispatch({ effects: naming.reconfigure(named(words)) }),
    focus: () => view.focus(),
  };
};
