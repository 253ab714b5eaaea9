/** How a model's server does, by what came of its calls: so that one that is slow is told from one that hangs. */
export interface Pace {
  /** A call whose prompt has so many characters begins; returns how to note its end. `loaded`: the server says that it has the model in memory. */
  begin(characters: number, known?: { loaded: boolean }): () => void
  /** Something came from the model. */
  heard(): void
  /** So long it took to read a prompt of so many characters. */
  read(prompt: { ms: number; characters: number }): void
  /** Whether a call that began `waitedMs` ago and heard nothing may still be on its way, for all that is known. */
  mayBeOnItsWay(waitedMs: number): boolean
}

/** Ollama lets go of a model that nobody asks for five minutes, unless told otherwise; until it is loaded anew it says nothing. */
const keptMs = 240_000
const longestLoadMs = 300_000
/** Readings from which the slowest counts: what was said before in a conversation is not read again, and takes less time. */
const readings = 20
/** A prompt may take so many times as long as the slowest of late. */
const slack = 2

export function createPace(now = () => performance.now()): Pace {
  const underWay = new Set<{ characters: number }>()
  const msPerCharacter: number[] = []
  let askedAt: number | undefined
  let heardAt: number | undefined
  /** Since when it is being loaded, as far as nothing was heard. */
  let loadingSince: number | undefined
  return {
    begin(characters, { loaded } = { loaded: askedAt !== undefined && now() - askedAt < keptMs }) {
      const call = { characters }
      underWay.add(call)
      askedAt = now()
      if (!loaded) loadingSince = askedAt
      return () => {
        underWay.delete(call)
        askedAt = now()
      }
    },
    heard() {
      heardAt = now()
      loadingSince = undefined
    },
    read({ ms, characters }) {
      msPerCharacter.push(ms / Math.max(1, characters))
      if (msPerCharacter.length > readings) msPerCharacter.shift()
    },
    mayBeOnItsWay(waitedMs) {
      const time = now()
      if (loadingSince !== undefined && time - loadingSince < longestLoadMs) return true
      // Prompts are read one after another, and others may be answered first.
      const toRead = [...underWay].reduce((sum, { characters }) => sum + characters, 0)
      return (heardAt ?? 0) > time - waitedMs || waitedMs < slack * toRead * Math.max(0, ...msPerCharacter)
    },
  }
}
