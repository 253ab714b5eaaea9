/** Which part of a list. */
export interface Page {
  cursor?: string | undefined
  limit: number
}
export interface Paged<Item> {
  items: Item[]
  nextCursor?: string
}
