import { QueryErrorResetBoundary } from '@tanstack/react-query';
import { Component, type ReactNode } from 'react';

type Fallback = (retry: () => void, error: unknown) => ReactNode;

/** What is shown in the place of something that failed while it was drawn; it is drawn anew when asked. */
export function Failing({ fallback, children }: { fallback: Fallback; children: ReactNode }): ReactNode {
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => (
        <Boundary fallback={fallback} onRetry={reset}>
          {children}
        </Boundary>
      )}
    </QueryErrorResetBoundary>
  );
}

type Props = { fallback: Fallback; onRetry: () => void; children: ReactNode };

// React catches what fails while drawing in classes only.
class Boundary extends Component<Props, { failure: { error: unknown } | null }> {
  override state = { failure: null as { error: unknown } | null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } };
  }

  readonly retry = () => {
    this.props.onRetry();
    this.setState({ failure: null });
  };

  override render(): ReactNode {
    const { failure } = this.state;
    return failure === null ? this.props.children : this.props.fallback(this.retry, failure.error);
  }
}
