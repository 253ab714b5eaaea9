/** Rows of one statement, well below PostgreSQL's 65,535 parameters. */
const batchSize = 500

export function* batches<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += batchSize) yield rows.slice(start, start + batchSize)
}
