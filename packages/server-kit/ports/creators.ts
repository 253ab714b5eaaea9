import type { AnsweringSettings, Creator, CreatorWidget, HandoverSettings, IdentitySettings, Language, Persona, Tier, WidgetConfig } from '@coachkit/contract'
import type { Page, Paged } from './page.js'

/** As they are kept: what a creator has not set follows the defaults. */
export type WidgetSettings = Pick<WidgetConfig, 'greeting' | 'placeholder' | 'suggestions' | 'primaryColor' | 'position'> &
  Partial<
    Omit<
      WidgetConfig,
      'creator' | 'name' | 'language' | 'logo' | 'hours' | 'launcher' | 'font' | 'form' | 'nudges' | 'direct' | 'responseDelayMs' | 'maxMessageLength'
    >
  > & {
    hours?: string
    launcher?: CreatorWidget['launcher']
    font?: CreatorWidget['theme']['font']
    responseDelayMs?: number
    /** Not set: as many as the host allows. */
    rateLimitPerMinute?: number
    form?: CreatorWidget['form']
    nudges?: CreatorWidget['nudges']
    /** ISO-8601, of the last change. */
    updatedAt?: string
  }
export interface CreatorRecord extends Creator {
  widget: WidgetSettings
  /** Websites that may use the coach, as the creator wrote them; `parseAllowedDomain` reads each. */
  allowedDomains: string[]
  tier: Tier
  /** Since when it is suspended: nobody reaches its coach then. */
  suspendedAt: Date | null
  createdAt: Date
  /** Whether visitors must be vouched for, and whether a user hash may do it. */
  identity: IdentitySettings
  /** What it has said of when its coach answers. */
  answering: Partial<AnsweringSettings>
  /** What it has said of who answers. */
  handover: Partial<HandoverSettings>
  /** Of the image that is the logo; another one for each. */
  logoId: string | null
}
/** What a creator says of itself. */
export interface CreatorDetails {
  name: string
  companyName: string | null
  language: Language
  settings: Record<string, unknown>
}
export interface ProfileRecord extends CreatorRecord, CreatorDetails {
  /** `null`: as it was created. */
  updatedAt: Date | null
}
export interface CreatorRepository {
  find(id: string): Promise<CreatorRecord | undefined>
  findBySlug(slug: string): Promise<CreatorRecord | undefined>
  /** Scope `setup`. The oldest first. */
  list(input: { limit: number }): Promise<CreatorRecord[]>
  /** Returns the existing creator when the slug is taken. */
  create(input: {
    slug: string
    name: string
    language: Language
    widget: WidgetSettings
    allowedDomains?: string[]
    tier?: Tier
    companyName?: string
  }): Promise<CreatorRecord>
  /** Scope of the creator. */
  profile(id: string): Promise<ProfileRecord | undefined>
  /** Scope of the creator. Changes what is given. */
  setProfile(input: { id: string; details: Partial<CreatorDetails>; at: Date }): Promise<ProfileRecord | undefined>
  /** Scope of the creator. Replaces the widget's settings. */
  setWidget(input: { id: string; widget: WidgetSettings }): Promise<void>
  /** Scope of the creator. Says which logo it had, to one of several that change it at once. */
  setLogo(input: { id: string; logoId: string | null; at: Date }): Promise<{ profile: ProfileRecord; previousLogoId: string | null } | undefined>
  /** Scope of the creator. Replaces its list; false when there is no such creator. */
  setAllowedDomains(input: { id: string; allowedDomains: string[] }): Promise<boolean>
  /** Scope `sign-in`. The lists of all creators that have one. */
  allowedDomains(): Promise<Pick<CreatorRecord, 'id' | 'slug' | 'allowedDomains'>[]>
  /** Scope `setup` or `accounts`. Returns the creator as it is now, if there is one. */
  setStanding(input: { id: string; tier?: Tier | undefined; active?: boolean | undefined }): Promise<CreatorRecord | undefined>
  /** Scope `accounts`. All of them, the oldest first. */
  page(page: Page): Promise<Paged<CreatorRecord>>
  /** Scope of the creator. Changes what is given; returns all that it has said. */
  setAnswering(input: { id: string; answering: Partial<AnsweringSettings> }): Promise<Partial<AnsweringSettings> | undefined>
  /** Scope of the creator. Changes what is given; returns all that it has said. */
  setHandover(input: { id: string; handover: Partial<HandoverSettings> }): Promise<Partial<HandoverSettings> | undefined>
  /** Scope of the creator. */
  setIdentity(input: { id: string } & IdentitySettings): Promise<void>
}

/** Scope of the creator. */
export interface PersonaRepository {
  get(creatorId: string): Promise<Persona>
  set(input: { creatorId: string; persona: Persona }): Promise<void>
}
