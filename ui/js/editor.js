// The editor of rules, on CodeMirror. What it knows of the languages is asked of Rust: `ask` holds roles(text),
// diagnose(text), complete(text, at, explicit), hover(text, at) and format(text), all in UTF-16 positions.
//
// It lives in a shadow root, because there the library puts its rules into a constructed sheet; in the page it would
// write a style element, which the content security policy forbids. The tokens of the page reach inside.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, RangeSetBuilder, StateField } from "@codemirror/state";
import {
  Decoration, EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers,
} from "@codemirror/view";

const ROLES = ["keyword", "name", "text", "number", "operator", "punctuation", "comment", "wrong"];
const MARKS = ROLES.map((role) => Decoration.mark({ class: `role-${role}` }));

const LOOK = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "0.8125rem", border: "1px solid var(--control)", borderRadius: "var(--radius)" },
  "&.cm-focused": { outline: "2px solid var(--ring)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "1.25rem", minHeight: "inherit" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-3)", border: "none" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "oklch(from var(--hover) l c h / 0.5)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--active)", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "oklch(from var(--primary) l c h / 0.25)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selected)", outline: "1px solid var(--control)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--critical-soft)", outline: "1px solid var(--critical)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--warning-soft)", outline: "1px solid var(--warning)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--selected)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--critical)", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warning)", textUnderlineOffset: "3px" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted var(--info)", textUnderlineOffset: "3px" },
  ".cm-lint-marker": { width: "0.875rem", height: "0.875rem", content: "none" },
  ".cm-lint-marker::before": { fontWeight: "600", fontSize: "0.8125rem", lineHeight: "1.25rem", display: "block", textAlign: "center" },
  ".cm-lint-marker-error::before": { content: "'!'", color: "var(--critical-text)" },
  ".cm-lint-marker-warning::before": { content: "'▲'", color: "var(--warning-text)" },
  ".cm-lint-marker-info::before": { content: "'i'", color: "var(--info-text)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)", fontFamily: "var(--font-ui)" },
  ".cm-tooltip": { borderRadius: "var(--radius)", boxShadow: "var(--elevation-2)", maxWidth: "28rem" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-code)", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete > ul > li": { minHeight: "1.5rem", padding: "0.125rem 0.5rem", lineHeight: "1.25rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--selected)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--ink-2)", fontStyle: "normal", marginLeft: "0.75rem" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-completionInfo": { padding: "0.5rem", whiteSpace: "pre-wrap" },
  ".cm-diagnostic": { padding: "0.375rem 0.5rem", borderLeftWidth: "3px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--critical)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--info)" },
  ".cm-diagnosticAction": { backgroundColor: "transparent", color: "var(--primary)", border: "1px solid var(--control)", borderRadius: "4px", minHeight: "1.5rem", padding: "0 0.5rem", font: "inherit", cursor: "pointer" },
  ".cm-hover": { padding: "0.375rem 0.5rem", whiteSpace: "pre-wrap" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-textfield": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--control)", borderRadius: "4px", minHeight: "1.5rem", fontSize: "0.8125rem" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--control)", borderRadius: "4px", minHeight: "1.5rem", fontSize: "0.8125rem" },
  ".cm-panel.cm-search label": { fontSize: "0.8125rem" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink-2)", minWidth: "1.5rem", minHeight: "1.5rem" },
  ".role-keyword": { color: "var(--code-keyword, var(--info-text))", fontWeight: "600" },
  ".role-name": { color: "var(--ink)" },
  ".role-text": { color: "var(--ok-text)" },
  ".role-number": { color: "var(--paused-text)" },
  ".role-operator": { color: "var(--warning-text)" },
  ".role-punctuation": { color: "var(--ink-2)" },
  ".role-comment": { color: "var(--ink-3)", fontStyle: "italic" },
  ".role-wrong": { color: "var(--critical-text)" },
  "&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine, .cm-insertedLine": { backgroundColor: "var(--ok-soft)" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--critical-soft)" },
  "&.cm-merge-b .cm-changedText, .cm-insertedLine .cm-changedText": { background: "none", textDecoration: "underline 2px var(--ok)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": { background: "none", textDecoration: "underline 2px var(--critical)" },
});

