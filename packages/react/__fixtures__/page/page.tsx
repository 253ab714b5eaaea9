import type { CoachWidget as Widget } from '@coachkit/widget'
import { type ReactElement, StrictMode, useRef, useState } from 'react'
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

void import('@coachkit/widget')

function Element() {
  const [opened, setOpened] = useState(false)
  return (
    <StrictMode>
      <button type="button" onClick={() => setOpened(!opened)}>
        Alternar
      </button>
      <coach-widget creator="ana" base-url="/coach" opened={opened} oncoach-close={() => setOpened(false)} />
    </StrictMode>
  )
}

/** Draws itself anew at each event, with functions that are new each time. */
function Bound() {
  const widget = useRef<Widget>(null)
  const [heard, setHeard] = useState<string[]>([])
  const hear = (name: string) => setHeard((before) => [...before, name])
  return (
    <StrictMode>
      <output>{heard.join(' ')}</output>
      <button type="button" onClick={() => void widget.current?.send('¿Cómo preparo la primera sesión?')}>
        Preguntar
      </button>
      <CoachWidget
        ref={widget}
        creator="ana"
        identity={() => `x.${btoa('{"sub":"eva"}')}.y`}
        onReady={() => hear('ready')}
        onOpen={() => hear('open')}
        onConversation={() => hear('conversation')}
        onMessage={({ role }) => hear(role)}
        onError={({ code }) => hear(code)}
      />
    </StrictMode>
  )
}

const pages: Record<string, () => ReactElement> = { '': Page, '?element': Element, '?bound': Bound }
const Shown = pages[location.search] ?? Page
const root = document.getElementById('root')
if (root) createRoot(root).render(<Shown />)
