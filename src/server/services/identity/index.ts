export type { IdentityDeps } from './context.ts';
export { createIdentityService, type StartedIdentity } from './create-identity-service.ts';
export { networkOf } from './network-of.ts';
export { localAsker } from './local-asker.ts';
export { loadSecondFactors } from './second-factor.ts';
export type { IdentityService, ProviderIdentity } from './types.ts';
