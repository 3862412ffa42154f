/** Runs tasks one after another, in the order given; a task that rejects doesn't stop the next. */
export type RunInOrder = <T>(task: () => Promise<T>) => Promise<T>;

export function createRunInOrder(): RunInOrder {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task, task);
    last = result.catch(() => undefined);
    return result;
  };
}

/** Like Promise.all(items.map(work)), with at most `limit` at a time. */
export async function mapLimited<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
