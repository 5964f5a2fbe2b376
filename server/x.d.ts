import type { A } from './protocol.js';
export declare const b: A;
