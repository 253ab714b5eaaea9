import type { Attachment } from '@coachkit/contract'
import { fileCall } from '../http/fetch-with-progress.js'
import type { ConversationHandle, WaitOptions } from './conversation-handle.js'
import type { Conversation } from './create-conversation.js'
import { newId, ownMessage } from './own-message.js'
import { retrying } from './retrying.js'

/** Files that people send each other. */
export function sentFiles(conversation: Conversation): Pick<ConversationHandle, 'attach' | 'sendFiles' | 'download' | 'retry'> {
  const retry = conversation.retry.bind(conversation)
  /** How to send again what was refused. */
  const again = new Map<string, (options?: WaitOptions) => Promise<void>>()
  const send = async (
    written: { clientMessageId: string; text: string; createdAt: string },
    attachments: readonly Attachment[],
    options?: WaitOptions,
  ): Promise<void> => {
    const { clientMessageId, text } = written
    const show = (refused?: true) => {
      const { conversationId = '' } = conversation.getSnapshot()
      const message = ownMessage({ ...written, conversation: conversationId, ...(refused ? { refused } : {}) }, conversationId)
      conversation.apply({ type: 'local', message: { ...message, attachments: [...attachments] } })
    }
    show()
    const body = { clientMessageId, text, attachments: attachments.map(({ id }) => id) }
    try {
      const { message } = await conversation.ask((call, params, signal) => retrying(() => call('messages.send', { params, body, signal }), { signal }), options)
      again.delete(clientMessageId)
      conversation.apply({ type: 'event', event: { type: 'message.created', message } })
    } catch (error) {
      again.set(clientMessageId, (later) => send(written, attachments, later))
      show(true)
      throw error
    }
  }
  let beginning: Promise<void> | undefined
  /** There is a conversation from now on. */
  const begun = async () => {
    await conversation.open()
    if (conversation.getSnapshot().conversationId !== undefined) return
    const { id } = await conversation.ask((call, _params, signal) => call('conversations.create', { signal }))
    conversation.opened({ conversationId: id })
  }
  return {
    async attach(file, { signal: given, ...details } = {}) {
      beginning ??= begun().finally(() => {
        beginning = undefined
      })
      await beginning
      // Why it was not taken is the caller's to show, beside the file.
      const { kept, error } = await conversation.ask<{ kept?: Attachment; error?: unknown }>(
        (call, params, signal) =>
          call('attachments.upload', { params, signal, ...fileCall(file, details) }).then(
            (attachment) => ({ kept: attachment }),
            (failure: unknown) => ({ error: failure }),
          ),
        { signal: given },
      )
      if (!kept) throw error
      return kept
    },
    sendFiles: ({ text = '', attachments }, options) =>
      send({ clientMessageId: newId(), text: text.trim(), createdAt: new Date().toISOString() }, attachments, options),
    download: (attachmentId, options) =>
      conversation.ask((call, params, signal) => call('attachments.download', { params: { ...params, attachmentId }, signal, file: true }), options),
    retry: (messageId, options) => again.get(messageId)?.(options) ?? retry(messageId, options),
  }
}
