import type { Language } from '@coachkit/contract'

/** The first of the candidates the widget speaks; tags such as `es-MX` count as `es`. */
export function chooseLanguage(candidates: readonly (string | null | undefined)[]): Language {
  return (/(^|,)(es|en|pt)\b/i.exec(candidates.join())?.[2]?.toLowerCase() as Language | undefined) ?? 'en'
}

/** What the launcher says before the panel, with its full locale, is loaded. */
export const launcherLabels: Record<Language, [open: string, close: string, failed: string]> = {
  es: ['Abrir el chat', 'Cerrar el chat', 'No se pudo cargar el chat.'],
  en: ['Open the chat', 'Close the chat', 'The chat could not be loaded.'],
  pt: ['Abrir o chat', 'Fechar o chat', 'Não foi possível carregar o chat.'],
}
