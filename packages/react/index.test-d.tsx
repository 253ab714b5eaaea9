import type { CoachClient, ConversationSnapshot } from '@coachkit/sdk'
import type { ReactElement } from 'react'
import { expectTypeOf } from 'vitest'
import { CoachWidget, type UseConversation, useConversation } from './index.js'

declare const client: CoachClient
expectTypeOf(useConversation).returns.toEqualTypeOf<UseConversation>()
expectTypeOf<Parameters<typeof useConversation>[0]>().extract<{ client: CoachClient }>().toMatchTypeOf<{ client: CoachClient; conversationId?: string }>()
expectTypeOf(() => useConversation({ client }).status).returns.toEqualTypeOf<ConversationSnapshot['connection']>()
expectTypeOf(() => useConversation({ baseUrl: '/coach', creator: 'ana' }).messages).returns.toEqualTypeOf<ConversationSnapshot['messages']>()
// @ts-expect-error where the server is has to be said
expectTypeOf(() => useConversation({ creator: 'ana' }))

expectTypeOf(
  <CoachWidget creator="ana" onMessage={({ role }) => expectTypeOf(role).toEqualTypeOf<'user' | 'assistant' | 'member'>()} />,
).toMatchTypeOf<ReactElement>()
expectTypeOf(<CoachWidget creator="ana" mode="page" context={{ url: 'https://ana.example', cart: 2 }} />).toMatchTypeOf<ReactElement>()
expectTypeOf(<coach-widget creator="ana" base-url="/coach" mode="inline" theme="dark" />).toMatchTypeOf<ReactElement>()
expectTypeOf(
  <CoachWidget creator="ana" identity={async () => 'token'} onError={({ code }) => expectTypeOf(code).toEqualTypeOf<string>()} />,
).toMatchTypeOf<ReactElement>()
// @ts-expect-error whose coach it is has to be said
expectTypeOf(<CoachWidget />)
