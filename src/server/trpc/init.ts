import { initTRPC, TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server';
import { ZodError } from 'zod';
import type { AccessAction } from '#contract/access';
import type { BundleErrorCode } from '#contract/bundle';
import type { IdentityErrorCode } from '#contract/identity';
import type { LayoutErrorCode } from '#contract/layout';
import type { ReplicantErrorCode, ReplicantKey, Snapshot } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { SavedStateErrorCode } from '#contract/saved-state';
import { gatewayErrorCode, type GatewayErrorCode } from '#server/gateway-client/gateway-errors';
import type { Context } from './context.ts';

/** Every expected failure of every service. */
export type FailureCode =
  | ReplicantErrorCode
  | SavedStateErrorCode
  | LayoutErrorCode
  | BundleErrorCode
  | GatewayErrorCode
  | IdentityErrorCode
  | 'foreign-origin'
  | 'signed-out';

const trpcCode = {
  'not-declared': 'NOT_FOUND',
  forbidden: 'FORBIDDEN',
  'invalid-value': 'BAD_REQUEST',
  'invalid-operation': 'BAD_REQUEST',
  stale: 'CONFLICT',
  contended: 'CONFLICT',
  'not-durable': 'SERVICE_UNAVAILABLE',
  'too-large': 'PAYLOAD_TOO_LARGE',
  mismatch: 'CONFLICT',
  'nothing-to-undo': 'PRECONDITION_FAILED',
  'unknown-revision': 'NOT_FOUND',
  'unknown-saved-state': 'NOT_FOUND',
  'unknown-layout': 'NOT_FOUND',
  'name-taken': 'CONFLICT',
  'too-many': 'PRECONDITION_FAILED',
  'storage-away': 'SERVICE_UNAVAILABLE',
  'unknown-bundle': 'NOT_FOUND',
  'invalid-bundle': 'UNPROCESSABLE_CONTENT',
  blocked: 'PRECONDITION_FAILED',
  busy: 'CONFLICT',
  'gateway-unavailable': 'SERVICE_UNAVAILABLE',
  'invalid-request': 'BAD_REQUEST',
  'foreign-origin': 'FORBIDDEN',
  'signed-out': 'UNAUTHORIZED',
  'unknown-user': 'NOT_FOUND',
  'unknown-session': 'NOT_FOUND',
  'unknown-key': 'NOT_FOUND',
  'unknown-grant': 'NOT_FOUND',
  'unknown-invite': 'NOT_FOUND',
  'weak-password': 'BAD_REQUEST',
  'last-admin': 'PRECONDITION_FAILED',
  invalid: 'BAD_REQUEST',
  'used-up': 'PRECONDITION_FAILED',
  'wrong-credentials': 'FORBIDDEN',
  locked: 'TOO_MANY_REQUESTS',
  'totp-needed': 'FORBIDDEN',
  unlinked: 'FORBIDDEN',
} satisfies Record<FailureCode, TRPC_ERROR_CODE_KEY>;

type Failure = { code: FailureCode; message: string; current?: Snapshot | undefined; key?: ReplicantKey | undefined };
/** What a browser gets of a failure beside its message. */
type SentFailure = Pick<Failure, 'code' | 'current' | 'key'>;

/** Every procedure says which action it is; the gateway checks it again, on the resource itself. */
type Meta = { access: AccessAction | 'public' };

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // Never: stack traces and paths are not for browsers.
    isDev: false,
    /** `data.failure` is the service's own code and, with a conflict, the newest state; `key` names the replicant that was the reason. */
    errorFormatter: ({ shape, error }) => {
      const failure = failureOf(error.cause);
      return { ...shape, message: messageOf(error), data: { ...shape.data, failure } };
    },
  });

/** For people: input that doesn't fit is named by its first fault, not by everything that zod knows of it. */
function messageOf({ code, cause, message }: TRPCError): string {
  if (code === 'INTERNAL_SERVER_ERROR') return 'The server hit an unexpected error; its log says more.';
  const [issue] = cause instanceof ZodError ? cause.issues : [];
  return issue ? `This can’t be used: ${[issue.path.join('.'), issue.message].filter(Boolean).join(': ')}` : message;
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const translateGatewayErrors = t.middleware(async ({ next }) => {
  const result = await next();
  const code = result.ok ? undefined : gatewayErrorCode(result.error.cause);
  if (result.ok || code === undefined) return result;
  throw refuse({ code, message: result.error.message });
});

const sameOriginOnly = t.middleware(({ ctx, next }) => {
  if (ctx.sameOrigin) return next();
  throw refuse({
    code: 'foreign-origin',
    message: 'This change was asked for by a page of another site. Make it on the dashboard itself.',
  });
});

const signedIn = t.middleware(({ ctx, next }) => {
  const { asked } = ctx;
  if (asked) return next({ ctx: { asked } });
  throw refuse({ code: 'signed-out', message: 'You are not signed in, or no longer. Sign in and try again.' });
});

/** For reading. `access`: as what it is allowed; whether on this very resource, the gateway says. */
export const query = (access: AccessAction) => t.procedure.meta({ access }).use(signedIn).use(translateGatewayErrors);
/** For changing: refused when the request comes from another site's page. */
export const mutation = (access: AccessAction) =>
  t.procedure.meta({ access }).use(sameOriginOnly).use(signedIn).use(translateGatewayErrors);

/** For who isn't signed in, and everybody else: what a sign-in page asks. Says of itself that it is public. */
export const publicQuery = () => t.procedure.meta({ access: 'public' }).use(translateGatewayErrors);
/** What somebody who isn't signed in may change: refused when the request comes from another site's page. */
export const publicMutation = () => t.procedure.meta({ access: 'public' }).use(sameOriginOnly).use(translateGatewayErrors);

/** The value of a result, or its error in tRPC's terms. */
export function unwrap<T, E extends Failure>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw refuse(result.error);
}

/** An expected failure as the error that tRPC sends. */
export function refuse({ message, ...failure }: Failure): TRPCError {
  return new TRPCError({ code: trpcCode[failure.code], message, cause: new Refusal(failure) });
}

/** Carries the service's own code through tRPC's error. */
class Refusal extends Error {
  readonly failure: SentFailure;

  constructor({ code, current, key }: SentFailure) {
    super(code);
    this.name = 'Refusal';
    this.failure = { code, current, key };
  }
}

function failureOf(cause: unknown): SentFailure | undefined {
  return cause instanceof Refusal ? cause.failure : undefined;
}
