import type { Language, VisitorUser } from '@coachkit/contract'
import * as z from 'zod/mini'

/** Whose question is answered: a tool has that visitor's rights. The host vouched for a `user`; without one the visitor is anonymous. */
export interface ToolPrincipal {
  kind: 'visitor'
  creatorId: string
  sessionId: string
  user?: VisitorUser
}
export interface ToolCaller {
  /** Whose coach answers; never from the model. */
  creatorId: string
  conversationId: string
  principal: ToolPrincipal
  language: Language
}
export interface ToolContext extends ToolCaller {
  /** Aborted when the answer is stopped, or the tool took too long. */
  signal: AbortSignal
}
export interface ToolDefinition<Input extends z.core.$ZodObject> {
  /** Tells the model what it is for. */
  description: string
  /** What the model has to give. Fields beside these are refused. */
  input: Input
  /** Looks something up; it changes nothing, because nobody is asked before it runs. What it returns is shown to the model as text or JSON. */
  run(input: z.core.output<Input>, context: ToolContext): unknown
  /** Whether a visitor's coach may use it. Default: every coach, for every visitor. */
  offeredTo?(caller: ToolCaller): boolean
  /** For so long the same call gets the same result; after that it is looked up anew, and the old result is told only where that fails, with its time. Default: never the same. */
  freshForSeconds?: number
  /** Whose calls get the same result: those of one visitor (default), or of all visitors of a creator, for what depends on nobody. */
  sharedBy?: 'visitor' | 'creator'
  /** Milliseconds it may take; 10,000 unless told. */
  timeoutMs?: number
  /** What visitors read while it runs, by language: «odds of the match». */
  label?: Partial<Record<Language, string>>
}

/** A tool as the kit keeps it. Made by `defineTool`. */
export interface CoachTool extends Pick<ToolDefinition<z.core.$ZodObject>, 'description' | 'offeredTo' | 'freshForSeconds' | 'timeoutMs' | 'label'> {
  sharedBy: 'visitor' | 'creator'
  /** JSON Schema. */
  inputSchema: Record<string, unknown>
  /** Says what is wrong, or gives how to run it. */
  prepare(input: unknown): Promise<{ problems: string } | { input: unknown; run(context: ToolContext): unknown }>
}

/**
 * Something the model may call while it answers, typed by its input's schema (zod or zod/mini).
 * @example defineTool({ description: 'Odds of a match', input: z.object({ team: z.string().max(80) }), run: ({ team }) => oddsOf(team), freshForSeconds: 30 })
 */
export function defineTool<Input extends z.core.$ZodObject>(definition: ToolDefinition<Input>): CoachTool {
  const { input: schema, run, description, offeredTo, freshForSeconds, sharedBy = 'visitor', timeoutMs, label } = definition
  const { shape, catchall } = schema._zod.def
  const { $schema: _, ...inputSchema } = z.toJSONSchema(schema, { io: 'input' })
  return {
    description,
    sharedBy,
    inputSchema: catchall ? inputSchema : { ...inputSchema, additionalProperties: false },
    ...(offeredTo ? { offeredTo } : {}),
    ...(freshForSeconds === undefined ? {} : { freshForSeconds }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(label ? { label } : {}),
    async prepare(given) {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return { problems: 'the input is not a JSON object' }
      const unknown = catchall ? [] : Object.keys(given).filter((name) => !Object.hasOwn(shape, name))
      if (unknown.length > 0) return { problems: `unknown: ${unknown.slice(0, 5).join(', ').slice(0, 200)}` }
      const parsed = await z.safeParseAsync(schema, given)
      if (parsed.success) return { input: parsed.data, run: (context) => run(parsed.data, context) }
      return { problems: parsed.error.issues.slice(0, 5).map(problemOf).join('; ') }
    },
  }
}

function problemOf({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.') || 'input'}: ${message}`.slice(0, 200)
}
