/** Cards from 320 px up to what the row gives. */
export const cardGridClass = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,330px),1fr))] items-start gap-3';
