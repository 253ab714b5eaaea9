import 'stream-chat-react/css/index.css'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { StreamChat } from 'stream-chat'
import { Channel, Chat, MessageComposer, VirtualizedMessageList, Window } from 'stream-chat-react'
import { feed } from '../../widget/feed.js'

// Its own service is not there: the client is made to believe that it is connected, and what comes is told to it as its events.
const client = new StreamChat('bench')
client.userID = 'me'
client.user = { id: 'me' }
client._user = client.user
client.wsPromise = Promise.resolve()
client.setUserPromise = Promise.resolve()
const channel = client.channel('messaging', 'bench')
channel.initialized = true
channel.data = { own_capabilities: ['send-message'], config: {} }
channel.query = async () => ({ messages: [] })
channel.watch = async () => ({ messages: [] })
channel.markRead = async () => undefined
channel.getConfig = () => ({})

const authors = { user: client.user, assistant: { id: 'coach', name: 'Ana López' } }
const asTheirs = ({ id, role, text, createdAt }) => ({
  id,
  text,
  user: authors[role],
  created_at: createdAt,
  updated_at: createdAt,
  type: 'regular',
  cid: channel.cid,
})
const tell = (type, message) =>
  client.dispatchEvent({ type, cid: channel.cid, channel_id: 'bench', channel_type: 'messaging', message: asTheirs(message), user: authors[message.role] })
let growing

void feed({
  show(history) {
    channel.state.initMessages?.()
    channel.state.addMessagesSorted(history.map(asTheirs))
    const list = createElement(Window, null, createElement(VirtualizedMessageList), createElement(MessageComposer))
    createRoot(document.querySelector('#peer')).render(createElement(Chat, { client }, createElement(Channel, { channel }, list)))
  },
  begin(message) {
    growing = { ...message, text: '' }
    tell('message.new', growing)
  },
  delta({ text }) {
    growing = { ...growing, text: growing.text + text }
    tell('message.updated', growing)
  },
  end: (message) => tell('message.updated', message),
})
