/** The gateway did not answer, or not in our language. Recognised by `code`: Next's bundler may hold this class twice. */
export class GatewayUnavailable extends Error {
  readonly code = 'gateway-unavailable';

  constructor(reason: string, options?: ErrorOptions) {
    super(`The realtime server does not answer (${reason}). Graphics keep what they show; try again in a moment.`, options);
    this.name = 'GatewayUnavailable';
  }
}

/** The gateway's limits or schemas are stricter than the caller's, or who asks may not. `message` says what is wrong. */
export class GatewayRefused extends Error {
  constructor(
    readonly code: 'invalid-request' | 'too-large' | 'forbidden',
    message: string,
  ) {
    super(message);
    this.name = 'GatewayRefused';
  }
}

export type GatewayErrorCode = GatewayUnavailable['code'] | GatewayRefused['code'];

/** The code of a {@link GatewayUnavailable} or {@link GatewayRefused}, whichever copy of this module made it; else undefined. */
export function gatewayErrorCode(error: unknown): GatewayErrorCode | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const known = ['gateway-unavailable', 'invalid-request', 'too-large', 'forbidden'] as const;
  return known.find((code) => code === error.code);
}
