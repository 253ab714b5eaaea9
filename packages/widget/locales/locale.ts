/** Every word the panel says by itself. */
export interface Locale {
  assistant: string
  newConversation: string
  close: string
  conversation: string
  suggestions: string
  placeholder: string
  send: string
  stop: string
  retry: string
  thinking: string
  sending: string
  unsent: string
  failed: string
  exhausted: string
  interrupted: string
  stopped: string
  connecting: string
  reconnecting: string
  offline: string
  closed: string
  unavailable: string
  loading: string
  older: string
  sources: string
  source: string
  page: string
  you: string
  table: string
  code: string
  notice: string
}
