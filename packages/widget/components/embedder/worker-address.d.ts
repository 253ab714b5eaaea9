/** The address of a worker that the bundler makes of that file. */
declare module '@coachkit/sdk/embeddings/page-worker?worker&url' {
  const address: string
  // biome-ignore lint/style/noDefaultExport: the bundler gives it so.
  export default address
}
