/** Columns of text, each as wide as its widest cell; `right` lists the right-aligned columns, those of numbers. */
export function textTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
    });
    return cells.join('  ').trimEnd();
  });
}

/** `1,234,567` */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `1.5 MiB` */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `2026-01-31T12:00:00.000Z`. @param time milliseconds since the epoch. */
export function timeText(time: number | undefined): string {
  if (time === undefined || Number.isNaN(new Date(time).getTime())) return '-';
  return new Date(time).toISOString();
}

/** `1 event`, `2 events` */
export function eventsText(count: number): string {
  return `${countText(count)} ${count === 1 ? 'event' : 'events'}`;
}

/** Text from outside, such as a topic or a backend's response: it must not control the terminal. */
export function plainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
