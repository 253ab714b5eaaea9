/** Rows of one statement, well below PostgreSQL's 65,535 parameters. */
const batchSize = 500

export function* batches<Row>(rows: readonly Row[], size = batchSize): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}
