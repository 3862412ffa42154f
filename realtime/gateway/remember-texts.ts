/** What was made of long texts that come again and again. */
export type RememberedTexts<T> = {
  /** What `make` made of this text, now or earlier. Undefined is not remembered. */
  get(text: string, make: (text: string) => T | undefined): T | undefined;
};

/** Texts shorter than `shortest` are not worth it. Of the others the newest are kept, `totalLength` characters in all. */
export function rememberTexts<T>({ shortest, totalLength }: { shortest: number; totalLength: number }): RememberedTexts<T> {
  const known = new Map<string, T>();
  let length = 0;

  function forgetOldest(): void {
    for (const oldest of known.keys()) {
      if (length <= totalLength) return;
      known.delete(oldest);
      length -= oldest.length;
    }
  }

  return {
    get(text, make) {
      if (text.length < shortest || text.length > totalLength) return make(text);
      const found = known.get(text);
      if (found !== undefined) return found;
      const made = make(text);
      if (made === undefined) return undefined;
      known.set(text, made);
      length += text.length;
      forgetOldest();
      return made;
    },
  };
}
