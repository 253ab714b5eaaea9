import type { Language } from '@coachkit/contract'

/** The first of the candidates the widget speaks; tags such as `es-MX` count as `es`. */
export function chooseLanguage(candidates: readonly (string | null | undefined)[]): Language {
  for (const candidate of candidates) {
    const [primary] = /^(es|en|pt)\b/i.exec(candidate as string) ?? []
    if (primary) return primary.toLowerCase() as Language
  }
  return 'en'
}

/** What the launcher says before the panel, with its full locale, is loaded. */
export const launcherLabels: Record<Language, { open: string; close: string; failed: string }> = {
  es: { open: 'Abrir el chat', close: 'Cerrar el chat', failed: 'No se ha podido cargar el chat.' },
  en: { open: 'Open the chat', close: 'Close the chat', failed: 'The chat could not be loaded.' },
  pt: { open: 'Abrir o chat', close: 'Fechar o chat', failed: 'Não foi possível carregar o chat.' },
}
