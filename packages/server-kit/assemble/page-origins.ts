import type { Settings } from '../config/options.js'
import type { AllowedDomainLists } from '../features/creators/index.js'
import { type OriginPolicy, originPolicy } from '../http/origin-policy.js'

/** Which pages may call: the host's own, and what creators allow. */
export function pageOrigins({ allowedOrigins, production }: Settings, lists?: AllowedDomainLists): OriginPolicy {
  return originPolicy({ allowedOrigins, development: !production, ...(lists ? { lists } : {}) })
}
