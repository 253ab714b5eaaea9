import type { DetailedHTMLProps, HTMLAttributes, ReactElement } from 'react'
import { createElement, useEffect, useRef } from 'react'

/** Attributes of the element itself, as in `<coach-widget creator="ana-lopez">`. */
export interface CoachWidgetAttributes extends HTMLAttributes<HTMLElement> {
  creator: string
  'base-url'?: string | undefined
  mode?: 'floating' | 'inline' | undefined
  theme?: 'light' | 'dark' | undefined
}

export type CoachWidgetElement = DetailedHTMLProps<CoachWidgetAttributes, HTMLElement>

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'coach-widget': CoachWidgetElement
    }
  }
}

export interface CoachWidgetProps extends Omit<CoachWidgetAttributes, 'base-url'> {
  /** Where the server is mounted; default `/coach`. */
  baseUrl?: string
  onOpen?: () => void
  onClose?: () => void
  /** A question was sent, or an answer ended. */
  onMessage?: (message: { role: 'user' | 'assistant'; text: string }) => void
}

/** The `<coach-widget>` element. Its code is loaded in the browser only, so it renders on a server too. */
export function CoachWidget({ baseUrl, onOpen, onClose, onMessage, ...rest }: CoachWidgetProps): ReactElement {
  const element = useRef<HTMLElement>(null)
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
  return createElement('coach-widget', { ...rest, 'base-url': baseUrl, ref: element })
}
