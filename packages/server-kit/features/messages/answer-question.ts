import { type AnswerDetails, CoachError, errorMessage, type Language, type Message, type Persona, type VisitorUser } from '@coachkit/contract'
import { coachIsSilent } from '../../domain/handover/coach-is-silent.js'
import { crisisAnswer } from '../../domain/handover/crisis.js'
import { personPhrases } from '../../domain/handover/person-phrases.js'
import { detectLanguage } from '../../domain/language/detect-language.js'
import { buildPrompt, dontKnow, isDontKnow, resolveCitations } from '../../domain/prompt/index.js'
import {
  AdapterError,
  type ConversationRecord,
  type GenerateRequest,
  type Job,
  type ModelCall,
  type QuestionVector,
  type StorageTx,
  type UsageReservation,
} from '../../ports/index.js'
import { readHistory } from '../conversations/index.js'
import { answeringOf } from '../creators/index.js'
import type { Passage } from '../knowledge/index.js'
import { answerDetails } from './answer-details.js'
import { endingOf, failureFields, mayPass } from './answer-failure.js'
import { releaseExchange, reserveExchange, rewritingOf, settleUsage } from './exchange-quota.js'
import { beginGeneration, type Generation, mostOf, tookOf } from './generate.js'
import { askForPerson, asksForPerson, offerPerson } from './handover-rules.js'
import type { MessageParts } from './message-parts.js'
import { modelTurn } from './model-turn.js'
import { offerTools } from './offer-tools.js'
import { onceLeft } from './once-left.js'
import { standaloneQuery } from './rewrite-question.js'
import { stopWriting } from './stop-answer.js'
import { summariseOlder } from './summarise-older.js'
import { answerTo, type WrittenTurn } from './write-answer.js'

/** Runs after a passing failure, while nothing of the answer has been shown. The model's own retries are part of a run. */
const attempts = 3

interface Turn extends WrittenTurn {
  beganAt: Date
  /** The same, of a clock that only goes forward. */
  began: number
  conversation: ConversationRecord
  question: Message
  /** As its client sent it. */
  questionVector: QuestionVector | undefined
  /** What no summary holds, oldest first. */
  history: Message[]
  /** What older turns were about. */
  summary: string | undefined
  persona: Persona
  /** Whom the host vouched for; read only where there are tools. */
  user: VisitorUser | undefined
  /** The call that wrote the question out, with what it took out of the quotas. */
  rewriting?: { generation: Generation; reserved: UsageReservation[] }
  /** The material does not cover the question. */
  uncovered?: true
}
type Settlement = Parameters<Parameters<Parameters<MessageParts['storage']['as']>[1]>[0]['messages']['settle']>[0]

/** retrieve → assemble → generate → resolve citations → settle. Rejects when the job is to be run again. */
export async function answerQuestion(parts: MessageParts, job: Job, signal: AbortSignal): Promise<void> {
  const turn = await loadTurn(parts, job)
  if (!turn) return
  // It was accepted, or handed back unanswered, after this was asked.
  if (coachIsSilent(turn.conversation)) return settle(parts, job, turn, { status: 'stopped', text: '', citations: [] })
  const stopped = new AbortController()
  parts.running.set(turn.answer.id, stopped)
  const ids = { creatorId: job.creatorId, conversationId: turn.answer.conversationId, messageId: turn.answer.id }
  const stop = () => stopWriting(parts, ids)
  parts.streams.begin({ ...ids, onStop: stop })
  const unwatch = onceLeft(parts, { creator: turn.creator, ...ids }, stop)
  try {
    const settlement = await compose(parts, turn, AbortSignal.any([signal, stopped.signal]))
    await settle(parts, job, turn, settlement)
    await rememberOlder(parts, turn, { ...turn.answer, text: settlement.text }, signal)
  } catch (error) {
    if (stopped.signal.aborted) return await settleStopped(parts, job, turn)
    if (signal.aborted) {
      // Ended on another instance; else this one is shutting down, and the next owner of the job writes the answer anew.
      if (await hasEnded(parts, turn)) return await settleStopped(parts, job, turn)
      throw error
    }
    await settleFailure(parts, job, turn, error)
  } finally {
    unwatch()
    parts.running.delete(turn.answer.id)
    parts.streams.end({ messageId: turn.answer.id })
  }
}

/** Never fails: the answer is given already. */
async function rememberOlder(parts: MessageParts, turn: Turn, answer: Message, signal: AbortSignal): Promise<void> {
  const { creator, question, history, summary } = turn
  const messages = [...history, question, answer]
  const older = { creator, answer, messages, earlier: summary, language: languageOf(turn), routing: routingOf(turn), signal }
  await summariseOlder(parts, older).catch((error: unknown) => {
    const reason = AdapterError.isInstance(error) || CoachError.isInstance(error) ? error.code : 'unexpected'
    parts.logger.warn('summary.failed', { creatorId: creator.id, messageId: answer.id, reason })
  })
}

