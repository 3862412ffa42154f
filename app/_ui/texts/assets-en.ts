import { gigabytes } from './gigabytes.ts';

const count = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
const listed = (types: readonly string[]) => types.map((type) => type.toUpperCase()).join(', ');

/** What the page of assets says, in English. */
export const assetsEn = {
  title: 'Assets',
  filterPlaceholder: 'Filter files',
  empty: 'No bundle asks for files',
  emptyText:
    'Bundles declare here which files a show may change without an edit: logos, films, sounds. None of the running bundles does ("nodecg.assetCategories" in its package.json).',
  emptyAction: 'See the bundles',
  accepts: (types: readonly string[]) => `Takes ${listed(types)}`,
  acceptsAll: 'Takes every file',
  files: (n: number) => count(n, 'file', 'files'),
  emptyCategory: (title: string) => `Nothing in “${title}” yet`,
  emptyCategoryText: (types: readonly string[]) =>
    types.length === 0
      ? 'Drop files here, or add them. The bundle sees them at once.'
      : `Drop ${listed(types)} files here, or add them. The bundle sees them at once.`,
  noMatch: 'No file here matches the filter.',
  add: 'Add files',
  addTo: (title: string, bundle: string) => `Add files to ${title} of ${bundle}`,
  dropHere: (title: string) => `Drop into ${title}`,
  select: (name: string) => `Select ${name}`,
  selected: (n: number) => `${n} selected`,
  clearSelection: 'Select none',
  deleteSelected: (n: number) => `Delete ${count(n, 'file', 'files')}`,
  copyUrl: (name: string) => `Copy the URL of ${name}`,
  open: (name: string) => `Open ${name}`,
  replace: (name: string) => `Replace ${name}`,
  delete: (name: string) => `Delete ${name}`,
  play: (name: string) => `Play ${name}`,
  stop: (name: string) => `Stop ${name}`,
  reading: 'being read',
  readingHint: 'The server reads it for the first time. The bundle sees it right after.',
  deleteTitle: (names: readonly string[]) =>
    names.length === 1 ? `Delete “${names[0] ?? ''}”?` : `Delete ${count(names.length, 'file', 'files')}?`,
  deleteText: (names: readonly string[], bundle: string) =>
    `${names.length === 1 ? 'It is' : `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more are` : ' are'}`} removed from the disk, and ${bundle} loses ${names.length === 1 ? 'it' : 'them'} at once. This can’t be undone.`,
  deleteOnAir: (onAir: string) => `On air now and perhaps showing it: ${onAir}.`,
  deleteOffAir: 'None of its graphics is on air.',
  deleteAction: 'Delete',
  deleted: (n: number) => `${count(n, 'file', 'files')} deleted`,
  notDeleted: (name: string, reason: string) => `${name} was not deleted. ${reason}`,
  added: (name: string) => `${name} uploaded`,
  uploads: (title: string) => `Uploads to ${title}`,
  waiting: 'waits',
  finishing: 'is being stored',
  cancelUpload: (name: string) => `Cancel ${name}`,
  dismiss: (name: string) => `Dismiss ${name}`,
  again: 'Again',
  againNamed: (name: string) => `Upload ${name} again`,
  sent: (percent: number) => `${percent} %`,
  connectionLost: 'The connection broke before all of it had arrived. Nothing was kept.',
  tooLarge: (mostBytes: number) =>
    `It is larger than ${gigabytes(mostBytes, '.')}, the most that this server takes (ASSET_MAX_MB).`,
  wrongType: (types: readonly string[]) => `Only ${listed(types)} can be added here.`,
  badName: {
    empty: 'It has no name.',
    hidden: 'Names that begin with a dot are for hidden files. Rename it.',
    separator: 'A name can’t contain a slash or backslash. Rename it.',
    control: 'Its name contains characters that can’t be seen. Rename it.',
    reserved: 'Windows reserves this name for a device. Rename it.',
    ending: 'A name can’t end with a dot or a space. Rename it.',
    long: 'Its name is too long for a disk. Shorten it.',
  },
  date: (at: number) => new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' }),
};
