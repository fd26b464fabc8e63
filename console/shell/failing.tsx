import { QueryErrorResetBoundary } from '@tanstack/react-query';
import { Component, type ReactNode } from 'react';

type Fallback = (retry: () => void, error: unknown) => ReactNode;

type FailingProps = {
  fallback: Fallback;
  /** What it is about: of another thing it is tried anew. */
  about?: string;
  children: ReactNode;
};

/** What is shown in the place of something that failed while it was drawn; it is drawn anew when asked. */
export function Failing({ fallback, about = '', children }: FailingProps): ReactNode {
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => (
        <Boundary fallback={fallback} about={about} onRetry={reset}>
          {children}
        </Boundary>
      )}
    </QueryErrorResetBoundary>
  );
}

type Props = { fallback: Fallback; about: string; onRetry: () => void; children: ReactNode };

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

  override componentDidUpdate(before: Props): void {
    if (before.about !== this.props.about && this.state.failure !== null) this.setState({ failure: null });
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return failure === null ? this.props.children : this.props.fallback(this.retry, failure.error);
  }
}
