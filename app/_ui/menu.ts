/** The look of a drop-down menu and its entries. Above toasts, which have sonner's 999999999: on a phone they lie where it opens. */
export const menuContentClass =
  'z-[1000000000] grid max-h-[70dvh] grid-cols-[minmax(0,1fr)] w-60 max-w-[calc(100vw-16px)] overflow-y-auto rounded-[10px] border border-edge bg-s2 p-1 shadow-xl shadow-black/40';
export const menuItemClass =
  'flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-base text-text outline-none select-none data-highlighted:bg-s3 pointer-coarse:min-h-11';
export const menuLabelClass = 'px-2.5 pt-2 pb-1 text-xs font-semibold tracking-[0.05em] text-faint uppercase';
