import '../ui/connection/schemas-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { connectPanel } from '../ui/connection/connect.ts';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/desktop.css';
import { Panel } from './panel.tsx';
import { createPanelStore } from './panel-store.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
createRoot(root).render(<Panel store={createPanelStore(connectPanel())} />);
