import type { A } from '../server/protocol.js';
export declare const c: A;
