import { expect, it } from 'vitest';

import { toCsv } from './csv';

it('quotes what needs it, and lets no spreadsheet run anything', () => {
  expect(
    toCsv([
      ['day', 'a "quoted", one', 'line\nbreak'],
      ['2024-06-01', 1.5, null],
      ['=SUM(A1)', '+1', -1],
    ]),
  ).toBe('day,"a ""quoted"", one","line\nbreak"\r\n2024-06-01,1.5,\r\n\'=SUM(A1),\'+1,-1\r\n');
});
