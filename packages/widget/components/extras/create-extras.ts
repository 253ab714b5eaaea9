import type { Citation } from '@coachkit/contract'
import { loadWords } from '../../locales/extras/load-words.js'
import { plainText } from '../../markdown/plain-text.js'
import { endingOf } from '../message/message.js'
import { citationSheet } from './citation-sheet.js'
import { contrastOf, setContrast } from './contrast.js'
import { Dictation } from './dictation.js'
import type { Extras, ExtrasHost } from './extras.js'
import { extrasStyles } from './extras.styles.js'
import { historySheet } from './history-sheet.js'
import { menuButton, menuSheet } from './menu.js'
import { actionsTemplate, codeTemplate } from './message-actions.js'
import { countdown, dayTemplate } from './moments.js'
import { ReadAloud } from './read-aloud.js'
import { SheetStack } from './sheet.js'
import { shortcutOf, shortcutsSheet } from './shortcuts.js'
import { saveTranscript } from './transcript.js'
import { Unread } from './unread.js'

const styles = new CSSStyleSheet()
styles.replaceSync(extrasStyles)

/** Everything of the panel that its first use does without. */
export async function createExtras(host: ExtrasHost): Promise<Extras> {
  let words = await loadWords(host.input.language)
  const sheets = new SheetStack(host)
  const voice = new ReadAloud(() => void host.drawAll())
  const dictation = new Dictation(host)
  const unread = new Unread(host, () => words)
  let timer: ReturnType<typeof setTimeout> | undefined
  host.root.adoptedStyleSheets = [...host.root.adoptedStyleSheets, styles]
  setContrast(host.root.host, contrastOf())

  const openShortcuts = () => sheets.open({ title: words.shortcuts, body: () => shortcutsSheet(words) })
  const openHistory = () => historySheet({ host, words: () => words, sheets })
  const openMenu = () =>
    sheets.open({
      title: words.menu,
      body: () =>
        menuSheet({
          words,
          canSave: (host.conversation.snapshot?.messages.length ?? 0) > 0,
          contrast: contrastOf(),
          onHistory: () => void openHistory(),
          onSave: () => void saveTranscript({ host, words }).then(() => sheets.close()),
          onContrast: () => {
            setContrast(host.root.host, !contrastOf(), true)
            void host.draw()
          },
          onShortcuts: openShortcuts,
        }),
    })
  return {
    head: () => menuButton(words, openMenu),
    composer: () => dictation.template(words),
    actions: (message) => actionsTemplate({ message, words, voice, language: host.input.language }),
    code: (text) => codeTemplate({ text, words }),
    day: (previous, message) => dayTemplate({ previous, message, words, language: host.input.language }),
    overlay: () => sheets.template(words),
    countdown(retryAt) {
      clearTimeout(timer)
      timer = setTimeout(() => void host.draw(), 1000)
      return countdown(retryAt, host.input.language, words)
    },
    answered(message) {
      unread.add()
      return `${host.input.locale.answerReady}: ${plainText(message.text)} ${endingOf(message, host.input.locale) ?? ''}`.trim()
    },
    seen: () => unread.clear(),
    showCitation(citation: Citation, opener) {
      host.widget.emit('coach-citation', { citation })
      sheets.open(citationSheet(citation, host.input.locale), opener)
    },
    key(event) {
      const shortcut = shortcutOf(event)
      if (shortcut === 'shortcuts') openShortcuts()
      if (shortcut === 'history') void openHistory()
      if (shortcut === 'field') host.focusField()
      return shortcut !== undefined
    },
    async update() {
      words = await loadWords(host.input.language)
      await host.drawAll()
    },
    end() {
      clearTimeout(timer)
      voice.stop()
      dictation.stop()
      unread.end()
    },
  }
}
