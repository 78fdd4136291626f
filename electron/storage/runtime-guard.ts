import { FaultError } from '../../core/contract/errors.ts';

/** Node-API version that better-sqlite3 13 is built against. */
export const NEEDED_NODE_API = 10;

/**
 * Says clearly what is wrong before a native module fails with a riddle: somebody ran an old
 * `node` by hand instead of the one the npm scripts use.
 * @throws FaultError `not-possible-now` on a runtime whose Node-API is too old.
 */
export const requireModernRuntime = (
  versions: { readonly node?: string; readonly napi?: string } = process.versions,
): void => {
  if (Number(versions.napi ?? 0) >= NEEDED_NODE_API) return;
  throw new FaultError(
    'not-possible-now',
    `Node.js ${versions.node ?? '(unknown version)'} is too old for the database: Node-API ` +
      `${NEEDED_NODE_API} is needed, which Node.js 24 has. Start it with npm (npm start, ` +
      'npm run kiosk), which brings its own Node.js.',
  );
};
