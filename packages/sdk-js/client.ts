import type { MessageContext } from '@coachkit/contract'
import type { ConversationHandle, WaitOptions } from './conversation/conversation-handle.js'
import { createHandle } from './conversation/create-handle.js'
import { held } from './conversation/outbox.js'
import { type CoachClientOptions, createCore, type EnsuredSession } from './core.js'
import type { ClientEmbedder } from './embeddings/client-embedder.js'
import { createQuestionVectors } from './embeddings/question-vectors.js'
import type { RouteKey } from './http/call-table.js'
import { calls } from './http/calls.js'
import { CoachClientError } from './http/client-error.js'
import type { CallInput, Http } from './http/create-http.js'
import { type DocumentDetails, fileCall, piecesOf, type UploadDetails } from './http/fetch-with-progress.js'
import { keptOutboxes } from './kept-outbox.js'
import { defaultSessionStore, type SessionStore, vouchedStore } from './session-store.js'
import { forget, vouchedSession } from './vouched-session.js'
import { watchInbox } from './watch-inbox.js'
import { watchDocuments, watchWebsites } from './watch-material.js'

/** What a client of everything takes. */
export interface ClientOptions extends CoachClientOptions {
  /** Embeds each question in the page where the server's health asks for it, within two seconds; else questions go by their words. */
  embedder?: ClientEmbedder
}
export type CoachClient = ReturnType<typeof createCoachClient>

