/** A page that is no more than its margins (still empty, or a viewport-high app) gets an iframe's own default height. */
export const defaultHeightPx = 150;
const emptyBelowPx = 34;
/** A page whose height answers each growth of its frame with the same growth would never end. */
const endlessAfter = 12;

export type Fit = { stop(): void };

/**
 * Makes a same-origin iframe as high as its page, from outside: nothing is added to the page but hidden vertical overflow. Follows
 * growth and shrinking. `report` gets whole pixels.
 */
export function fitFrame(frame: HTMLIFrameElement, report: (heightPx: number) => void): Fit {
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  if (!page?.documentElement || !view) return { stop: () => undefined };
  const { style } = page.documentElement;
  const overflowBefore = style.overflowY;
  style.overflowY = 'hidden';
  const followsFrame = takesHeightFromFrame(frame, page);
  const isEndless = createEndlessGuard();
  let last = 0;
  const measure = () => {
    // A hidden or not yet laid out frame has no width; what it measures then means nothing.
    if (frame.clientWidth === 0 || !page.body) return;
    const natural = followsFrame ? measureCollapsed(frame, page) : measureNatural(frame, page);
    const heightPx = natural < emptyBelowPx ? defaultHeightPx : natural;
    if (heightPx === last || isEndless(heightPx - last)) return;
    last = heightPx;
    report(heightPx);
  };
  // The page's own observer: one of this document would hear of another document's elements only by chance.
  const observer = new (view as unknown as { ResizeObserver: typeof ResizeObserver }).ResizeObserver(measure);
  observer.observe(page.documentElement);
  if (page.body) observer.observe(page.body);
  const mutations = followsFrame ? observeContent(page, measure) : undefined;
  measure();
  return {
    stop: () => {
      observer.disconnect();
      mutations?.disconnect();
      style.overflowY = overflowBefore;
    },
  };
}

/**
 * The height of the page's content, with what sticks out of it (positioned, floated). Only in a frame as high as the content itself
 * does `scrollHeight` say that, so the frame is that high for the length of the question: laid out, never painted.
 */
function measureNatural(frame: HTMLIFrameElement, page: Document): number {
  const html = page.documentElement;
  const height = Math.ceil(html.getBoundingClientRect().height);
  const before = frame.style.height;
  if (frame.clientHeight !== height) frame.style.height = `${height}px`;
  const natural = Math.max(height, html.scrollHeight) + scrollbarHeight(page);
  frame.style.height = before;
  return natural;
}

/** A page that is wider than its frame scrolls sideways, and its bar takes room. */
function scrollbarHeight(page: Document): number {
  return Math.max(0, (page.defaultView?.innerHeight ?? 0) - page.documentElement.clientHeight);
}

/** The height of the content alone, for pages that stretch to whatever frame they are in. Laid out but never painted. */
function measureCollapsed(frame: HTMLIFrameElement, page: Document): number {
  const { height } = frame.style;
  frame.style.height = '0px';
  const natural = page.documentElement.scrollHeight;
  frame.style.height = height;
  return natural;
}

/** True for `height: 100%` and `100vh` pages: they grow with the frame, pixel by pixel. */
function takesHeightFromFrame(frame: HTMLIFrameElement, page: Document): boolean {
  const { height } = frame.style;
  const heightIn = (px: number) => {
    frame.style.height = `${px}px`;
    return page.documentElement.getBoundingClientRect().height;
  };
  const follows = heightIn(4_000) - heightIn(2_000) >= 2_000;
  frame.style.height = height;
  return follows;
}

function observeContent(page: Document, changed: () => void): MutationObserver {
  const observer = new MutationObserver(changed);
  observer.observe(page.documentElement, { childList: true, subtree: true, characterData: true });
  return observer;
}

/** True from the moment that a height has grown by the same step too many times in a row. */
function createEndlessGuard(): (growth: number) => boolean {
  let step = 0;
  let times = 0;
  return (growth) => {
    times = growth > 0 && growth === step ? times + 1 : 0;
    step = growth;
    return times >= endlessAfter;
  };
}
