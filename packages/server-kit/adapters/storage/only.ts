/** The row a statement cannot fail to return. */
export function only<Row>(rows: Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('The database returned no row where one was certain.')
  return row
}