/** A typed client of one CoachKit server. Each call is named as in the contract and takes `{ params?, query?, body?, signal? }`. */
export function createCoachClient(options: ClientOptions) {
  let context: MessageContext | undefined
  const { session, handles, core } = createSessionCore({ context: () => context, ...options })
  const { http, call, bound, ticket, realtime } = core
  /** For people who are not signed in yet: no session is begun for them. */
  const open =
    <Key extends RouteKey>(route: Key) =>
    (input: CallInput<Key>) =>
      http.call(route, input)
  return {
    session,
    /** Says where the visitor is: goes along with each message from now on, as data for the coach and its people. Nothing: no more. */
    setContext(value?: MessageContext): void {
      context = value
    },
    /** `login` gives the pair of tokens: give `accessToken` to a client of its own as `token`, and keep `refreshToken` for the next pair. */
    auth: {
      register: open('auth.register'),
      verifyEmail: open('auth.verifyEmail'),
      acceptInvitation: open('auth.acceptInvitation'),
      login: open('auth.login'),
      refresh: open('auth.refresh'),
      requestPasswordReset: open('auth.requestPasswordReset'),
      resetPassword: open('auth.resetPassword'),
      logout: bound('auth.logout'),
      me: bound('auth.me'),
      changePassword: bound('auth.changePassword'),
      signIns: bound('auth.signIns'),
      endSignIn: bound('auth.endSignIn'),
      verifyToken: bound('auth.verifyToken'),
    },
    creators: {
      profile: bound('creators.profile'),
      updateProfile: bound('creators.updateProfile'),
      allowedDomains: bound('creators.allowedDomains'),
      setAllowedDomains: bound('creators.setAllowedDomains'),
      answering: bound('creators.answering'),
      setAnswering: bound('creators.setAnswering'),
      uploadLogo: (image: Blob, { signal }: WaitOptions = {}) => call('creators.uploadLogo', { body: image, ...(signal ? { signal } : {}) }),
      removeLogo: bound('creators.removeLogo'),
      /** The address of the logo that a profile or a widget's configuration names, for an `<img crossorigin>`; `undefined` where there is none. */
      logoUrl: ({ logo }: { logo?: string | undefined }) => (logo === undefined ? undefined : `${options.baseUrl.replace(/\/$/, '')}${logo}`),
    },
    members: { list: bound('members.list'), invite: bound('members.invite'), setRole: bound('members.setRole'), remove: bound('members.remove') },
    apiKeys: { list: bound('apiKeys.list'), create: bound('apiKeys.create'), remove: bound('apiKeys.remove') },
    identity: { get: bound('identity.get'), update: bound('identity.update'), createKey: bound('identity.createKey'), removeKey: bound('identity.removeKey') },
    audit: { list: bound('audit.list'), verify: bound('audit.verify') },
    /** What visitors asked and the material does not cover. */
    questions: { unanswered: bound('questions.unanswered'), dismiss: bound('questions.dismiss') },
    /** How the coach speaks, and by which model. */
    persona: { get: bound('persona.get'), set: bound('persona.set'), validate: bound('persona.validate') },
    /** What the models took and cost. */
    usage: { get: bound('usage.get'), conversation: bound('usage.conversation') },
    /** For the platform's own people. */
    platform: {
      creators: bound('platform.creators'),
      setCreator: bound('platform.setCreator'),
      accounts: bound('platform.accounts'),
      setAccount: bound('platform.setAccount'),
      impersonate: bound('platform.impersonate'),
      endImpersonation: bound('platform.endImpersonation'),
      cleanup: bound('platform.cleanup'),
      /** The server that answers, in figures. */
      instance: bound('platform.instance'),
    },
    conversations: {
      create: bound('conversations.create'),
      list: bound('conversations.list'),
      get: bound('conversations.get'),
      /** What the coach goes by of what was said. */
      context: bound('conversations.context'),
      /** Puts a conversation away; `restore` brings it back. */
      archive: bound('conversations.archive'),
      restore: bound('conversations.restore'),
    },
    messages: {
      send: bound('messages.send'),
      list: bound('messages.list'),
      stop: bound('messages.stop'),
      retry: bound('messages.retry'),
      regenerate: bound('messages.regenerate'),
      edit: bound('messages.edit'),
      reply: bound('messages.reply'),
      get: bound('messages.get'),
      /** Says something about a message: intent, sentiment, topics, urgency and fields of your own. */
      describe: bound('messages.describe'),
      /** Puts a message away; `restore` brings it back. */
      archive: bound('messages.archive'),
      restore: bound('messages.restore'),
      search: bound('messages.search'),
    },
    /** For a page that asks through the AI SDK, whose own `stop` only leaves. */
    chat: { ask: bound('chat.ask'), messages: bound('chat.messages'), stop: bound('chat.stop') },
    /** Files that people send each other; in browsers `onProgress` follows the bytes that leave. */
    attachments: {
      upload: (conversationId: string, file: Blob, details?: UploadDetails) =>
        call('attachments.upload', { params: { conversationId }, ...fileCall(file, details) }),
      download: (input: CallInput<'attachments.download'>) => call('attachments.download', { ...input, file: true }),
    },
    /** What visitors think of answers. */
    feedback: { give: bound('feedback.give'), remove: bound('feedback.remove'), list: bound('feedback.list') },
    /** Conversations on their way from the coach to a person and back. */
    handover: {
      request: bound('handover.request'),
      accept: bound('handover.accept'),
      release: bound('handover.release'),
      settings: bound('handover.settings'),
      updateSettings: bound('handover.updateSettings'),
      /** Tells a member, live, of every conversation that asks for a person, is taken or given back, or has a message that only a person answers. Returns how to stop. */
      watch: watchInbox({ ticket, realtime }),
    },
    /** How far you have read, and that you write. */
    participants: { mark: bound('participants.mark'), typing: bound('participants.typing') },
    health: { get: (input: CallInput<'health.get'> = {}) => http.call('health.get', input) },
    widget: {
      config: ({ signal }: WaitOptions = {}) => http.call('widget.config', { params: { creator: options.creator ?? '' }, ...(signal ? { signal } : {}) }),
      settings: bound('widget.settings'),
      updateSettings: bound('widget.updateSettings'),
      embedCode: bound('widget.embedCode'),
    },
    knowledge: {
      /** `name` instead of the file's own. In browsers `onProgress` follows the bytes that leave; elsewhere it is not called. */
      upload: (file: Blob, details?: DocumentDetails) => call('knowledge.upload', { query: piecesOf(details), ...fileCall(file, details) }),
      /** A new version: the old one answers until it is ready. It is cut as that was unless told. */
      replace: (documentId: string, file: Blob, details?: DocumentDetails) =>
        call('knowledge.replace', { params: { documentId }, query: piecesOf(details), ...fileCall(file, details) }),
      list: bound('knowledge.list'),
      status: bound('knowledge.status'),
      retry: bound('knowledge.retry'),
      reprocess: bound('knowledge.reprocess'),
      cancel: bound('knowledge.cancel'),
      preview: bound('knowledge.preview'),
      passages: bound('knowledge.passages'),
      statistics: bound('knowledge.statistics'),
      remove: bound('knowledge.remove'),
      passage: bound('knowledge.passage'),
      search: bound('knowledge.search'),
      embeddings: bound('knowledge.embeddings'),
      updateEmbeddings: bound('knowledge.updateEmbeddings'),
      unembedded: bound('knowledge.unembedded'),
      storeVectors: bound('knowledge.storeVectors'),
      /** Tells of every document's progress, live or, without a connection, every few seconds. Returns how to stop. */
      watch: watchDocuments({ call, ticket, realtime }),
    },
    /** Pages of the web that are read as material, once or every so many hours. */
    websites: {
      add: bound('websites.add'),
      list: bound('websites.list'),
      get: bound('websites.get'),
      pages: bound('websites.pages'),
      refresh: bound('websites.refresh'),
      remove: bound('websites.remove'),
      /** Tells how far each website is, page by page, live or, without a connection, every few seconds. Returns how to stop. */
      watch: watchWebsites({ call, ticket, realtime }),
    },
    conversation(id?: string): ConversationHandle {
      const handle = createHandle(core.conversationDeps(id))
      handles.add(handle)
      return handle
    },
  }
}

