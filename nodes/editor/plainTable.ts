/** A table with a heading for each column; the cells are filled by the caller. */
export function plainTable(headings: readonly string[], rows: readonly JQuery[]): JQuery {
  const head = $('<tr>').append(headings.map((heading) => $('<th>', { scope: 'col' }).text(heading)));
  return $('<table>', { class: 'wireband-table' }).append(
    $('<thead>').append(head),
    $('<tbody>').append([...rows]),
  );
}

export function tableRow(cells: readonly (JQuery | string)[]): JQuery {
  return $('<tr>').append(
    cells.map((cell) => (typeof cell === 'string' ? $('<td>').text(cell) : $('<td>').append(cell))),
  );
}
