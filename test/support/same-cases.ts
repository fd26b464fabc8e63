import fc from 'fast-check';

// The same cases in each run, so that one that fails does so for what was changed and fails again. `PROPERTY_SEED` draws
// others: whoever writes a generator tries some dozens, and what is found is mended and becomes an example.
const seed = Number(process.env.PROPERTY_SEED ?? 1);
if (!Number.isSafeInteger(seed)) throw new Error('PROPERTY_SEED must be a whole number.');
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
