import { type CoachClientOptions, createCore } from './core.js'
import { visitorCalls } from './http/calls.js'

export type VisitorClient = ReturnType<typeof createVisitorClient>

/** The part of a client that a visitor's page needs, for bundles in which every byte counts. */
export function createVisitorClient(options: Omit<CoachClientOptions, 'token' | 'identity'>) {
  const { ensure, conversation } = createCore(options, visitorCalls)
  return { session: { ensure }, conversation }
}
