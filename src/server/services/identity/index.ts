export type { IdentityDeps } from './context.ts';
export { createIdentityService, type StartedIdentity } from './create-identity-service.ts';
export { networkOf } from './network-of.ts';
export { createOpenIdentity, localAsker } from './open-identity.ts';
export type { IdentityService, ProviderIdentity } from './types.ts';
