import type { CompletionSource } from '@codemirror/autocomplete';
import { lazy, type ReactNode, Suspense } from 'react';
import { Loading } from './loading.tsx';

/** Where something is wrong; lines and columns count from 1, null: somewhere. */
export type CodeMistake = { line: number | null; column: number | null; sentence: string };

export type CodeEditorProps = {
  /** What is written here, for those who don't see the page. */
  label: string;
  language: 'yaml' | 'json';
  value: string;
  onChange?: (value: string) => void;
  /** Marked in place, and told when the mark is pointed at. */
  mistakes?: readonly CodeMistake[];
  /** ⌘ or Ctrl and Enter. */
  onSubmit?: () => void;
  readOnly?: boolean;
  /** In lines; it scrolls within. */
  lines?: number;
  /** What may be written at the cursor. */
  complete?: CompletionSource;
};

const View = lazy(() => import('./code-editor-view.tsx').then(({ CodeEditorView }) => ({ default: CodeEditorView })));

/** Text that programs read, edited with line numbers, colours and marks; it comes when it is first shown. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  return (
    <Suspense fallback={<Loading shape="lines" rows={props.lines ?? 12} />}>
      <View {...props} />
    </Suspense>
  );
}
