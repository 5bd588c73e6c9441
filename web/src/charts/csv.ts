// Tables as files, by RFC 4180.

export type Cell = string | number | null;

const quoted = (cell: Cell): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // A spreadsheet would run what begins like a formula.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const toCsv = (rows: Cell[][]): string => rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');

/** Has the browser save something. */
export function download(name: string, address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

export function downloadText(name: string, type: string, text: string): void {
  // The mark tells Excel that it is UTF-8.
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type }));
  download(name, address);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
