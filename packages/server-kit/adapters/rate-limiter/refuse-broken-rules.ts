import { rulesProblem } from '../../domain/limits/rules-problem.js'
import { AdapterError, type RateLimitRule } from '../../ports/index.js'

/** Fails with `invalid_rules` before anything is counted by rules that make no sense. */
export function refuseBrokenRules(adapter: string, rules: readonly RateLimitRule[], cost: number): void {
  const message = rulesProblem(rules, cost)
  if (message) throw new AdapterError({ adapter, code: 'invalid_rules', retryable: false, message })
}
