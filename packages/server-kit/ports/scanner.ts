export interface ScanVerdict {
  verdict: 'clean' | 'infected'
  /** What it was found to be. */
  signature?: string
}

/** Looks for malware. Fails with AdapterError when it cannot tell; then nobody takes the file for clean. */
export interface Scanner {
  scan(bytes: AsyncIterable<Uint8Array>, options: { signal: AbortSignal }): Promise<ScanVerdict>
}
