/** The NodeCG that this server behaves like: what bundles' `compatibleRange` is measured by, and what they read as `NodeCG.version`. */
export const nodecgVersion = '2.8.0';
