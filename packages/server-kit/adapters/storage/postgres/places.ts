import { AdapterError, type PoolFigures } from '../../../ports/index.js'

/** Connections that work takes turns on. */
export interface Places {
  /** Runs work once there is a place for it. Fails when nobody in front has moved for `stuckMs`. */
  hold<Result>(work: () => Promise<Result>): Promise<Result>
  /** How it is now. */
  figures(): PoolFigures
}

interface Waiting {
  enter(): void
  refuse(error: AdapterError): void
}

/**
 * As many at once as there are connections. Whoever waits does so for as long as the queue moves, however long it is; when all places are
 * held and none becomes free, those who wait are told so instead of piling up behind.
 */
export function createPlaces({ adapter, places, stuckMs }: { adapter: string; places: number; stuckMs: number }): Places {
  const waiting: Waiting[] = []
  let free = places
  let timer: NodeJS.Timeout | undefined

  const watch = () => {
    clearTimeout(timer)
    timer = waiting.length > 0 ? setTimeout(refuseAll, stuckMs) : undefined
  }
  const refuseAll = () => {
    const message = 'All connections to the database are taken, and none becomes free.'
    for (const each of waiting.splice(0)) each.refuse(new AdapterError({ adapter, code: 'busy', retryable: true, message }))
  }
  const leave = () => {
    const next = waiting.shift()
    if (next) next.enter()
    else free += 1
    watch()
  }
  const enter = () =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ enter: resolve, refuse: reject })
      if (!timer) watch()
    })

  return {
    async hold(work) {
      if (free > 0) free -= 1
      else await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
    figures: () => ({ size: places, used: places - free, waiting: waiting.length }),
  }
}
