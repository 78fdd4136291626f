import '../ui/connection/schemas-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { connectDesk } from '../ui/connection/connect-desk.ts';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/desktop.css';
import { Desk } from './desk.tsx';
import { createDeskStore } from './desk-store.ts';
import './desk.css';
import './desk-day.css';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
createRoot(root).render(<Desk store={createDeskStore(connectDesk())} />);
