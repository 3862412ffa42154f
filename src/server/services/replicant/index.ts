export { createReplicantService, type ReplicantServiceDeps } from './create-replicant-service.ts';
export { compileSchema, type Check } from './compile-schema.ts';
export { defaultsFromSchema } from './defaults-from-schema.ts';
export type * from './types.ts';
