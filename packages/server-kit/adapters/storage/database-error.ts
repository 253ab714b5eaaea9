import { AdapterError } from '../../ports/index.js'

/** A driver's failure as an AdapterError that repeats neither data nor credentials. */
export function databaseError(input: { adapter: string; error: unknown; unreachable: string }): AdapterError {
  if (AdapterError.isInstance(input.error)) return input.error
  const code = codeOf(input.error)
  const kind = kinds.find((candidate) => candidate.codes.test(code)) ?? { code: 'query', retryable: false, message: 'The database refused a statement' }
  const message = kind.code === 'unreachable' ? input.unreachable : `${kind.message} (${code}${constraintOf(input.error)}).`
  return new AdapterError({ adapter: input.adapter, code: kind.code, retryable: kind.retryable, message })
}

const kinds = [
  {
    codes: /^(ECONN\w+|EAI_AGAIN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT|CONNECT_TIMEOUT|CONNECTION_\w+|08\w{3}|57P0\d|25P03|53300|3D000)$/,
    code: 'unreachable',
    retryable: true,
    message: '',
  },
  {
    codes: /^ERR_INVALID_URL$/,
    code: 'invalid_url',
    retryable: false,
    message: 'The database address is not one. Write postgres://user:password@host:5432/name',
  },
  { codes: /^28\w{3}$/, code: 'credentials', retryable: false, message: 'The database refused the user or password in its address. Correct DATABASE_URL' },
  { codes: /^(57014|55P03)$/, code: 'timeout', retryable: true, message: 'The database took too long' },
  { codes: /^(53100|ENOSPC)$/, code: 'no_space', retryable: true, message: 'The disk of the database is full. Free some space' },
  { codes: /^(40001|40P01)$/, code: 'conflict', retryable: true, message: 'Two transactions met; the same work can run again' },
  { codes: /^(22023|42P01|3F000)$/, code: 'schema_missing', retryable: false, message: 'The database is not migrated yet. Run: npx coachkit migrate' },
  {
    codes: /^42501$/,
    code: 'permission',
    retryable: false,
    message: 'The database user lacks a right CoachKit needs: to migrate, it must own the database and have CREATEROLE',
  },
]

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

function constraintOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const name = 'constraint_name' in error ? error.constraint_name : 'constraint' in error ? error.constraint : undefined
  return typeof name === 'string' ? `, ${name}` : ''
}
