import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Text } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { nonce } from '../shell/nonce.ts';
import type { CodeEditorProps, CodeMistake } from './code-editor.tsx';

const DEFAULT_LINES = 16;

/** The editor itself, which is loaded with the first page that shows one. Tab leaves it, as it leaves any other field. */
export function CodeEditorView(props: CodeEditorProps): ReactNode {
  const { label, language, value, mistakes = [], readOnly = false, lines = DEFAULT_LINES, complete } = props;
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useEffectEvent((text: string) => props.onChange?.(text));
  const submitted = useEffectEvent(() => props.onSubmit?.());
  const first = useEffectEvent(() => value);
  const completed = useEffectEvent(() => complete);

  useEffect(() => {
    const source = completed();
    const editor = new EditorView({
      parent: parent.current!,
      state: EditorState.create({
        doc: first(),
        extensions: [
          EditorView.cspNonce.of(nonce()),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorState.readOnly.of(readOnly),
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          syntaxHighlighting(COLOURS),
          language === 'yaml' ? yaml() : json(),
          lintGutter(),
          source ? autocompletion({ override: [source] }) : [],
          // Before the defaults, for which it is a new line.
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                submitted();
                return true;
              },
            },
          ]),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
          EditorView.updateListener.of(update => {
            if (update.docChanged) changed(update.state.doc.toString());
          }),
          EditorView.lineWrapping,
          THEME,
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, language, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  const told = JSON.stringify(mistakes);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const all = (JSON.parse(told) as CodeMistake[]).map(mistake => diagnosticOf(editor.state.doc, mistake));
    editor.dispatch(setDiagnostics(editor.state, all));
  }, [told]);

  return <div ref={parent} style={{ '--code-height': `${lines * 1.5}em` } as Record<string, string>} />;
}

/** From where it is wrong to the end of the word, or of the line. */
function diagnosticOf(text: Text, { line, column, sentence }: CodeMistake): Diagnostic {
  const at = text.line(Math.min(Math.max(line ?? 1, 1), text.lines));
  const from = Math.min(at.from + Math.max((column ?? 1) - 1, 0), at.to);
  const word = /^[^\s:,\]}]+/.exec(text.sliceString(from, at.to))?.[0] ?? '';
  return { from, to: word === '' ? at.to : from + word.length, severity: 'error', message: sentence };
}

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'light-dark(#0b5394, #8ec5ff)' },
  { tag: [tags.string, tags.content], color: 'light-dark(#17693b, #8fdcae)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'light-dark(#7a1fa2, #dba2f5)' },
  { tag: tags.comment, color: 'var(--quiet)', fontStyle: 'italic' },
  { tag: [tags.invalid], color: 'var(--tone-late)' },
]);

const THEME = EditorView.theme({
  '&': {
    border: '1px solid var(--line)',
    borderRadius: '4px',
    background: 'var(--ground)',
    fontSize: '13px',
    height: 'var(--code-height)',
  },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.5', overflow: 'auto' },
  '.cm-content': { caretColor: 'light-dark(#000, #fff)' },
  '.cm-cursor': { borderLeftColor: 'light-dark(#000, #fff)' },
  '.cm-gutters': { background: 'var(--raised)', color: 'var(--quiet)', border: 'none' },
  '.cm-activeLine': { background: 'light-dark(#f0f4fa66, #ffffff0a)' },
  '.cm-tooltip': {
    background: 'var(--raised)',
    border: '1px solid var(--line)',
    color: 'inherit',
    maxWidth: 'min(36rem, 90vw)',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--tone-late)' },
});
