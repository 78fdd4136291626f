import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Pictogram, type PictogramName } from '../../ui/pictograms/pictogram.tsx';
import './overlay.css';

interface OverlayProps {
  readonly title: string;
  /** `alertdialog` where something will happen by itself. */
  readonly role: 'dialog' | 'alertdialog';
  readonly pictogram?: PictogramName;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/**
 * Lies over the page and leaves header and footer free: Back and call staff stay where they are.
 * The page beneath is out of reach, for the ear as well: its question rests meanwhile.
 */
export const Overlay = ({ title, role, pictogram, children, actions }: OverlayProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className="overlay" role={role} aria-labelledby={id}>
      <div className="overlay-sheet">
        <div className="overlay-info">
          {pictogram !== undefined && (
            <span className="overlay-picture">
              <Pictogram name={pictogram} />
            </span>
          )}
          <h1 ref={heading} id={id} tabIndex={-1}>
            {title}
          </h1>
          {children}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
    </div>
  );
};
