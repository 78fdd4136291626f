import { useEffect } from 'react';
import { useScreen } from '../kiosk/screen-context.ts';
import { ChoosePage } from './choose-page.tsx';
import { DevicePage } from './device-page.tsx';
import { DevicesPage } from './devices-page.tsx';
import { Door } from './door.tsx';
import { FoundPage } from './found-page.tsx';
import { Home } from './home.tsx';
import { PaperPage } from './paper-page.tsx';
import { SelfTest } from './self-test.tsx';
import { SettingsPage } from './settings-page.tsx';
import { useStaff, useStaffState } from './staff-context.ts';
import type { StaffView } from './staff-store.ts';
import { TestPage } from './test-page.tsx';
import './staff.css';

/** Where Back leads from each page; null: out. */
const before = (view: StaffView): StaffView | null => {
  switch (view.page) {
    case 'home':
      return null;
    case 'device':
    case 'found':
      return { page: 'devices' };
    case 'test':
    case 'driver':
    case 'profile':
    case 'settings':
      return { page: 'device', deviceId: view.deviceId };
    default:
      return { page: 'home' };
  }
};

const OpenPage = ({ view }: { readonly view: StaffView }) => {
  switch (view.page) {
    case 'home':
      return <Home />;
    case 'self-test':
      return <SelfTest />;
    case 'devices':
      return <DevicesPage />;
    case 'device':
      return <DevicePage deviceId={view.deviceId} />;
    case 'test':
      return <TestPage deviceId={view.deviceId} />;
    case 'driver':
    case 'profile':
      return <ChoosePage deviceId={view.deviceId} what={view.page} />;
    case 'settings':
      return <SettingsPage deviceId={view.deviceId} driver={view.driver} />;
    case 'found':
      return <FoundPage usbPort={view.usbPort} driver={view.driver} />;
    case 'paper':
      return <PaperPage />;
  }
};

/** The staff pages in the place of the welcome page; the frame around them stays the patient's. */
export const StaffPages = () => {
  const { takeBack } = useScreen();
  const { open, leave } = useStaff();
  const view = useStaffState(state => state.view);
  const isIn = useStaffState(state => state.access?.state === 'in' && state.overview !== null);
  useEffect(() => {
    const previous = isIn ? before(view) : null;
    takeBack(previous === null ? leave : () => open(previous));
    return () => takeBack(null);
  }, [takeBack, open, leave, view, isIn]);
  return isIn ? <OpenPage key={JSON.stringify(view)} view={view} /> : <Door />;
};
