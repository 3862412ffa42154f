/** What the graphics page says of versions and single instances, in English. */
export const instancesEn = {
  closed: 'closed',
  singleInstance: 'Single instance',
  singleInstanceHint: 'May be open only once. A second page waits until the first one is closed.',
  shows: (version: string) => `Shows ${version}`,
  newest: (version: string) => `Latest ${version}`,
  editedSince: 'Its files or configuration were edited since it was loaded.',
};
