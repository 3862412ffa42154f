import { parseArgs } from 'node:util';

/** NodeCG's command line options of the server. `cfgPath` is a folder or a file. */
export type ServerArguments = {
  cfgPath?: string;
  bundlesEnabled?: string[];
  bundlesDisabled?: string[];
  bundlesPaths?: string[];
};

/** Reads `--cfgPath cfg --bundlesEnabled a,b --bundlesDisabled … --bundlesPaths …`, also with `=` or as `--bundles-enabled`. What else is there is not ours. */
export function parseArguments(args: readonly string[]): ServerArguments {
  const names = ['cfgPath', 'bundlesEnabled', 'bundlesDisabled', 'bundlesPaths'] as const;
  const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const options = Object.fromEntries(
    names.flatMap((name) => [name, dashed(name)].map((key) => [key, { type: 'string' as const }])),
  );
  const { values } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  const found = (name: string): string | undefined => {
    const value = values[name] ?? values[dashed(name)];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const list = (name: string) =>
    found(name)
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const [cfgPath, bundlesEnabled, bundlesDisabled, bundlesPaths] = [
    found('cfgPath'),
    list('bundlesEnabled'),
    list('bundlesDisabled'),
    list('bundlesPaths'),
  ];
  return {
    ...(cfgPath === undefined ? {} : { cfgPath }),
    ...(bundlesEnabled ? { bundlesEnabled } : {}),
    ...(bundlesDisabled ? { bundlesDisabled } : {}),
    ...(bundlesPaths ? { bundlesPaths } : {}),
  };
}
