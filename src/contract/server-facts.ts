/** What a person may want to know of the server; nothing secret, no paths. */
export type ServerFacts = {
  version: string;
  /** The NodeCG that bundles see. */
  nodecgVersion: string;
  node: string;
  platform: string;
  /** For how long this server run has been up. */
  uptimeMs: number;
  /** Addresses at which other machines reach it. None: it listens to this computer only. */
  addresses: string[];
  database: 'embedded' | 'external';
};