/** The reader may ask for it again. Rejects when the database is away. */
export async function giveUpAnswer(parts: MessageParts, job: Job): Promise<void> {
  const turn = await loadTurn(parts, job)
  if (!turn) return
  await parts.storage.as({ creatorId: job.creatorId }, (tx) => releaseExchange(parts, { tx, answerId: turn.answer.id }))
  await settle(parts, job, turn, { status: 'interrupted', text: '', citations: [], errorCode: 'AI_004' })
}

async function loadTurn(parts: MessageParts, job: Job): Promise<Turn | undefined> {
  return parts.storage.as({ creatorId: job.creatorId }, async (tx) => {
    const answer = await tx.messages.find(job.subjectId)
    if (answer?.status !== 'pending' || !answer.replyTo) return undefined
    const creator = await tx.creators.find(job.creatorId)
    const question = await tx.messages.find(answer.replyTo)
    const conversation = await tx.conversations.find(answer.conversationId)
    if (!creator || !question || !conversation) return undefined
    const questionVector = parts.embedder?.client && (await tx.messages.vector({ messageId: question.id, embedderId: parts.embedder.id }))
    const { history, summary } = await readHistory(tx, { conversationId: answer.conversationId, before: question.offset })
    const persona = await tx.personas.get(job.creatorId)
    const user = parts.toolbox.empty ? undefined : await tx.sessions.user(conversation.sessionId)
    return {
      beganAt: parts.clock.now(),
      began: performance.now(),
      creator,
      conversation,
      question,
      questionVector,
      answer,
      history,
      summary: summary?.text,
      persona,
      user,
    }
  })
}

async function compose(parts: MessageParts, turn: Turn, signal: AbortSignal): Promise<Omit<Settlement, 'messageId'>> {
  const question = turn.question.text
  const cry = crisisAnswer(question, parts.crisis)
  if (cry !== undefined) {
    await askForPerson(parts, turn, 'crisis')
    return say({ text: cry })
  }
  const wantsPerson = asksForPerson(turn)
  if (wantsPerson) await askForPerson(parts, turn, 'keyword')
  const language = languageOf(turn)
  const inHistory = { question, history: turn.history, language, routing: routingOf(turn) }
  const query = await standaloneQuery(parts.languageModel, inHistory, { signal, begin: (request) => beginRewriting(parts, turn, request) })
  const { answerFrom, emptyKnowledge } = answeringOf(turn.creator)
  // A question that was written out is another than the one the vector is of.
  const questionVector = query === question ? turn.questionVector : undefined
  const found = await parts.retriever.search({ creatorId: turn.creator.id, query, questionVector, answerFrom, signal })
  const mayAnswerFreely = found.isEmpty && emptyKnowledge === 'answer' && !parts.languageModel.capabilities.quotesOnly
  const covered = found.answerable || mayAnswerFreely
  if (!covered && wantsPerson) return say({ text: personPhrases(language).requested })
  const { creator, conversation, user, answer } = turn
  const tools = offerTools(parts, { creatorId: creator.id, conversation, user, messageId: answer.id, language })
  if (!covered && !tools) return sayUnknown(parts, turn, found)
  const history = turn.history.map(modelTurn)
  const { persona, summary } = turn
  const { contextTokens } = parts.languageModel.capabilities
  const { context: page } = turn.question
  // What does not answer the question is no material for what tools say.
  const passages = covered ? found.passages : []
  const prompt = { coachName: creator.name, language, question, history, passages, persona, summary, page, contextTokens, freely: mayAnswerFreely }
  const request = buildPrompt({ ...prompt, ...(tools ? { tools: tools.descriptions } : {}) })
  const routing = { ...routingOf(turn), waitedMs: performance.now() - turn.began }
  const generation = await answerTo(parts, turn, { request: { ...request, routing }, tools, covered, signal })
  if (!covered && !generation.earlier) return sayUnknown(parts, turn, found)
  const { text, model, cached } = generation
  // It read what was found, and the answer is not there.
  if (isDontKnow(text)) turn.uncovered = true
  return { status: 'completed', ...cited(text, question, passages), confidence: found.confidence, model, ...(cached ? { cached } : {}) }
}

/** Neither the material nor a tool has an answer. */
async function sayUnknown(parts: MessageParts, turn: Turn, { isEmpty, confidence }: { isEmpty: boolean; confidence: number }): ReturnType<typeof compose> {
  const language = languageOf(turn)
  turn.uncovered = true
  const unknown = isEmpty ? errorMessage('AI_002', language) : dontKnow(language)
  const person = await offerPerson(parts, turn, language)
  const text = person === undefined ? unknown : `${unknown} ${person}`
  return say({ text, confidence, ...(isEmpty ? { errorCode: 'AI_002' } : {}) })
}

