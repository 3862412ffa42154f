import type { AuditRecord } from '#contract/audit';
import type { AssetFolder } from '#contract/asset';
import type { Json } from '#contract/json';
import type { Actor } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { AssetError, AssetService, AssetUpload } from '#services/asset/index';
import { originOf, type AuditService } from '#services/audit/index';

type Happened = { actor: Actor; action: 'asset.upload' | 'asset.delete'; target: string; after?: Json };

/** The same service, whose uploads and deletions are written down, however they end. */
export function auditAssets(assets: AssetService, audit: Pick<AuditService, 'record'>): AssetService {
  const record = ({ actor, ...happened }: Happened, outcome: Result<unknown, AssetError>) =>
    audit.record({
      ...happened,
      actor: { kind: actor.kind, id: actor.id, role: actor.role },
      origin: originOf(actor),
      ...resultOf(outcome),
    });
  return {
    ...assets,
    async upload(folder, actor, bytes) {
      const opened = await assets.upload(folder, actor, bytes);
      if (opened.ok)
        return { ok: true, value: watched(opened.value, (names, outcome) => record(uploadOf(folder, actor, names), outcome)) };
      record(uploadOf(folder, actor, []), opened);
      return opened;
    },
    async remove(folder, base, actor) {
      const removed = await assets.remove(folder, base, actor);
      record({ actor, action: 'asset.delete', target: addressOf(folder, base) }, removed);
      return removed;
    },
  };
}

const cutShort: Result<null, AssetError> = { ok: false, error: { code: 'interrupted', message: 'The upload ended early.' } };

/** Tells once what became of an upload: it was finished, or what it failed at. */
function watched(upload: AssetUpload, tell: (names: string[], outcome: Result<unknown, AssetError>) => void): AssetUpload {
  const names: string[] = [];
  let failed: Result<null, AssetError> | undefined;
  let isTold = false;
  const tellOnce = (outcome: Result<unknown, AssetError>) => {
    if (!isTold) tell(names, outcome);
    isTold = true;
  };
  return {
    async add(name, content) {
      if (names.length < 50) names.push(name);
      const added = await upload.add(name, content);
      if (!added.ok) failed = added;
      return added;
    },
    async finish() {
      const finished = await upload.finish();
      tellOnce(finished);
      return finished;
    },
    async discard() {
      await upload.discard();
      tellOnce(failed ?? cutShort);
    },
  };
}

function uploadOf(folder: AssetFolder, actor: Actor, names: string[]): Happened {
  const [only, ...more] = names;
  const target = addressOf(folder, more.length === 0 ? (only ?? '') : '');
  return { actor, action: 'asset.upload', target, ...(more.length === 0 ? {} : { after: { files: names } }) };
}

function addressOf({ namespace, category }: AssetFolder, base: string): string {
  return `/assets/${namespace}/${category}/${base}`;
}

function resultOf(outcome: Result<unknown, AssetError>): Pick<AuditRecord, 'result' | 'reason'> {
  if (outcome.ok) return { result: 'ok' };
  const { code, message } = outcome.error;
  return { result: code === 'forbidden' ? 'refused' : 'failed', reason: message };
}
