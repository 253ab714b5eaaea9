import 'deep-chat'
import { feed } from '../../widget/feed.js'

const chat = document.createElement('deep-chat')
chat.style.cssText = 'width: 100%; height: 100%'
let signals
chat.connect = {
  stream: true,
  handler(_body, given) {
    signals = given
    signals.onOpen()
  },
}
const host = document.querySelector('#peer')
const shown = new Promise((resolve) => {
  chat.onComponentRender = resolve
})

void feed({
  async show(history) {
    chat.history = history.map(({ role, text }) => ({ role: role === 'user' ? 'user' : 'ai', text }))
    host.append(chat)
    await shown
  },
  begin: () => chat.submitUserMessage({ text: '¿Cómo preparo mi primera sesión?' }),
  delta: ({ text }) => signals?.onResponse({ text }),
  end: () => signals?.onClose(),
})
