import { b } from '../server/x.js';
export const c = b;
//# sourceMappingURL=c.js.map