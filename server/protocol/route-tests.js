/** Route tests. */
export {};
//# sourceMappingURL=route-tests.js.map