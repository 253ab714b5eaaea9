// In the page: reads a conversation and asks in it over the protocol, as the widget does, and hands on what comes. Alone it shows nothing.
const base = '/coach/v1'
const kept = (name) => localStorage.getItem(`coachkit:${location.origin}/coach:bench${name}`)

export async function feed({ show, begin, delta, end } = { show() {}, begin() {}, delta() {}, end() {} }) {
  const headers = { authorization: `Bearer ${kept('')}`, 'content-type': 'application/json' }
  const call = async (path, options) => (await fetch(base + path, { headers, ...options })).json()
  await call('/widgets/bench/config')
  const conversation = kept(':conversation')
  const history = []
  let cursor = ''
  do {
    const page = await call(`/conversations/${conversation}/messages?limit=50${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    history.unshift(...page.items)
    cursor = page.nextCursor
  } while (cursor)
  await show(history)
  const { ticket } = await call('/realtime/tickets', { method: 'POST', body: '{}' })
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}${base}/realtime/ws`)
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  const heard = { subscribed() {}, done() {} }
  const subscribed = new Promise((resolve) => {
    heard.subscribed = resolve
  })
  const take = {
    'message.created': ({ message }) => message.role === 'assistant' && begin(message),
    'message.delta': delta,
    'message.completed'({ message }) {
      end(message)
      heard.done()
    },
  }
  socket.addEventListener('message', ({ data }) => {
    for (const line of data.split('\n')) {
      const frame = JSON.parse(line)
      // A ping is answered in kind.
      if (line === '{}') socket.send(line)
      if (frame.subscribe) heard.subscribed()
      const event = frame.push?.pub?.data
      if (event) take[event.type]?.(event)
    }
  })
  socket.send(JSON.stringify({ id: 1, connect: { token: ticket, name: 'bench' } }))
  socket.send(JSON.stringify({ id: 2, subscribe: { channel: `conversation:${conversation}` } }))
  await subscribed
  globalThis.ask = async () => {
    const done = new Promise((resolve) => {
      heard.done = resolve
    })
    await call(`/conversations/${conversation}/messages`, {
      method: 'POST',
      body: JSON.stringify({ clientMessageId: crypto.randomUUID(), text: '¿Cómo preparo mi primera sesión?' }),
    })
    await done
  }
  document.documentElement.dataset.ready = ''
}

// Loaded by a page without a peer.
if (!document.querySelector('#peer')) void feed()
