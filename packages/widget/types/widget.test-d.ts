import type { Citation, MessageContext, WidgetConfig } from '@coachkit/contract'
import { expectTypeOf } from 'vitest'
import type { CoachWidget, CoachWidgetAttributes, CoachWidgetEventMap, WidgetWords } from '../index.js'

const widget = document.createElement('coach-widget')
expectTypeOf(widget).toEqualTypeOf<CoachWidget>()
expectTypeOf(widget.creator).toEqualTypeOf<string>()
expectTypeOf(widget.isOpen).toEqualTypeOf<boolean>()
expectTypeOf(widget.open).toEqualTypeOf<() => void>()
expectTypeOf(widget.send).toEqualTypeOf<(text: string) => Promise<void>>()
expectTypeOf(widget.setContext).toEqualTypeOf<(context?: MessageContext) => void>()
expectTypeOf(widget.preview).toEqualTypeOf<(config?: Partial<WidgetConfig>) => void>()
// @ts-expect-error a context is flat
widget.setContext({ product: { name: 'Blue shoes' } })

expectTypeOf(widget.words).toEqualTypeOf<WidgetWords | undefined>()
widget.words = { send: 'Ask', open: { es: 'Pregunta a Ana', en: 'Ask Ana' } }
// @ts-expect-error there is no such word
widget.words = { sned: 'Ask' }

widget.addEventListener('coach-message', ({ detail }) => expectTypeOf(detail.role).toEqualTypeOf<'user' | 'assistant' | 'member'>())
widget.addEventListener('coach-citation', ({ detail }) => expectTypeOf(detail).toEqualTypeOf<{ citation: Citation }>())
widget.addEventListener('coach-nudge', ({ detail }) => expectTypeOf(detail).toEqualTypeOf<{ id: string }>())
widget.addEventListener('coach-handover', ({ detail }) => expectTypeOf(detail.state).toEqualTypeOf<'coach' | 'requested' | 'person'>())
expectTypeOf<CoachWidgetEventMap>().toHaveProperty('coach-form')
expectTypeOf<CoachWidgetAttributes['mode']>().toEqualTypeOf<'floating' | 'inline' | 'page' | undefined>()
