import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { CoachWidget, useConversation } from '../../index.js'

function Chat() {
  const { messages, status, answering, send, stop, startNew } = useConversation({ baseUrl: '/coach', creator: 'ana' })
  const [text, setText] = useState('')
  return (
    <main>
      <p data-testid="status">{status}</p>
      <ul>
        {messages.map(({ id, role, status: state, text: words, citations }) => (
          <li key={id} data-role={role} data-state={state}>
            {words} {citations.map(({ number, documentName }) => `(${number} ${documentName})`)}
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send({ text })
          setText('')
        }}
      >
        <input aria-label="Pregunta" value={text} onChange={(event) => setText(event.target.value)} />
        <button type="submit">Enviar</button>
      </form>
      <button type="button" disabled={!answering} onClick={() => void stop()}>
        Parar
      </button>
      <button type="button" onClick={startNew}>
        Nueva
      </button>
    </main>
  )
}

function Page() {
  const [chat, setChat] = useState(true)
  const [opened, setOpened] = useState('')
  return (
    <StrictMode>
      {chat ? <Chat /> : <p>Sin chat</p>}
      <button type="button" onClick={() => setChat(!chat)}>
        Alternar
      </button>
      <output>{opened}</output>
      <CoachWidget creator="ana" onOpen={() => setOpened('abierto')} onMessage={({ role }) => setOpened(role)} />
    </StrictMode>
  )
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<Page />)
