import '../ui/connection/schemas-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { connectScreen } from '../ui/connection/connect.ts';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { App } from './app.tsx';
import { runPageDevices } from './devices/page-devices.ts';
import { runPageScanners } from './scanning/page-scanners.ts';
import { createStaffStore } from '../staff/staff-store.ts';
import { createScreen } from './screen-store.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
const { connection, staff, connecting } = connectScreen();
const screen = createScreen(connection);
runPageScanners(connection, screen);
runPageDevices(connection, screen);
createRoot(root).render(
  <App
    screen={screen}
    staff={createStaffStore(staff)}
    connect={code => void connecting.call('connectHub', { code })}
  />,
);
