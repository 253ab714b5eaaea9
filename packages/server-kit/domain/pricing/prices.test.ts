import { expect, it } from 'vitest'
import { costOf, defaultPrices } from './prices.js'

const million = { promptTokens: 1_000_000, completionTokens: 1_000_000 }

it.each([
  ['openai-compatible:gpt-4o-mini', 750_000],
  ['openai-compatible:gpt-4o-2024-08-06', 12_500_000],
  ['ai-sdk:openai/gpt-4.1-mini', 2_000_000],
  ['ai-sdk:claude-sonnet-4-5', 18_000_000],
  ['ollama:gpt-oss:20b', 0],
  ['extractive', 0],
  ['openai-compatible:gpt-4omega', undefined],
  ['openai-compatible:gpt-5-pro-2025-10-06', 135_000_000],
  ['openai-compatible:gpt-5-mini', 2_250_000],
  ['openai-compatible:gpt-5.4', undefined],
  ['openai-compatible:unknown', undefined],
])('a million tokens each way of %s cost %s', (model, microUsd) => {
  expect(costOf({ model, ...million }, defaultPrices)).toBe(microUsd)
})

it('a cost is rounded up, and a host’s price goes before the kit’s', () => {
  expect(costOf({ model: 'openai-compatible:gpt-4o-mini', promptTokens: 1, completionTokens: 0 }, defaultPrices)).toBe(1)
  const prices = { ...defaultPrices, 'openai-compatible:gpt-4o-mini': { prompt: 100_000, completion: 100_000 } }
  expect(costOf({ model: 'openai-compatible:gpt-4o-mini', ...million }, prices)).toBe(200_000)
})
