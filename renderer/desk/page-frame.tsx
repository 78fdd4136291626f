import type { ReactNode } from 'react';
import { DeskButton } from './controls.tsx';
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

/** In place of what the hub has not said: it is being asked, or can be asked again. */
export const Loading = ({
  fault,
  reload,
}: {
  readonly fault?: string | undefined;
  readonly reload?: () => Promise<void>;
}) => {
  if (fault !== undefined) {
    return reload === undefined ? null : (
      <DeskButton label={say('refresh')} onPress={() => void reload()} />
    );
  }
  return (
    <p className="desk-empty" role="status">
      {say('loading')}
    </p>
  );
};
