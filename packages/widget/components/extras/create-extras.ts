import type { Citation } from '@coachkit/contract'
import type { ThreadMessage } from '@coachkit/sdk'
import { nothing } from 'lit/html.js'
import { loadWords } from '../../locales/extras/load-words.js'
import { plainText } from '../../markdown/plain-text.js'
import { endingOf } from '../message/message.js'
import { adopt } from './adopt.js'
import { createAnnouncer } from './announcer.js'
import { citationSheet } from './citation-sheet.js'
import { contrastOf, setContrast } from './contrast.js'
import { contrastStyles } from './contrast.styles.js'
import { Dictation } from './dictation.js'
import type { Extras, ExtrasHost } from './extras.js'
import { extrasStyles } from './extras.styles.js'
import { headLogoStyles, showLogo } from './head-logo.js'
import { historySheet } from './history-sheet.js'
import { LaterEmbedder } from './later-embedder.js'
import { laterFiles } from './later-files.js'
import { Marks } from './marks.js'
import { menuButton, menuSheet } from './menu.js'
import { actionsTemplate, codeTemplate, questionActions } from './message-actions.js'
import { countdown, dayTemplate } from './moments.js'
import { Newest } from './newest.js'
import { showOlder } from './older.js'
import { opinionTemplate } from './opinion.js'
import { PageEvents } from './page-events.js'
import { PageWords } from './page-words.js'
import { Person } from './person.js'
import { QuickReplies } from './quick-replies.js'
import { ReadAloud } from './read-aloud.js'
import { Renewal } from './renewal.js'
import { maxLength, Room } from './room.js'
import { SheetStack } from './sheet.js'
import { shortcutOf, shortcutsSheet } from './shortcuts.js'
import { Talk } from './talk.js'
import { textSheet } from './text-sheet.js'
import { saveTranscript } from './transcript.js'
import { TypingDelay } from './typing-delay.js'
import { UnderWay } from './under-way.js'
import { Unread } from './unread.js'
import { Versions } from './versions.js'

const styles = new CSSStyleSheet()
styles.replaceSync(extrasStyles + contrastStyles + headLogoStyles)

