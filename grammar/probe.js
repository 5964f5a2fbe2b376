export const a = 1n;
//# sourceMappingURL=probe.js.map
