import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { webPage, website, websiteKind } from '../entities/website.js'
import { id, pageOf, pageQuery } from '../fields.js'

const byWebsite = z.object({ websiteId: id })
const path = '/v1/knowledge/websites'

export const websites = {
  add: defineRoute({
    method: 'POST',
    path,
    audience: 'member',
    summary: 'Read a page, or the pages of a sitemap, as material. The same address again changes how often it is read.',
    body: z.strictObject({
      address: z.string().check(z.trim(), z.minLength(1), z.maxLength(2000)),
      kind: z._default(websiteKind, 'page'),
      /** Hours between readings, 1 to 8,760; `null` or absent: only when asked. */
      refreshHours: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(8760)))),
    }),
    result: z.object({ website, duplicate: z.boolean() }),
    status: 201,
    idempotent: true,
    errors: ['VAL_001', 'WEBSITE_001', 'WEBSITE_010'],
  }),
  list: defineRoute({
    method: 'GET',
    path,
    audience: 'member',
    summary: "The creator's websites, newest first.",
    query: pageQuery,
    result: pageOf(website),
    errors: ['VAL_001'],
  }),
  get: defineRoute({
    method: 'GET',
    path: `${path}/{websiteId}`,
    audience: 'member',
    summary: 'How far the reading of a website is.',
    params: byWebsite,
    result: website,
    errors: ['RESOURCE_001'],
  }),
  pages: defineRoute({
    method: 'GET',
    path: `${path}/{websiteId}/pages`,
    audience: 'member',
    summary: 'Every page of a website with its document or the reason why it has none, by address.',
    params: byWebsite,
    query: pageQuery,
    result: pageOf(webPage),
    errors: ['VAL_001', 'RESOURCE_001'],
  }),
  refresh: defineRoute({
    method: 'POST',
    path: `${path}/{websiteId}/refresh`,
    audience: 'member',
    summary: 'Read a website again now. Pages that did not change are not read anew; one that is being read goes on.',
    params: byWebsite,
    result: website,
    errors: ['RESOURCE_001'],
  }),
  remove: defineRoute({
    method: 'DELETE',
    path: `${path}/{websiteId}`,
    audience: 'member',
    summary: 'Remove a website with the documents that were read of it.',
    params: byWebsite,
    errors: ['RESOURCE_001'],
  }),
}
