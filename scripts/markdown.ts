/** A table of rows; a column that is empty in every row is left out. */
export function markdownTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => row[column] !== ''));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const lines = [
    line(columns),
    `|${columns.map(() => ' --- |').join('')}`,
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
  ];
  return `${lines.join('\n')}\n`;
}

/** Converts the HTML of a help line to Markdown. */
export function markdownOf(html: string): string {
  return html
    .split(/(<code>.*?<\/code>)/)
    .map((part) => (part.startsWith('<code>') ? part : part.replaceAll('*', '\\*')))
    .join('')
    .replace(/<\/?code>/g, '`')
    .replace(/<\/?i>/g, '*')
    .replace(/<\/?b>/g, '**')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
