import { expectTypeOf } from 'vitest'
import type { GlobalComponents } from 'vue'
import type { CoachWidget } from '../index.js'
import type { VueCoachWidget } from './vue.js'

expectTypeOf<GlobalComponents['coach-widget']>().toEqualTypeOf<VueCoachWidget>()
type Element = InstanceType<GlobalComponents['coach-widget']>
expectTypeOf<Element>().toExtend<CoachWidget>()
expectTypeOf<Element['$props']>().toExtend<{ creator: string; mode?: 'floating' | 'inline' | 'page' | undefined }>()
expectTypeOf<{ creator: 'ana'; 'base-url': '/coach'; theme: 'dark'; class: 'chat' }>().toExtend<Element['$props']>()
// @ts-expect-error whose coach it is has to be said
expectTypeOf<{ mode: 'page' }>().toExtend<Element['$props']>()
declare const element: Element
element.$emit('coach-nudge', new CustomEvent('coach-nudge', { detail: { id: 'prices' } }))
// @ts-expect-error there is no such event
element.$emit('coach-nothing', new CustomEvent('coach-nothing'))
