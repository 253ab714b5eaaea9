import { readFile } from 'node:fs/promises'
import { type RouteDefinition, routes } from '@coachkit/contract'
import { describe, expect, it } from 'vitest'
import { isPublic, mayCall, policy, type RouteName, roles, scopeOf } from './policy.js'

const all = Object.entries(routes).flatMap(([noun, group]) =>
  Object.entries(group as Record<string, RouteDefinition>).map(([name, route]) => [`${noun}.${name}` as RouteName, route] as const),
)

describe('the policy', () => {
  it('names every route of the contract, and no other', () => {
    expect(Object.keys(policy).toSorted()).toEqual(all.map(([name]) => name).toSorted())
  })

  it.each(all)('%s agrees with the audience that the contract publishes', (name, { audience }) => {
    expect(isPublic(name)).toBe(audience === 'public')
    expect(mayCall(name, 'visitor')).toBe(audience === 'public' || audience === 'visitor' || audience === 'participant')
  })

  it.each(all)('%s asks a key for a scope where it may call at all', (name) => {
    const unscoped = ['auth.verifyToken', 'realtime.ticket']
    expect(scopeOf(name) !== undefined).toBe(!isPublic(name) && mayCall(name, 'key') && !unscoped.includes(name))
  })

  it('is what the docs say', async () => {
    const published = await readFile(new URL('../../../../docs/permissions.md', import.meta.url), 'utf8')
    expect(published).toContain(matrix())
  })
})

/** Role by route, as a Markdown table. */
function matrix(): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const rows = all.map(([name, route]) =>
    line([
      `\`${name}\``,
      `\`${route.method} ${route.path}\``,
      ...roles.map((role) => (isPublic(name) ? 'everyone' : mayCall(name, role) ? (role === 'key' ? (scopeOf(name) ?? 'yes') : 'yes') : '–')),
    ]),
  )
  return [line(['route', 'address', ...roles]), line(['---', '---', ...roles.map(() => '---')]), ...rows].join('\n')
}
