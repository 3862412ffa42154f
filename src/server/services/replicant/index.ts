export { createReplicantService, type ReplicantServiceDeps } from './create-replicant-service.ts';
export type * from './types.ts';
