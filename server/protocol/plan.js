/** The plan of a flavor change, and pages of a panel. */
export {};
//# sourceMappingURL=plan.js.map