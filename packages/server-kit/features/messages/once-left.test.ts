import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CreatorRecord } from '../../ports/index.js'
import { onceLeft } from './once-left.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watch(stopWhenLeftSeconds: number | null) {
  let tell: ((isRead: boolean) => void) | undefined
  const onLeft = vi.fn()
  const watchReaders = ({ onChange }: { onChange(isRead: boolean): void }) => {
    tell = onChange
    return () => {
      tell = undefined
    }
  }
  const creator = { answering: { stopWhenLeftSeconds } } as CreatorRecord
  const end = onceLeft({ watchReaders }, { creator, conversationId: 'c' }, onLeft)
  return { onLeft, end, isRead: (isRead: boolean) => tell?.(isRead), isWatched: () => tell !== undefined }
}

test('whoever reloads is back in time, whoever leaves for good is not', () => {
  const { onLeft, isRead } = watch(10)
  isRead(true)
  isRead(false)
  vi.advanceTimersByTime(9999)
  isRead(true)
  vi.advanceTimersByTime(60_000)
  expect(onLeft).not.toHaveBeenCalled()
  isRead(false)
  vi.advanceTimersByTime(10_000)
  expect(onLeft).toHaveBeenCalledTimes(1)
})

test('an answer that nobody reads is left alone, and so is one that has ended', () => {
  const { onLeft, isRead, end, isWatched } = watch(1)
  isRead(false)
  vi.advanceTimersByTime(60_000)
  isRead(true)
  isRead(false)
  end()
  vi.advanceTimersByTime(60_000)
  expect(onLeft).not.toHaveBeenCalled()
  expect(isWatched()).toBe(false)
})

test('where the creator does not say so nobody is watched', () => {
  expect(watch(null).isWatched()).toBe(false)
})
