import type { ReactNode } from 'react';
import { say } from './desk-words.ts';

/** A page with its heading, which is where the keyboard is when the page opens. */
export const PageFrame = ({
  title,
  fault,
  tools,
  children,
}: {
  readonly title: string;
  /** Why there is nothing to show. */
  readonly fault?: string | undefined;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) => (
  <>
    <div className="desk-title">
      <h1 id="page-title" tabIndex={-1}>
        {title}
      </h1>
      {tools}
    </div>
    {fault !== undefined && (
      <p className="desk-banner" role="alert">
        {fault}
      </p>
    )}
    {children}
  </>
);

export const Loading = () => (
  <p className="desk-empty" role="status">
    {say('loading')}
  </p>
);
