/** In a browser no Admin API is asked: it would have to allow every page that asks. */

import type { Exchange } from './exchange.js';

export const httpExchange = (_token: string | null): Exchange => ({
  ask: async () => ({ failure: { kind: 'in-browser' } }),
  close() {},
});