/** Everything of the panel that its first use does without. */
export async function createExtras(host: ExtrasHost): Promise<Extras> {
  const ownWords = async () => {
    const { language, reword } = host.input
    return reword(await loadWords(language), language)
  }
  let words = await ownWords()
  const sheets = new SheetStack(host)
  const voice = new ReadAloud(() => void host.drawAll())
  const dictation = new Dictation(host)
  const delay = new TypingDelay(host)
  const unread = new Unread(host, () => words)
  const newest = new Newest()
  const announcer = createAnnouncer(host.root)
  const parts = { host, sheets, talk: new Talk(host), words: () => words, announce: announcer.announce }
  const person = new Person(parts)
  const versions = new Versions(parts)
  const marks = new Marks(parts)
  const events = new PageEvents(host)
  const pageWords = new PageWords(host)
  const underWay = new UnderWay({ ...parts, unsay: announcer.unsay })
  const replies = new QuickReplies(parts)
  const renewal = new Renewal(parts)
  const embedder = new LaterEmbedder(parts)
  const room = new Room(parts)
  const most = () => maxLength(host.input.config, person.isHeld)
  const fits = () => host.draft.trim().length <= most()
  const files = laterFiles({ ...parts, person, fits })
  let timer: ReturnType<typeof setTimeout> | undefined
  adopt(host.root, styles)
  setContrast(host.root.host, contrastOf())

  const messages = () => host.conversation.snapshot?.messages ?? []
  const openShortcuts = () => sheets.open({ title: words.shortcuts, body: () => shortcutsSheet(words) })
  const openHistory = () => historySheet({ host, words: () => words, sheets })
  const openMenu = () =>
    sheets.open({
      title: words.menu,
      body: () =>
        menuSheet({
          words,
          canSave: messages().length > 0,
          contrast: contrastOf(),
          onHistory: () => void openHistory(),
          onSave: () => void saveTranscript({ host, words }).then(() => sheets.close()),
          onContrast: () => {
            setContrast(host.root.host, !contrastOf(), true)
            void host.draw()
          },
          onShortcuts: openShortcuts,
          onPerson: person.mayAsk ? () => void person.ask().then(sheets.close) : undefined,
        }),
    })
  const openEdit = ({ id, text }: ThreadMessage, opener: HTMLElement) => {
    const onDone = async (changed: string) => {
      // A failure is in the banner, and the words stay in the field.
      events.editing(id)
      const asked = await parts.talk.current?.edit(id, { text: changed }).then(
        () => true,
        () => false,
      )
      if (!asked) return events.notEdited(id)
      events.follow()
      await sheets.close()
    }
    const sheet = textSheet({ title: words.edit, label: words.edit, action: words.ask, text, most: most(), room: new Room(parts), draw: host.draw, onDone })
    void sheets.open(sheet, opener)
  }
  /** One that holds now, of the last exchange; what comes after it hides what may be done only with the last. */
  const isLast = (message: ThreadMessage) =>
    !message.supersededBy &&
    messages()
      .slice(-2)
      .some(({ id }) => id === message.id)
  return {
    head: () => [person.head(), menuButton(words, openMenu)],
    ready: () => host.draft.trim() !== '' && fits(),
    tray: () => [embedder.line(), files()?.tray(), sheets.current ? nothing : room.line(host.draft, most())],
    composer: () => [files()?.button(), dictation.template(words)],
    actions(message) {
      const ofVersions = versions.template(message)
      if (message.role === 'user') {
        const edit = isLast(message) ? (event: Event) => openEdit(message, event.currentTarget as HTMLElement) : undefined
        return [files(message)?.files(message), marks.template(message), questionActions({ words, versions: ofVersions, edit })]
      }
      const holds = message.role === 'assistant' && !message.supersededBy
      const rewrite = () => void parts.talk.current?.regenerate(message.id).catch(() => undefined)
      const ofFiles = files(message)?.files(message)
      if (!message.text) return ofFiles
      const actions = actionsTemplate({
        ...{ message, words, voice, language: host.input.language, versions: ofVersions },
        opinion: holds ? opinionTemplate(parts, message) : nothing,
        rewrite: holds && isLast(message) && message.status === 'completed' ? rewrite : undefined,
      })
      return [ofFiles, actions]
    },
    code: (text) => codeTemplate({ text, words }),
    above: (previous, message) => [
      dayTemplate({ previous, message, words, language: host.input.language }),
      renewal.above(previous),
      person.above(previous, message),
    ],
    newest(atEnd) {
      marks.tell(atEnd)
      return newest.template({ messages: messages(), atEnd, words, toEnd: host.toEnd })
    },
    shown: (all) => replies.shown(versions.shown(delay.shown(all))),
    after: () => [renewal.after(), underWay.after(), person.after(), replies.after(), files()?.overlay()],
    said: () => person.said(),
    overlay() {
      showLogo(host.root, host.input)
      events.follow()
      pageWords.follow()
      person.follow()
      marks.follow()
      renewal.follow()
      underWay.follow()
      return sheets.template(words)
    },
    explain({ code, message, retryAt }) {
      // A page's visitor knows nothing of tokens; whom the page vouches for signs in there.
      if (/^AUTH_00[126]$/.test(code)) return words.signedOut
      if (retryAt === undefined) return undefined
      clearTimeout(timer)
      timer = setTimeout(() => void host.draw(), 1000)
      return `${message} ${countdown(retryAt, host.input.language, words)}`
    },
    async answered(message) {
      await delay.until(message)
      unread.add()
      const { locale } = host.input
      return `${message.author ?? words.answerReady}: ${plainText(message.text)} ${endingOf(message, locale) ?? ''}`.trim()
    },
    seen() {
      unread.clear()
      void sheets.leave()
    },
    showOlder: () => showOlder(host),
    showCitation(citation: Citation, opener) {
      host.widget.emit('coach-citation', { citation })
      sheets.open(citationSheet(citation, { locale: host.input.locale, words }), opener)
    },
    key(event) {
      const shortcut = shortcutOf(event)
      if (shortcut === 'shortcuts') openShortcuts()
      if (shortcut === 'history') void openHistory()
      if (shortcut === 'field') host.focusField()
      return shortcut !== undefined
    },
    async update() {
      words = await ownWords()
      await host.drawAll()
    },
    end() {
      clearTimeout(timer)
      delay.end()
      voice.stop()
      dictation.stop()
      files()?.end()
      unread.end()
      marks.end()
      embedder.end()
      pageWords.end()
      announcer.end()
    },
  }
}
