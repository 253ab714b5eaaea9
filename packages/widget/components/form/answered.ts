import type { FormAnswers, Routes, Session } from '@coachkit/contract'
import { createVisitorClient } from '@coachkit/sdk'
import type { PanelInput } from '../coach-panel/panel-input.js'

const path: Routes['sessions']['answerForm']['path'] = '/v1/channels/sessions/current/form'
/** Where nothing may be stored: known until the page is left. */
const here = new Map<string, string>()
const keyOf = ({ baseUrl, creator }: PanelInput) => `coachkit:${baseUrl.replace(/\/$/, '')}:${creator}:form`

/**
 * Whether this visitor answered this version. Whoever did not answer any here is not asked about: nothing is sent before.
 * Without a network it is taken for answered, as what is written then waits for the server, which knows.
 */
export async function hasAnswered(input: PanelInput, version: string): Promise<boolean> {
  if (remembered(input) !== version) return false
  try {
    const { session } = await createVisitorClient(input).session.ensure()
    return session.formVersion === version
  } catch {
    return true
  }
}

/** Begins the session and sends it. Throws an error whose message is for the visitor, where the server gave one. */
export async function sendAnswers(input: PanelInput, given: FormAnswers): Promise<void> {
  const { token } = await createVisitorClient(input).session.ensure()
  const response = await fetch(input.baseUrl.replace(/\/$/, '') + path, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'accept-language': input.language },
    body: JSON.stringify(given),
  })
  const body = (await response.json()) as Session & { error?: { message: string } }
  if (!response.ok) throw new Refusal(body.error?.message)
  remember(input, given.version)
}

/** The server does not take the answers. */
export class Refusal extends Error {}

function remembered(input: PanelInput): string | undefined {
  try {
    return localStorage.getItem(keyOf(input)) ?? here.get(keyOf(input))
  } catch {
    return here.get(keyOf(input))
  }
}

function remember(input: PanelInput, version: string): void {
  try {
    localStorage.setItem(keyOf(input), version)
  } catch {
    here.set(keyOf(input), version)
  }
}
