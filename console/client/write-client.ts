import { writeFileSync } from 'node:fs';
import { apiTypes } from './api-types.ts';

// npm run client
writeFileSync(new URL('api.gen.ts', import.meta.url), await apiTypes());
