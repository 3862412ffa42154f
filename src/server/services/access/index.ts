export { createAccessService } from './create-access-service.ts';
export type { AccessService, Refusal, ResourceName } from './types.ts';
