import { expect, it } from 'vitest'
import { quickReplies } from './quick-replies.js'

it('reads what a message offers to say next from its end, and from nowhere else', () => {
  expect(quickReplies('The odds are 2.1 [1].\n\n[Show the odds](reply:)\n- [And tomorrow?](reply:) [1]\n')).toEqual({
    text: 'The odds are 2.1 [1].',
    replies: ['Show the odds', 'And tomorrow?'],
  })
  for (const text of ['[Show](reply:) them', '[Show](reply:)\nthem', '[Show](https://a.example)', '[](reply:)', 'plain', '', '\n\n'])
    expect(quickReplies(text)).toEqual({ text, replies: [] })
  expect(quickReplies('[Only this](reply:)')).toEqual({ text: '', replies: ['Only this'] })
  expect(quickReplies(['?', ...[1, 2, 3, 4, 5, 5].map((number) => `[${number}](reply:)`)].join('\n')).replies).toEqual(['1', '2', '3', '4'])
})

it('shows nothing of an offer that is being written', () => {
  const whole = 'They are 2.1.\n[Show the odds](reply:)'
  const shown = [...whole].map((_, index) => quickReplies(whole.slice(0, index + 1), { open: true }).text)
  expect(shown.filter((text) => text.includes('['))).toEqual([])
  expect(shown.at(-1)).toBe('They are 2.1.')
  // A source is no offer once more of the line is there.
  expect(quickReplies('They are\n[1] high', { open: true }).text).toBe('They are\n[1] high')
})

it('reads a hostile text in no time', () => {
  for (const text of ['['.repeat(50_000), `[${'a'.repeat(50_000)}](reply:)`, '\n'.repeat(50_000), ' [1]'.repeat(12_000), '[a](reply:)\n'.repeat(5000)])
    expect(quickReplies(text, { open: true }).replies.length).toBeLessThanOrEqual(4)
})
