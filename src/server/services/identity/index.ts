export { createOpenIdentity, localAsker } from './open-identity.ts';
export type { IdentityService, ProviderIdentity } from './types.ts';
