import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import { keySchema, type RequestPayload } from '#contract/wire';
import { arrayMutators, type ArrayMutator, type Operation } from '#contract/operations';

type Proposal = RequestPayload<'propose'>;
type Fields = Record<string, unknown>;

/** Names that passed the schema: the same few come with every change of a show. */
const goodNames = new Set<string>();
const namesKept = 10_000;
const mutators: ReadonlySet<unknown> = new Set(arrayMutators);

/**
 * What `requestSchemas.propose` would make of a plain proposal, at a fraction of its cost: a timer proposes 60 times a second. Undefined:
 * let the schema look at it, because it is unusual or wrong. It never takes what the schema refuses.
 */
export function quickPropose(payload: unknown): Proposal | undefined {
  if (!isObject(payload)) return undefined;
  const { namespace, name, operations, baseRevision, onConflict = 'rebase', durable = true } = payload;
  const { origin, baseStamp, idempotencyKey } = payload;
  if (idempotencyKey !== undefined || !isGoodName(namespace) || !isGoodName(name)) return undefined;
  if (!Number.isSafeInteger(baseRevision) || (baseRevision as number) < 0) return undefined;
  if ((onConflict !== 'rebase' && onConflict !== 'reject') || typeof durable !== 'boolean') return undefined;
  if (!isMark(origin) || !isMark(baseStamp)) return undefined;
  const read = readOperations(operations);
  if (!read) return undefined;
  const proposal: Proposal = {
    namespace,
    name,
    operations: read,
    baseRevision: baseRevision as number,
    onConflict,
    durable,
  };
  if (origin !== undefined) proposal.origin = origin;
  if (baseStamp !== undefined) proposal.baseStamp = baseStamp;
  return proposal;
}

/** What a client gives to be told again, or leaves out. */
function isMark(mark: unknown): mark is string | undefined {
  return mark === undefined || (typeof mark === 'string' && mark.length <= 64);
}

function readOperations(operations: unknown): Operation[] | undefined {
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > limits.operationsPerProposal) return undefined;
  const read: Operation[] = [];
  for (const operation of operations as unknown[]) {
    const one = readOperation(operation);
    if (!one) return undefined;
    read.push(one);
  }
  return read;
}

/** A new object with the known fields only, as the schema makes it. */
function readOperation(operation: unknown): Operation | undefined {
  if (!isObject(operation) || !isObject(operation['args'])) return undefined;
  const { path, method, args } = operation;
  if (typeof path !== 'string' || path.length > limits.pathLength || !path.startsWith('/')) return undefined;
  if (method === 'overwrite') return { path, method, args: withNewValue({}, args) };
  if (method === 'add' || method === 'update') {
    const prop = args['prop'];
    if (typeof prop !== 'string' || prop.length > limits.pathLength) return undefined;
    return { path, method, args: withNewValue({ prop }, args) };
  }
  if (mutators.has(method) && Array.isArray(args['mutatorArgs']))
    return { path, method: method as ArrayMutator, args: { mutatorArgs: args['mutatorArgs'] as Json[] } };
  return undefined;
}

function withNewValue<T extends object>(target: T, args: Fields): T {
  // Came from JSON.parse.
  return 'newValue' in args ? Object.assign(target, { newValue: args['newValue'] }) : target;
}

function isGoodName(name: unknown): name is string {
  if (typeof name !== 'string') return false;
  if (goodNames.has(name)) return true;
  if (!keySchema.shape.name.safeParse(name).success) return false;
  if (goodNames.size >= namesKept) goodNames.clear();
  goodNames.add(name);
  return true;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
