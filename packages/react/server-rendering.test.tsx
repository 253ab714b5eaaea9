import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { CoachWidget, useConversation } from './index.js'

function Chat() {
  const { messages, status, hasOlder } = useConversation({ baseUrl: '/coach', creator: 'ana' })
  return (
    <p>
      {status} {messages.length} {String(hasOlder)}
    </p>
  )
}

test('the element and the hook render where there is no browser', () => {
  expect(renderToString(<CoachWidget creator="ana" baseUrl="/coach" mode="inline" onOpen={() => {}} />)).toBe(
    '<coach-widget creator="ana" mode="inline" base-url="/coach"></coach-widget>',
  )
  expect(renderToString(<Chat />).replaceAll('<!-- -->', '')).toBe('<p>idle 0 false</p>')
})
