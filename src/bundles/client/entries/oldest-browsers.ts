// The browsers inside older OBS, vMix and CasparCG lack these two.
Object.hasOwn ??= (target: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(target, key);
String.prototype.replaceAll ??= function replaceAll(this: string, search: string | RegExp, replacement: string) {
  return this.split(search).join(replacement);
} as typeof String.prototype.replaceAll;
