/** Whether the vectors of large creators are searched through indexes of the database. */
export interface VectorIndexState {
  /** `none`: it cannot have any. `down`: one that should be there is not. */
  status: 'up' | 'down' | 'none'
  /** Why, in words for the operator. */
  reason?: string
}

/** Indexes that find the nearest vectors of a large creator without comparing all of them; each serves one creator and one embedder. */
export interface VectorIndexes {
  /** Whether the database can have any, as `migrate` found it. */
  readonly arePossible: boolean
  state(): Promise<VectorIndexState>
  /**
   * Makes the creator's index of this embedder, or brings it up to date with the stored vectors, and takes it into use in place of any
   * other. What a run that ended early has done stays done. `busy`: another run is at it. `none`: there can be none, of these vectors
   * or at all.
   */
  build(input: { creatorId: string; embedderId: string; signal: AbortSignal }): Promise<'ready' | 'busy' | 'none'>
  /** Does away with the creator's. */
  drop(input: { creatorId: string; signal: AbortSignal }): Promise<void>
  /** Creators that are searched in the database without the index that they should have. Does away with those of creators that are gone. */
  behind(input: { signal: AbortSignal }): Promise<string[]>
}
