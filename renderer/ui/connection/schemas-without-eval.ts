import { config } from 'zod';

// The pages' policy forbids eval; a schema would try it once when it is made. Imported first.
config({ jitless: true });
