import type { CoachWidgetEventMap, CoachWidgetAttributes as OwnAttributes, CoachWidget as WidgetElement } from '@coachkit/widget'
import type { ReactCoachWidget } from '@coachkit/widget/react'
import type { HTMLAttributes } from 'react'
import { createElement, forwardRef, useEffect, useImperativeHandle, useRef } from 'react'

/** The element's events, by the name of their property. */
const events = {
  onReady: 'coach-ready',
  onOpen: 'coach-open',
  onClose: 'coach-close',
  onMessage: 'coach-message',
  onConversation: 'coach-conversation',
  onHandover: 'coach-handover',
  onForm: 'coach-form',
  onNudge: 'coach-nudge',
  onCitation: 'coach-citation',
  onFeedback: 'coach-feedback',
  onContrast: 'coach-contrast',
  onError: 'coach-error',
} as const satisfies Record<string, keyof CoachWidgetEventMap>

type Handlers = { [Name in keyof typeof events]?: (detail: CoachWidgetEventMap[(typeof events)[Name]]['detail']) => void }
type Identity = Parameters<WidgetElement['identify']>[0]

/** Attributes of the element itself, as in `<coach-widget creator="ana-lopez">`. */
export type CoachWidgetAttributes = Omit<HTMLAttributes<HTMLElement>, 'lang' | keyof typeof events> & OwnAttributes
export type CoachWidgetElement = ReactCoachWidget

export interface CoachWidgetProps extends Omit<CoachWidgetAttributes, 'base-url'>, Handlers {
  /** What the page says of where the visitor is; it goes along with each question. */
  context?: Parameters<WidgetElement['setContext']>[0]
  /** Who the visitor is: an identity token that your server signed, or a function that gets a fresh one, the latest of which is asked. */
  identity?: Identity
  /** Where the server is mounted; default `/coach`. */
  baseUrl?: string
}

/** The `<coach-widget>` element, to which a `ref` leads. Its code is loaded in the browser only, so it renders on a server too. */
export const CoachWidget = forwardRef<WidgetElement, CoachWidgetProps>(function CoachWidget({ baseUrl, context, identity, words, ...rest }, ref) {
  const element = useRef<WidgetElement>(null)
  useImperativeHandle(ref, () => element.current as WidgetElement)
  const latest = useRef({ handlers: rest as Handlers, identity })
  latest.current = { handlers: rest, identity }
  useEffect(() => {
    void import('@coachkit/widget')
    const off = new AbortController()
    // By hand: before React 19 a property of an element is no listener.
    for (const [name, type] of Object.entries(events) as [keyof Handlers, keyof CoachWidgetEventMap][])
      element.current?.addEventListener(type, (event) => (latest.current.handlers[name] as ((detail: unknown) => void) | undefined)?.(event.detail), {
        signal: off.signal,
      })
    return () => off.abort()
  }, [])
  const said = JSON.stringify(context)
  useEffect(() => whenDefined(element, (widget) => widget.setContext(said === undefined ? undefined : JSON.parse(said))), [said])
  const own = JSON.stringify(words)
  useEffect(() => {
    // Not a property of React: before version 19 it would be an attribute. The element finds it also where it was there first.
    if (element.current) element.current.words = own === undefined ? undefined : JSON.parse(own)
  }, [own])
  // A function is another one at each drawing: only whether there is one matters.
  const who = typeof identity === 'function' ? true : identity
  const before = useRef<typeof who>(undefined)
  useEffect(
    () =>
      whenDefined(element, (widget) => {
        if (who === before.current) return
        before.current = who
        widget.identify(who === true ? () => ask(latest.current.identity) : who)
      }),
    [who],
  )
  const attributes = Object.fromEntries(Object.entries(rest).filter(([name]) => !(name in events)))
  return createElement('coach-widget', { ...attributes, 'base-url': baseUrl, ref: element })
})

/** Does it once the element is what it is; nothing when it has gone meanwhile. Returns how to leave it. */
function whenDefined({ current }: { current: WidgetElement | null }, act: (widget: WidgetElement) => void): () => void {
  let gone = false
  void import('@coachkit/widget').then(() => gone || (current && act(current)))
  return () => {
    gone = true
  }
}

function ask(identity: Identity) {
  return typeof identity === 'function' ? identity() : identity
}
