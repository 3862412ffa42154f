import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '#contract/json';
import type { Result } from '#contract/result';
import { isSameJson } from '#contract/same-json';
import type { Sides } from './find-pieces.ts';
import type { Piece } from './pieces.ts';

/** Where NodeCG listens when its configuration names no port. This server listens on 3000 then. */
const nodecgPort = 9090;

/** What `nodecg.*` of a `cfg` folder says. `file` is for people: `cfg/nodecg.json`. `text`: of a file that is no script. */
export type ServerSettings = { file: string; value: JsonObject; text?: string };
/** Reads it as the server does; undefined where there is no such file. */
export type ReadSettings = (cfgDir: string) => Promise<Result<ServerSettings | undefined, { file?: string | undefined }>>;
export type PortOptions = { read: ReadSettings; overwrite: boolean };
export type PortPlan = { pieces: Piece[]; warnings: string[] };

/**
 * The pieces with NodeCG's port written down where the old configuration names none: every address in OBS has it. A port that is named
 * here stays. What can't be edited safely (YAML, scripts, links) is a warning with the fix.
 */
export async function keepPort(pieces: Piece[], sides: Sides, { read, overwrite }: PortOptions): Promise<PortPlan> {
  const old = await read(path.join(sides.from, 'cfg'));
  if (old.ok && namesPort(old.value)) return { pieces, warnings: [] };
  const here = await read(path.join(sides.to, 'cfg'));
  if (!here.ok || !old.ok) return { pieces, warnings: unreadable(old, here) };
  return old.value ? portOf(old.value, { pieces, here: here.value, overwrite }) : newPort({ pieces, here: here.value }, sides);
}

type Plan = { pieces: Piece[]; here: ServerSettings | undefined };

/** NodeCG had no configuration, or an empty file: the port makes one, unless there is one here. */
function newPort({ pieces, here }: Plan, sides: Sides): PortPlan {
  if (here && !namesPort(here)) return { pieces, warnings: [warningOf(`${here.file} names no port here`)] };
  const piece = {
    ...newPiece(here?.file ?? 'cfg/nodecg.json', sides),
    ...writing(`{\n  "port": ${nodecgPort}\n}\n`, 'differs here'),
  };
  return { pieces: withPiece(pieces, here ? { ...piece, isThere: true } : piece), warnings: [] };
}

async function portOf(
  old: ServerSettings,
  { pieces, here, overwrite }: Plan & Pick<PortOptions, 'overwrite'>,
): Promise<PortPlan> {
  const piece = pieces.find(isConfiguration(old.file));
  if (!piece) return { pieces, warnings: [] };
  const isThere = here?.file === old.file && namesPort(here) && isSameJson(withoutPort(here.value), old.value);
  if (isThere) return { pieces: withPiece(pieces, { ...piece, isThere }), warnings: [] };
  const isReplaced = overwrite && here?.file === old.file;
  if (old.text === undefined || !old.file.endsWith('.json') || (await isLink(piece.from)))
    return { pieces, warnings: namesPort(here) && !isReplaced ? [] : [warningOf(`${old.file} names no port`)] };
  const difference = namesPort(here) ? 'differs here' : `differs here, and no port is named; NodeCG's was ${nodecgPort}`;
  return { pieces: withPiece(pieces, { ...piece, ...writing(withPort(old.text), difference) }), warnings: [] };
}

/** The pieces of an export: a configuration there stays where ours differs by NodeCG's own port only, which `keepPort` may have written. */
export async function sparePort(pieces: Piece[], sides: Sides, read: ReadSettings): Promise<Piece[]> {
  const [ours, theirs] = [await read(path.join(sides.from, 'cfg')), await read(path.join(sides.to, 'cfg'))];
  if (!ours.ok || !theirs.ok || !ours.value || ours.value.file !== theirs.value?.file) return pieces;
  const isSpared = ours.value.value.port === nodecgPort && isSameJson(withoutPort(ours.value.value), theirs.value.value);
  const piece = pieces.find(isConfiguration(ours.value.file));
  return isSpared && piece ? withPiece(pieces, { ...piece, isThere: true }) : pieces;
}

function namesPort(settings: ServerSettings | undefined): boolean {
  return settings !== undefined && Object.hasOwn(settings.value, 'port');
}

function withoutPort(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'port'));
}

/** In the text, so that everything else stays as its author wrote it. It is known to be an object. */
function withPort(text: string): string {
  const [start = '', space = ''] = /^\s*\{(\s*)/.exec(text) ?? [];
  const rest = text.slice(start.length);
  return `${start}"port": ${nodecgPort}${rest.startsWith('}') ? '' : `,${space || ' '}`}${rest}`;
}

function writing(text: string, difference: string): Pick<Piece, 'written' | 'note'> {
  return { written: { text, difference }, note: { detail: `with "port": ${nodecgPort}, where NodeCG listened` } };
}

function unreadable(...sides: Awaited<ReturnType<ReadSettings>>[]): string[] {
  const file = sides.flatMap((side) => (side.ok ? [] : [side.error.file ?? 'cfg/nodecg.*']))[0] ?? '';
  return [warningOf(`${file} can't be read, and may name no port`)];
}

function warningOf(reason: string): string {
  return `${reason}. Without one NodeCG listened on ${nodecgPort}, and this server listens on 3000: for the addresses in OBS to stay, write "port: ${nodecgPort}" into it here, or start the server with PORT=${nodecgPort}.`;
}

function newPiece(file: string, { from, to }: Sides): Piece {
  const nothing = { isLeftOut: () => false, linkTo: (_from: string, target: string) => target };
  const places = { from: path.join(from, file), to: path.join(to, file), folder: path.join(to, 'cfg') };
  return { kind: 'configuration', name: file, ...places, ...nothing };
}

function withPiece(pieces: Piece[], piece: Piece): Piece[] {
  const others = pieces.filter((other) => !isConfiguration(piece.name)(other));
  const isAsset = ({ kind }: Piece) => kind === 'asset';
  return [...others.filter((other) => !isAsset(other)), piece, ...others.filter(isAsset)];
}

function isConfiguration(file: string): (piece: Piece) => boolean {
  return ({ kind, name }) => kind === 'configuration' && name === file;
}

async function isLink(file: string): Promise<boolean> {
  return (await lstat(file)).isSymbolicLink();
}
