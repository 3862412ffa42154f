import type { UntypedExtensionApi } from '#bundles/sdk/define-extension';
import type { BundleDefinition } from '#bundles/sdk/index';
import extension from './extension.ts';

type Listener = Parameters<UntypedExtensionApi['listenFor']>[1];
type ChangeListener = (value: unknown) => void;

/** Runs the extension on replicants in memory that hold every write to the bundle's schema, and counts the writes. */
export function startExtension(bundle: BundleDefinition, stored: Record<string, unknown> = {}) {
  const values = new Map(Object.entries(bundle.replicants).map(([name, { default: value }]) => [name, stored[name] ?? value]));
  const writes: Record<string, number> = {};
  const changes = new Map<string, ChangeListener[]>();
  const messages = new Map<string, Listener>();

  const write = (name: string, value: unknown) => {
    bundle.replicants[name]?.schema.parse(value);
    values.set(name, value);
    writes[name] = (writes[name] ?? 0) + 1;
    for (const listener of changes.get(name) ?? []) listener(value);
  };
  const nodecg = {
    listenFor: (name: string, listener: Listener) => void messages.set(name, listener),
    Replicant: (name: string) => ({
      get value() {
        return values.get(name);
      },
      set value(value: unknown) {
        write(name, value);
      },
      on(_: 'change', listener: ChangeListener) {
        changes.set(name, [...(changes.get(name) ?? []), listener]);
        listener(values.get(name));
      },
    }),
  };
  extension(nodecg as unknown as UntypedExtensionApi);

  return {
    writes,
    read: (name: string) => values.get(name),
    write,
    /** The acknowledgement: its error, or its value. */
    send: (name: string, content: unknown = null): unknown => {
      let answer: unknown;
      const acknowledge = (error: Error | null, value?: unknown) => void (answer = error ?? value);
      messages.get(name)?.(content, Object.assign(acknowledge, { handled: false }));
      return answer;
    },
  };
}
