import type { SvelteHTMLElements } from 'svelte/elements'
import { expectTypeOf } from 'vitest'
import type { SvelteCoachWidget } from './svelte.js'

expectTypeOf<SvelteHTMLElements['coach-widget']>().toEqualTypeOf<SvelteCoachWidget>()
const markup: SvelteHTMLElements['coach-widget'] = {
  creator: 'ana',
  'base-url': '/coach',
  mode: 'inline',
  class: 'chat',
  'oncoach-message': ({ detail }) => expectTypeOf(detail.role).toEqualTypeOf<'user' | 'assistant' | 'member'>(),
}
expectTypeOf(markup).toExtend<{ creator: string }>()
// @ts-expect-error whose coach it is has to be said
expectTypeOf<{ mode: 'page' }>().toExtend<SvelteHTMLElements['coach-widget']>()
// @ts-expect-error there is no such theme
expectTypeOf<{ creator: 'ana'; theme: 'blue' }>().toExtend<SvelteHTMLElements['coach-widget']>()
