import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import { nonce } from './shell/nonce.ts';

// Where libraries that make style elements of their own look for it.
Object.assign(globalThis, { __webpack_nonce__: nonce() });

createRoot(document.getElementById('root')!).render(<App />);