/** A sentence of the kit's own: it comes whole, at the end of the answer, and is not streamed. */
function say(said: Pick<Settlement, 'text' | 'confidence' | 'errorCode'>): Omit<Settlement, 'messageId'> {
  return { status: 'completed', citations: [], ...said }
}

function languageOf({ question, creator }: Turn): Language {
  return detectLanguage(question.text) ?? creator.language
}

function routingOf({ answer, persona }: Turn): { conversationId: string; model?: string } {
  return { conversationId: answer.conversationId, ...(persona.model === undefined ? {} : { model: persona.model }) }
}

async function beginRewriting(parts: MessageParts, turn: Turn, request: GenerateRequest): Promise<Generation> {
  const most = { ...mostOf(request, parts), exchanges: 0 }
  const reserved = await reserveExchange(parts, { creator: turn.creator, answerId: rewritingOf(turn.answer.id), most })
  const generation = beginGeneration(request, parts.languageModel)
  turn.rewriting = { generation, reserved }
  return generation
}

function cited(text: string, question: string, passages: Passage[]) {
  return resolveCitations({ text, question, passages })
}

async function settle(parts: MessageParts, job: Job, turn: Turn, settlement: Omit<Settlement, 'messageId'>): Promise<void> {
  parts.streams.end({ messageId: turn.answer.id })
  const details = detailsOf(parts, job, turn)
  const settled = await parts.storage.as({ creatorId: job.creatorId }, async (tx) => {
    const settled = await tx.messages.settle({ messageId: turn.answer.id, details, ...settlement })
    if (settled && turn.uncovered) await tx.unansweredQuestions.add({ messageId: turn.question.id })
    // An answer of which nothing was read costs nothing.
    await account(parts, tx, turn, settlement.text !== '')
    return settled
  })
  if (settled) parts.publish(turn.answer.conversationId, settled.events)
}

function detailsOf({ prices, languageModel, clock }: MessageParts, { attempt }: Job, turn: Turn): AnswerDetails {
  const { quotesOnly } = languageModel.capabilities
  return answerDetails({ ...turn, attempt, now: clock.now(), generation: turn.generation }, { prices, quotesOnly })
}

async function hasEnded({ storage }: MessageParts, { answer, creator }: Turn): Promise<boolean> {
  const found = await storage.as({ creatorId: creator.id }, (tx) => tx.messages.find(answer.id))
  return found?.status !== 'pending'
}

/** Whoever stopped it has settled the answer, or does now; the model was called for it, and how it came about is known here alone. */
async function settleStopped(parts: MessageParts, job: Job, turn: Turn): Promise<void> {
  const details = detailsOf(parts, job, turn)
  await parts.storage.as({ creatorId: turn.creator.id }, async (tx) => {
    await tx.messageNotes.setDetails({ messageId: turn.answer.id, details })
    await account(parts, tx, turn, true)
  })
}

/** Writes down what the model took and corrects the month's quotas by it. */
async function account(parts: MessageParts, tx: StorageTx, turn: Turn, counts: boolean): Promise<void> {
  const { generation, rewriting, reserved = [] } = turn
  await accountCall(parts, tx, { turn, generation, reserved, purpose: 'answer', counts, exchanges: Number(counts) })
  if (rewriting) await accountCall(parts, tx, { turn, ...rewriting, purpose: 'rewrite', counts: rewriting.generation.text !== '', exchanges: 0 })
}

interface AccountedCall {
  turn: Turn
  generation: Generation | undefined
  reserved: UsageReservation[]
  purpose: ModelCall['purpose']
  /** It is paid for, though the model did not say what it took. */
  counts: boolean
  exchanges: number
}

async function accountCall({ prices, languageModel }: MessageParts, tx: StorageTx, call: AccountedCall): Promise<void> {
  const { turn, generation, reserved, purpose, counts, exchanges } = call
  const { quotesOnly } = languageModel.capabilities
  const took = generation && (counts || generation.usage) ? tookOf(generation, { prices, quotesOnly }) : undefined
  if (took) await tx.modelCalls.add({ ...took, conversationId: turn.answer.conversationId, messageId: turn.answer.id, purpose })
  const { promptTokens = 0, completionTokens = 0, microUsd = 0 } = took ?? {}
  await settleUsage(tx, reserved, { exchanges, tokens: promptTokens + completionTokens, microUsd })
}

/** A model that failed before a word was shown is tried again; afterwards the reader decides, with what there is kept. */
async function settleFailure(parts: MessageParts, job: Job, turn: Turn, error: unknown): Promise<void> {
  const text = parts.streams.end({ messageId: turn.answer.id })
  if (!text && mayPass(error) && job.attempt < attempts) throw error
  const { creatorId, attempt } = job
  parts.logger.warn('answer.failed', { creatorId, messageId: turn.answer.id, attempt, ...failureFields(error, turn.generation) })
  await settle(parts, job, turn, { ...endingOf(error, text), text, citations: [] })
}
