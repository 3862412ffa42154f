import type { ExtensionApi } from './extension-api.ts';
import type { BundleDefinition } from './define-bundle.ts';

type Declaration = { defaultValue?: unknown; persistent?: boolean; kind?: string };
type UntypedHandler = (input: unknown, acknowledge?: UntypedAcknowledge) => void;
type UntypedAcknowledge = ((error: Error | null, output?: unknown) => void) & { readonly handled: boolean };

/** What an extension host gives every bundle, as far as this file uses it. */
export type UntypedExtensionApi = {
  readonly bundleName: string;
  readonly bundleVersion: string;
  readonly bundleConfig: unknown;
  readonly log: ExtensionApi<BundleDefinition>['log'];
  readonly extensions: Readonly<Record<string, unknown>>;
  Replicant(name: string, options?: Declaration): unknown;
  Timer(name: string): unknown;
  listenFor(name: string, handler: UntypedHandler): void;
  sendMessage(name: string, input: unknown): unknown;
};

/** The module's default export: an extension in NodeCG's form, so typed bundles come through the same door as drop-in ones. */
export type Extension = (nodecg: UntypedExtensionApi) => unknown;

/** Types an extension by its bundle. What it returns is what dependent bundles find in `nodecg.extensions`. */
export function defineExtension<B extends BundleDefinition>(bundle: B, setUp: (nodecg: ExtensionApi<B>) => unknown): Extension {
  return (nodecg) => setUp(typedApi(bundle, nodecg));
}

function typedApi<B extends BundleDefinition>(bundle: B, nodecg: UntypedExtensionApi): ExtensionApi<B> {
  const api = {
    bundleName: nodecg.bundleName,
    bundleVersion: nodecg.bundleVersion,
    bundleConfig: nodecg.bundleConfig,
    log: nodecg.log,
    extensions: nodecg.extensions,
    Replicant: (name: string) => nodecg.Replicant(name, declarationOf(bundle, name)),
    Timer: (name: string) => nodecg.Timer(name),
    listenFor: (name: string, handler: UntypedHandler) => nodecg.listenFor(name, checked(bundle, name, handler)),
    sendMessage: (name: string, input: unknown) => void nodecg.sendMessage(name, input),
  };
  // The bundle's schemas, which the server holds every write to, are what makes these types true.
  return api as unknown as ExtensionApi<B>;
}

function declarationOf(bundle: BundleDefinition, name: string): Declaration {
  const replicant = bundle.replicants[name];
  if (!replicant) throw new Error(`${bundle.name} has no replicant "${name}": add it to the bundle's definition.`);
  const { default: defaultValue, persistent, kind } = replicant;
  return { defaultValue, persistent, ...(kind === 'value' ? {} : { kind }) };
}

const nobodyWaits: UntypedAcknowledge = Object.assign(() => undefined, { handled: false });

function checked(bundle: BundleDefinition, name: string, handler: UntypedHandler): UntypedHandler {
  const message = bundle.messages[name];
  if (!message) throw new Error(`${bundle.name} has no message "${name}": add it to the bundle's definition.`);
  return (input, acknowledge = nobodyWaits) => {
    const parsed = message.input.safeParse(input);
    if (parsed.success) return handler(parsed.data, acknowledge);
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.');
    acknowledge(new Error(`${name} was refused: ${field ? `${field}: ` : ''}${issue?.message ?? 'the content is invalid'}`));
  };
}
