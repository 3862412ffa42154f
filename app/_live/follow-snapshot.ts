import { applyOperations } from '#contract/apply-operations';
import type { Json } from '#contract/json';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import { isSameJson } from '#contract/same-json';
import type { FrameItem, Subscribed } from '#contract/wire';
import type { Link } from '#bundles/client/link';

export type FollowHandlers = {
  /** Every state, the first one too. Values are immutable and share what is equal. */
  onSnapshot(snapshot: Snapshot): void;
  onSchema(schema: Json | undefined): void;
  onRefused(message: string): void;
  /** Asked after a restart of the server: following something declares it, and that is for its bundle to do first. */
  isDeclared(): Promise<boolean>;
  /** True where a panel of this page follows it, too: its subscription is the same one and must outlive this. */
  isShared(): boolean;
};

/** Frames kept while a subscription's answer is on its way; more and it is asked for again. */
const mostEarly = 1_000;
const askAgainMs = 1_000;
type ChannelItem = Extract<FrameItem, ['r' | 's' | 'd', ...unknown[]]>;

/** Follows one replicant as it is, without wishes of its own, over reconnects and restarts. Returns the end. */
export function followSnapshot(link: Link, key: ReplicantKey, handlers: FollowHandlers): () => void {
  let channel: number | undefined;
  let current: Snapshot | undefined;
  /** The server run in which it is known to be declared. */
  let epoch = link.welcome?.epoch;
  let early: ChannelItem[] | undefined;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (snapshot: Snapshot): void => {
    // An equal value keeps its identity, so that nothing looks changed that isn't.
    const value = current && isSameJson(current.value, snapshot.value) ? current.value : snapshot.value;
    current = { value, revision: snapshot.revision, stamp: snapshot.stamp };
    handlers.onSnapshot(current);
  };

  const subscribe = async (): Promise<void> => {
    const attempt = ++asked;
    early = [];
    const have = current && { revision: current.revision, stamp: current.stamp };
    const reply = await link.request('subscribe', { items: [{ ...key, ...(have && { have }) }] });
    if (attempt !== asked) return;
    const result = reply.ok ? reply.value.items[0] : reply;
    const waited = early;
    early = undefined;
    if (!result?.ok) return result?.error.code === 'disconnected' ? undefined : fail(result?.error.message ?? '');
    accept(result.value);
    for (const item of waited) take(item);
  };

  const fail = (message: string): void => {
    handlers.onRefused(message);
    timer = setTimeout(() => void subscribe(), askAgainMs);
  };

  const accept = ({ channel: given, state, schema }: Subscribed): void => {
    channel = given;
    epoch = link.welcome?.epoch;
    handlers.onSchema(schema?.json);
    if (state.kind === 'snapshot') return tell(state);
    if (!current) return;
    if (state.kind === 'unchanged') return tell(current);
    const applied = applyOperations(
      current.value,
      state.changes.flatMap(({ operations }) => operations),
    );
    if (!applied.ok) return startOver();
    tell({ value: applied.value, revision: state.changes.at(-1)?.revision ?? current.revision, stamp: state.stamp });
  };

  const take = (item: ChannelItem): void => {
    if (item[1] !== channel || !current) return;
    if (item[0] === 'd') return startOver();
    if (item[0] === 's') return tell(item[2]);
    const [, , revision, operations] = item;
    if (revision <= current.revision) return;
    const applied = revision === current.revision + 1 ? applyOperations(current.value, operations) : undefined;
    if (!applied) return void subscribe();
    if (!applied.ok) return startOver();
    tell({ value: applied.value, revision, stamp: link.welcome?.epoch ?? '' });
  };

  const startOver = (): void => {
    current = undefined;
    void subscribe();
  };

  const onFrame = (items: FrameItem[]): void => {
    for (const item of items) {
      if (item[0] !== 'r' && item[0] !== 's' && item[0] !== 'd') continue;
      if (!early) take(item);
      else if (early.length < mostEarly) early.push(item);
      else return void subscribe();
    }
  };

  const whenDeclared = async (): Promise<void> => {
    const attempt = ++asked;
    const declared = await handlers.isDeclared().catch(() => false);
    if (attempt !== asked) return;
    if (declared) return subscribe();
    timer = setTimeout(() => void whenDeclared(), askAgainMs);
  };

  const onWelcome = (): void => {
    clearTimeout(timer);
    channel = undefined;
    const isSameRun = epoch === undefined || epoch === link.welcome?.epoch;
    void (isSameRun ? subscribe() : whenDeclared());
  };

  const stops = [link.onWelcome(onWelcome), link.onFrame(onFrame), () => clearTimeout(timer)];
  if (link.connected) void subscribe();
  return () => {
    asked += 1;
    stops.forEach((stop) => stop());
    if (channel !== undefined && link.connected && !handlers.isShared())
      void link.request('unsubscribe', { channels: [channel] });
  };
}
