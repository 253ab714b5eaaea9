import type { CoachWidgetAttributes as OwnAttributes, CoachWidget as WidgetElement } from '@coachkit/widget'
import type { ReactCoachWidget } from '@coachkit/widget/react'
import type { HTMLAttributes, ReactElement } from 'react'
import { createElement, useEffect, useRef } from 'react'

/** Attributes of the element itself, as in `<coach-widget creator="ana-lopez">`. */
export type CoachWidgetAttributes = Omit<HTMLAttributes<HTMLElement>, 'lang'> & OwnAttributes
export type CoachWidgetElement = ReactCoachWidget

export interface CoachWidgetProps extends Omit<CoachWidgetAttributes, 'base-url'> {
  /** What the page says of where the visitor is; it goes along with each question. */
  context?: Parameters<WidgetElement['setContext']>[0]
  /** Where the server is mounted; default `/coach`. */
  baseUrl?: string
  onOpen?: () => void
  onClose?: () => void
  /** A question was sent, or an answer ended. */
  onMessage?: (message: { role: 'user' | 'assistant'; text: string }) => void
}

/** The `<coach-widget>` element. Its code is loaded in the browser only, so it renders on a server too. */
export function CoachWidget({ baseUrl, context, onOpen, onClose, onMessage, ...rest }: CoachWidgetProps): ReactElement {
  const element = useRef<WidgetElement>(null)
  const callbacks = useRef({ onOpen, onClose, onMessage })
  callbacks.current = { onOpen, onClose, onMessage }
  useEffect(() => {
    void import('@coachkit/widget')
    const { current } = element
    const off = new AbortController()
    const on = (type: string, listener: (event: Event) => void) => current?.addEventListener(type, listener, { signal: off.signal })
    on('coach-open', () => callbacks.current.onOpen?.())
    on('coach-close', () => callbacks.current.onClose?.())
    on('coach-message', (event) => callbacks.current.onMessage?.((event as CustomEvent<{ role: 'user' | 'assistant'; text: string }>).detail))
    return () => off.abort()
  }, [])
  const said = JSON.stringify(context)
  useEffect(() => {
    const { current } = element
    let gone = false
    void import('@coachkit/widget').then(() => gone || current?.setContext(said === undefined ? undefined : JSON.parse(said)))
    return () => {
      gone = true
    }
  }, [said])
  return createElement('coach-widget', { ...rest, 'base-url': baseUrl, ref: element })
}
