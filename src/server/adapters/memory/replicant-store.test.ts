import { describeReplicantStore } from '#ports/replicant-store.contract';
import { createMemoryReplicantStore } from './replicant-store.ts';

describeReplicantStore('memory', () => ({ store: createMemoryReplicantStore() }));
