// A rate as the path of a line.

import { SPAN_MS, type Rate } from './rates';

export const WIDTH = 240;
export const HEIGHT = 40;

/** The line through the rates, with a gap where one is not known. The right edge is the latest. */
export function pathOf(rates: readonly Rate[], highest: number): string {
  const end = rates.at(-1)?.at ?? 0;
  let pen = 'M';
  let path = '';
  for (const { at, perSecond } of rates) {
    if (perSecond === null) {
      pen = 'M';
      continue;
    }
    const x = WIDTH * (1 - (end - at) / SPAN_MS);
    const y = HEIGHT - (HEIGHT - 2) * (perSecond / highest) - 1;
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  }
  return path;
}
