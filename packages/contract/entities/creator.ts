import * as z from 'zod/mini'
import { id, language, slug } from '../fields.js'

/** A tenant: whose material the coach answers from. */
export const creator = z.object({ id, slug, name: z.string(), language })
export type Creator = z.infer<typeof creator>

/** What a creator's plan is called; its hourly limit and its monthly quotas go by it. */
export const tier = z.enum(['free', 'premium', 'enterprise'])
export type Tier = z.infer<typeof tier>
