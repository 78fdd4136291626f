import '../ui/connection/schemas-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { connectPaymentWindow } from '../ui/connection/connect.ts';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { createPaymentStore } from './payment-store.ts';
import { PaymentWindow } from './payment-window.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
createRoot(root).render(<PaymentWindow store={createPaymentStore(connectPaymentWindow())} />);
