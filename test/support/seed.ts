/**
 * Loaded before the tests by `npm test`: properties are tried on the same values in every run, so that a run depends on the change and not on chance. `KONG_ROUTES_SEED=7` tries others.
 */

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.KONG_ROUTES_SEED ?? 20_260_101) });
