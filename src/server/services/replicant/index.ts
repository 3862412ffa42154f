export { createReplicantService, type ReplicantServiceDeps } from './create-replicant-service.ts';
export { commandTimer } from './timer.ts';
export type * from './types.ts';
