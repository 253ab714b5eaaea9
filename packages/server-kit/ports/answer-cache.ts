/** What a model wrote for a request, kept for the same request of the same creator. */
export interface CachedAnswer {
  text: string
  /** The one that wrote it, as `adapter:model`. */
  model: string
}
export interface AnswerCacheRepository {
  /** One that has not expired. */
  find(key: string): Promise<CachedAnswer | undefined>
  /** In place of what was there. Of a creator's answers the `most` youngest stay. */
  put(input: { key: string; expiresAt: Date; most: number } & CachedAnswer): Promise<void>
}