/** Colours by the roles that Rust finds. */
function roles(ask) {
  const mark = (state) => {
    const builder = new RangeSetBuilder();
    const found = ask.roles(state.doc.toString());
    for (let at = 0; at < found.length; at += 3) {
      builder.add(found[at], found[at + 1], MARKS[found[at + 2]]);
    }
    return builder.finish();
  };
  return StateField.define({
    create: mark,
    update: (marks, change) => (change.docChanged ? mark(change.state) : marks),
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** Escape lets Tab leave the editor until something is typed or the focus has left. */
const leaving = [
  EditorView.domEventHandlers({
    keydown(event, view) {
      if (event.key === "Escape" && !completionStatus(view.state)) view.setTabFocusMode(true);
      else if (!["Tab", "Shift", "Escape"].includes(event.key)) view.setTabFocusMode(false);
    },
    blur: (_, view) => view.setTabFocusMode(false),
  }),
];

function diagnostics(ask) {
  return linter(
    (view) => {
      const text = view.state.doc.toString();
      const start = performance.now();
      const found = ask.diagnose(text);
      performance.measure("fluo:diagnose", { start, end: performance.now(), detail: text.length });
      return found.map(({ from, to, severity, message, code, fix }) => ({
        from,
        to,
        severity,
        message,
        source: code,
        actions: fix && [
          { name: fix.title, apply: (view) => view.dispatch({ changes: { from: fix.from, to: fix.to, insert: fix.insert } }) },
        ],
      }));
    },
    { delay: 150 },
  );
}

function completion(ask) {
  const source = (context) => {
    const typed = context.matchBefore(/[\w$."\[]+$/);
    if (!typed && !context.explicit) return null;
    const found = ask.complete(context.state.doc.toString(), context.pos);
    return found.options.length ? { from: found.from, options: found.options, filter: false } : null;
  };
  return autocompletion({ override: [source], icons: false });
}

function hovering(ask) {
  return hoverTooltip((view, at) => {
    const found = ask.hover(view.state.doc.toString(), at);
    if (!found) return null;
    const create = () => {
      const dom = document.createElement("div");
      dom.className = "cm-hover";
      dom.textContent = found.text;
      return { dom };
    };
    return { pos: found.from, end: found.to, create };
  });
}

/** Formats the text; false where it cannot be read, which the diagnostics say. */
const formatter = (ask) => (view) => {
  const before = view.state.doc.toString();
  const after = ask.format(before);
  if (typeof after !== "string") return false;
  if (after !== before) {
    const anchor = Math.min(view.state.selection.main.head, after.length);
    view.dispatch({ changes: { from: 0, to: before.length, insert: after }, selection: { anchor } });
  }
  return true;
};

function shadow(host) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open", delegatesFocus: true });
  const parent = document.createElement("div");
  root.replaceChildren(parent);
  return { root, parent };
}

const described = (label, description) =>
  EditorView.contentAttributes.of({ "aria-label": label, "aria-description": description });

/** An editor in `host`: { doc, label, description, readOnly, minHeight }, `ask` as above, `onChange(text)`. */
export function createEditor(host, options, ask, onChange) {
  const { root, parent } = shadow(host);
  const writable = new Compartment();
  const lock = (locked) => [EditorState.readOnly.of(locked), EditorView.editable.of(true)];
  const format = formatter(ask);
  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      doc: options.doc,
      extensions: [
        LOOK,
        EditorView.theme({ "&": { minHeight: options.minHeight } }),
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search({ top: false }),
        EditorView.lineWrapping,
        writable.of(lock(options.readOnly)),
        described(options.label, options.description),
        roles(ask),
        diagnostics(ask),
        completion(ask),
        hovering(ask),
        leaving,
        keymap.of([
          { key: "Shift-Alt-f", run: format, preventDefault: true },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...searchKeymap,
          ...lintKeymap,
          ...historyKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    /** Replaces the text, unless it is that already. */
    setText(text) {
      const before = view.state.doc.toString();
      if (text !== before) view.dispatch({ changes: { from: 0, to: before.length, insert: text } });
    },
    setReadOnly: (locked) => view.dispatch({ effects: writable.reconfigure(lock(locked)) }),
    format: () => format(view),
    search: () => openSearchPanel(view),
    destroy() {
      view.destroy();
      root.replaceChildren();
    },
  };
}

/** Two texts compared: { before, after, beforeLabel, afterLabel, unified }. Nothing can be written. */
export function createDiff(host, options, ask) {
  const { root, parent } = shadow(host);
  const shown = (label) => [
    LOOK,
    lineNumbers(),
    drawSelection(),
    EditorView.lineWrapping,
    EditorState.readOnly.of(true),
    described(label, ""),
    roles(ask),
    keymap.of(defaultKeymap),
  ];
  const view = options.unified
    ? new EditorView({
        parent,
        root,
        doc: options.after,
        extensions: [
          shown(options.afterLabel),
          unifiedMergeView({ original: options.before, mergeControls: false, highlightChanges: true, gutter: true }),
        ],
      })
    : new MergeView({
        parent,
        root,
        a: { doc: options.before, extensions: shown(options.beforeLabel) },
        b: { doc: options.after, extensions: shown(options.afterLabel) },
        gutter: true,
      });
  return {
    destroy() {
      view.destroy();
      root.replaceChildren();
    },
  };
}
