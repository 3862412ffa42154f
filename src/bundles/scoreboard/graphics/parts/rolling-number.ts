import { element } from './dom.ts';

const rollMs = 520;
const roll = { duration: rollMs, easing: 'cubic-bezier(0.16, 1, 0.3, 1)', fill: 'both' } as const;

/** A number that rolls to its next value, up when it grows. A change during a roll continues with the newest number at once. */
export function createRollingNumber(box: HTMLElement): (value: number, animated: boolean) => void {
  let shown: number | undefined;
  const glow = element(box, 'span', 'rolling-glow');
  let current = numberIn(box);

  return (value, animated) => {
    if (value === shown) return;
    const from = shown;
    shown = value;
    if (from === undefined || !animated) {
      write(current, value);
      return;
    }
    for (const stale of box.querySelectorAll('.rolling-number')) if (stale !== current) stale.remove();
    const direction = value > from ? 1 : -1;
    const leaving = current;
    current = numberIn(box);
    write(current, value);
    leaving.animate([{ transform: 'none' }, { transform: `translateY(${-105 * direction}%)` }], roll).onfinish = () =>
      leaving.remove();
    current.animate([{ transform: `translateY(${105 * direction}%)` }, { transform: 'none' }], roll);
    if (direction > 0)
      glow.animate([{ opacity: 0 }, { opacity: 0.3, offset: 0.15 }, { opacity: 0 }], { duration: 1_400, easing: 'ease-out' });
  };
}

function numberIn(box: HTMLElement): HTMLElement {
  return element(box, 'span', 'rolling-number figures');
}

function write(target: HTMLElement, value: number): void {
  target.textContent = String(value);
  target.toggleAttribute('data-long', value > 99);
}