/** The core, with sessions that the host may vouch for. */
function createSessionCore(options: ClientOptions) {
  const { identity, creator = '', embedder } = options
  const { anonymous, send } = keepOutbox(options, () => core.conversationDeps().outbox.move(held, held))
  const store = identity ? vouchedStore(anonymous) : anonymous
  const handles = new Set<ConversationHandle>()
  const reset = () => {
    // Before anything was loaded there is nothing to take away.
    for (const handle of handles) if (handle.getSnapshot().messages.length > 0) handle.startNew()
  }
  const vouched = identity && options.token === undefined ? vouchedSession({ identity, creator, anonymous, onOther: reset }) : undefined
  const makeVector = embedder && ((http: Http) => createQuestionVectors({ embedder, http }))
  const core = createCore({ ...options, ...(send ? { fetch: send } : {}), sessionStore: store, makeVector }, calls, vouched)
  return {
    core,
    handles,
    session: {
      ensure: core.ensure,
      /** Answers what the creator asks before a conversation (`form` of the configuration), in the version that was shown. */
      answerForm: core.bound('sessions.answerForm'),
      /** Asks `identity` again, after somebody signed in without a new page. */
      identify(): Promise<EnsuredSession> {
        core.renew()
        return core.ensure()
      },
      /** Ends the session of this browser and forgets everything of it, also when the server cannot be told. */
      async signOut(): Promise<void> {
        const token = store.get(core.key)
        forget(store, core.key)
        core.renew()
        reset()
        if (token) await unlessEnded(() => core.http.call('sessions.end', { token }))
      },
    },
  }
}

/** Where sessions and messages are kept. What is on its way is on the disk before anything is asked of the server. */
function keepOutbox(options: ClientOptions, onTaken: () => void): { anonymous: SessionStore; send?: typeof fetch } {
  if (options.sessionStore) return { anonymous: options.sessionStore }
  const base = defaultSessionStore()
  const kept = keptOutboxes(base, onTaken)
  if (!kept) return { anonymous: base }
  return { anonymous: kept.store, send: (input, init) => kept.settled().then(() => (options.fetch ?? fetch)(input, init)) }
}

/** What has ended already need not be ended. */
async function unlessEnded(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof CoachClientError && error.status === 401)) throw error
  }
}
