import '@chatscope/chat-ui-kit-styles/dist/default/styles.min.css'
import { ChatContainer, MainContainer, Message, MessageInput, MessageList } from '@chatscope/chat-ui-kit-react'
import { createElement, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { feed } from '../../widget/feed.js'

function Chat() {
  const [messages, setMessages] = useState([])
  useEffect(() => {
    const change = (id, next) => setMessages((all) => all.map((each) => (each.id === id ? next(each) : each)))
    void feed({
      show: (history) => setMessages(history),
      begin: (message) => setMessages((all) => [...all, { ...message, text: '' }]),
      delta: ({ messageId, text }) => change(messageId, (each) => ({ ...each, text: each.text + text })),
      end: (message) => change(message.id, () => message),
    })
  }, [])
  return createElement(
    MainContainer,
    null,
    createElement(
      ChatContainer,
      null,
      createElement(
        MessageList,
        null,
        messages.map(({ id, role, text }) =>
          createElement(Message, { key: id, model: { message: text, sender: role, direction: role === 'user' ? 'outgoing' : 'incoming', position: 'single' } }),
        ),
      ),
      createElement(MessageInput, { placeholder: 'Escribe tu pregunta…' }),
    ),
  )
}

createRoot(document.querySelector('#peer')).render(createElement(Chat))
