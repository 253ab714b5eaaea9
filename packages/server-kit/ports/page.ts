export interface Page {
  cursor?: string | undefined
  limit: number
}
export interface Paged<Item> {
  items: Item[]
  nextCursor?: string
}
