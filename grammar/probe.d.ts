export declare const a = 1n;
