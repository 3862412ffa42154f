import type { AssetFolder } from '#contract/asset';

/** One file on its way. `sent`: from 0 to 1; at 1 the server stores it. Done ones are gone from the list. */
export type Upload = {
  id: number;
  folder: AssetFolder;
  file: File;
  name: string;
  state: 'waiting' | 'sending' | 'failed';
  sent: number;
  /** Why it failed; empty: the connection broke. */
  reason?: string;
};

/** Uploads go on while their person looks at another page. */
export type UploadStore = {
  get(): readonly Upload[];
  subscribe(listener: () => void): () => void;
  /** `problem`: why it isn't even sent. */
  add(folder: AssetFolder, file: File, name: string, problem: string | undefined): void;
  again(id: number): void;
  /** Cancels it, or takes a failed one off the list. */
  drop(id: number): void;
};

/** More at once would only make each of them slower. */
const atOnce = 3;

/** Sends one file; calls back and returns the way to stop it. */
export type SendFile = (
  upload: Upload,
  on: { progress(sent: number): void; end(reason: string | undefined): void },
) => () => void;

/** See {@link UploadStore}. `onDone` hears each file that has arrived. */
export function createUploadStore(send: SendFile, onDone: (upload: Upload) => void): UploadStore {
  let list: readonly Upload[] = [];
  let lastId = 0;
  const listeners = new Set<() => void>();
  const stops = new Map<number, () => void>();

  const put = (next: readonly Upload[]) => {
    list = next;
    for (const listener of listeners) listener();
  };
  const change = (id: number, part: Partial<Upload>) =>
    put(list.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)));
  const start = () => {
    const free = atOnce - list.filter(({ state }) => state === 'sending').length;
    for (const upload of list.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) begin(upload);
  };
  const begin = (upload: Upload) => {
    const { id } = upload;
    change(id, { state: 'sending', sent: 0 });
    const end = (reason: string | undefined) => {
      stops.delete(id);
      if (reason === undefined) put(list.filter((one) => one.id !== id));
      else change(id, { state: 'failed', reason });
      if (reason === undefined) onDone(upload);
      start();
    };
    stops.set(id, send(upload, { progress: (sent) => change(id, { sent }), end }));
  };

  return {
    get: () => list,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(folder, file, name, problem) {
      const upload: Upload = { id: ++lastId, folder, file, name, state: 'waiting', sent: 0 };
      put([...list, problem === undefined ? upload : { ...upload, state: 'failed', reason: problem }]);
      start();
    },
    again(id) {
      change(id, { state: 'waiting', sent: 0 });
      start();
    },
    drop(id) {
      stops.get(id)?.();
      stops.delete(id);
      put(list.filter((upload) => upload.id !== id));
      start();
    },
  };
}

/** Sends a file as a form, the way NodeCG's dashboard does. */
export const sendByForm: SendFile = ({ folder, file, name }, { progress, end }) => {
  const request = new XMLHttpRequest();
  request.open('POST', `/assets/${encodeURIComponent(folder.namespace)}/${encodeURIComponent(folder.category)}`);
  request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
  request.onload = () => end(request.status === 200 ? undefined : request.responseText || `HTTP ${request.status}`);
  request.onerror = () => end('');
  const form = new FormData();
  form.append('file', file, name);
  request.send(form);
  return () => {
    request.onload = request.onerror = request.upload.onprogress = null;
    request.abort();
  };
};
