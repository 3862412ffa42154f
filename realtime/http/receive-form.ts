import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Readable } from 'node:stream';
import { filesPerUpload } from '#contract/asset';
import { failure, success, type Result } from '#contract/result';
import type { AssetError, AssetUpload } from '#services/asset/index';

const notAForm = 'Send the file as multipart/form-data, in a field named "file".';
const notTaken = 'The file could not be taken in. Nothing was kept; try again.';
const cutShort = 'The upload ended early. Nothing was kept; try again.';

/** Reads a form's files into an upload, as they come. After a failure the rest of the request has not been read. */
export async function receiveForm(request: IncomingMessage, upload: AssetUpload): Promise<Result<null, AssetError>> {
  const form = openForm(request);
  if (!form) return failure({ code: 'malformed', message: notAForm });
  const open = new Set<Readable>();
  // It left while the upload was being opened: nothing more will be heard of it.
  if (request.destroyed) return failure({ code: 'interrupted', message: cutShort });
  const problem = await readForm(request, { form, open, upload });
  request.unpipe(form);
  for (const content of open) content.destroy(new Error(cutShort));
  return problem ? failure(problem) : success(null);
}

type Reading = { form: BusboyInstance; open: Set<Readable>; upload: AssetUpload };

/** Undefined: all of it has arrived. Else what was wrong first. */
function readForm(request: IncomingMessage, { form, open, upload }: Reading): Promise<AssetError | undefined> {
  return new Promise((resolve) => {
    const files: Promise<void>[] = [];
    const refuse = (message: string) => resolve({ code: 'malformed', message });
    const takeIn = async (content: Readable, name: string) => {
      open.add(content);
      try {
        const added = await upload.add(name, content);
        if (!added.ok) resolve(added.error);
      } catch {
        resolve({ code: 'unwritable', message: notTaken });
      } finally {
        open.delete(content);
      }
    };
    // A part of type application/octet-stream is a file to busboy also where it has no name.
    form.on('file', (field, content, name: string | undefined) => {
      // Its end without the form's is told below.
      content.on('error', () => undefined);
      if (field === 'file' && name) return void files.push(takeIn(content, name));
      if (field === 'file') return (content.resume(), refuse('A file has no name. Give its part a "filename".'));
      content.resume();
      refuse(`The field is "${show(field)}", but files belong into "file".`);
    });
    form.on('filesLimit', () => refuse(`An upload may bring ${filesPerUpload} files. Send the rest in another.`));
    form.on('partsLimit', () => refuse('The form has too many fields.'));
    form.on('error', (error) => refuse(`The form can’t be read: ${show(error instanceof Error ? error.message : '')}.`));
    form.on('finish', () => {
      if (files.length === 0) return refuse(`The form has no file. ${notAForm}`);
      void Promise.all(files).then(() => resolve(undefined));
    });
    request.once('close', () => {
      if (!request.readableEnded) resolve({ code: 'interrupted', message: cutShort });
    });
    request.pipe(form);
  });
}

/** Undefined: it isn't a form with files. */
function openForm({ headers }: IncomingMessage): BusboyInstance | undefined {
  const type = headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) return undefined;
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': type },
      fileHwm: 256 * 1024,
      limits: {
        files: filesPerUpload,
        fields: 64,
        parts: filesPerUpload + 64,
        fieldSize: 64 * 1024,
        headerPairs: 32,
        headerSize: 16 * 1024,
      },
    });
  } catch {
    return undefined;
  }
}

function show(text: string): string {
  return text.replace(/[^\w .:-]/g, '?').slice(0, 80);
}
