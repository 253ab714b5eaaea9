import * as z from 'zod/mini'
import { binary, defineRoute } from '../define-route.js'
import { answeringSettings } from '../entities/answering-settings.js'
import { creatorProfile } from '../entities/creator-profile.js'
import { language, maxLogoBytes, slug } from '../fields.js'

const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(200))
const allowedDomains = z.object({ domains: z.array(z.string()) })

export const creators = {
  profile: defineRoute({
    method: 'GET',
    path: '/v1/creators/profile',
    audience: 'member',
    summary: 'All about the creator.',
    result: creatorProfile,
    errors: [],
  }),
  updateProfile: defineRoute({
    method: 'PUT',
    path: '/v1/creators/profile',
    audience: 'member',
    summary: 'Change what is given and leave the rest. `settings` is replaced whole: a JSON object of at most 16 KiB. `companyName: null` takes it away.',
    body: z.strictObject({
      name: z.optional(name),
      companyName: z.optional(z.nullable(name)),
      language: z.optional(language),
      settings: z.optional(z.record(z.string(), z.unknown())),
    }),
    result: creatorProfile,
    errors: ['VAL_001'],
  }),
  allowedDomains: defineRoute({
    method: 'GET',
    path: '/v1/creators/allowed-domains',
    audience: 'member',
    summary: 'The websites that may use the coach.',
    result: allowedDomains,
    errors: [],
  }),
  setAllowedDomains: defineRoute({
    method: 'PUT',
    path: '/v1/creators/allowed-domains',
    audience: 'member',
    summary: 'Say which websites may use the coach, at most 100, in place of those said before: `ana.example`, `*.ana.example` or `https://ana.example:8443`.',
    body: z.strictObject({ domains: z.array(z.string().check(z.maxLength(300))) }),
    result: allowedDomains,
    errors: ['VAL_001'],
  }),
  answering: defineRoute({
    method: 'GET',
    path: '/v1/creators/answering',
    audience: 'member',
    summary: 'When the coach answers.',
    result: answeringSettings,
    errors: [],
  }),
  setAnswering: defineRoute({
    method: 'PUT',
    path: '/v1/creators/answering',
    audience: 'member',
    summary: 'Say when the coach answers; what is left out stays.',
    body: z.partial(answeringSettings),
    result: answeringSettings,
    errors: ['VAL_001'],
  }),
  uploadLogo: defineRoute({
    method: 'POST',
    path: '/v1/creators/logo',
    audience: 'member',
    summary: 'Set the logo, in place of an earlier one: a PNG, JPEG, WebP or GIF image of at most 1 MiB.',
    body: 'multipart',
    maxBytes: maxLogoBytes,
    result: creatorProfile,
    errors: ['LOGO_001', 'LOGO_002', 'VAL_001', 'REQUEST_003', 'STORAGE_002'],
  }),
  removeLogo: defineRoute({
    method: 'DELETE',
    path: '/v1/creators/logo',
    audience: 'member',
    summary: 'Take the logo away.',
    errors: ['RESOURCE_001'],
  }),
  logo: defineRoute({
    method: 'GET',
    path: '/v1/creators/{creator}/logo',
    audience: 'public',
    summary: 'A creator’s logo.',
    params: z.object({ creator: slug }),
    result: binary('image/png', 'image/jpeg', 'image/webp', 'image/gif'),
    cacheSeconds: 300,
    errors: ['CREATOR_001', 'CREATOR_003', 'RESOURCE_001'],
  }),
}
