import '../ui/connection/schemas-without-eval.ts';
import { createRoot, type Root } from 'react-dom/client';
import { kioskContract, kioskPushSchema, type Snapshot } from '../../core/contract/kiosk.ts';
import { languageSchema } from '../../core/contract/primitives.ts';
import { App } from '../kiosk/app.tsx';
import { createScreen, type Screen } from '../kiosk/screen-store.ts';
import { createConnection } from '../ui/connection/connection.ts';
import { type MockAnswer, mockCarrier } from '../ui/connection/mock-carrier.ts';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { galleryStaff } from './staff.ts';
import { SNAPSHOTS, type SnapshotId } from './snapshots.ts';

/**
 * `#step=confirm&lang=vi&size=large&contrast=high&reach=low` shows one snapshot; `sheet=display`
 * opens the sheet over it, `staff=home` the staff pages in its place, `link=lost` takes the host away, `link=none` never had one.
 */
const asked = () => new URLSearchParams(location.hash.slice(1));

const isSnapshotId = (id: string): id is SnapshotId => id in SNAPSHOTS;

const snapshotAsked = (query: URLSearchParams): Snapshot => {
  const id = query.get('step') ?? 'welcome';
  if (!isSnapshotId(id)) throw new Error(`no snapshot ${id}`);
  const language = languageSchema.parse(query.get('lang') ?? 'vi');
  const snapshot: Snapshot = SNAPSHOTS[id];
  return {
    ...snapshot,
    language,
    display: {
      ...snapshot.display,
      textSize: query.get('size') === 'large' ? 'large' : 'normal',
      contrast: query.get('contrast') === 'high' ? 'high' : 'normal',
      reach: query.get('reach') === 'low' ? 'low' : 'normal',
    },
  };
};

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
const container = root;
let mounted: { readonly view: Root; readonly screen: Screen } | undefined;

const show = (): void => {
  mounted?.view.unmount();
  mounted?.screen.close();
  const query = asked();
  container.dataset['gallery'] = query.toString();
  const snapshot = snapshotAsked(query);
  const answer = (): MockAnswer => ({ value: snapshot });
  const carrier = mockCarrier(answer);
  if (query.get('link') === 'none') carrier.enter('connecting');
  const screen = createScreen(createConnection(kioskContract, kioskPushSchema, carrier));
  const view = createRoot(container);
  const staffPage = query.get('staff');
  view.render(
    <App screen={screen} {...(staffPage === null ? {} : { staff: galleryStaff(staffPage) })} />,
  );
  mounted = { view, screen };
  if (query.get('sheet') === 'display') {
    setTimeout(() => screen.openDisplaySheet(true), 50);
  }
  if (query.get('link') === 'lost') setTimeout(() => carrier.enter('lost'), 50);
};

window.addEventListener('hashchange', show);
show();
