import { a } from '../grammar/probe.js';
export const b = { b: String(a) };
//# sourceMappingURL=x.js.map
