import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const { settings, updateSettings, embedCode, config } = routes.widget
const baseUrl = 'https://ana.example/coach'
let server: TestServer
let widgetDir: string
beforeAll(async () => {
  widgetDir = await mkdtemp(join(tmpdir(), 'coachkit-widget-'))
  await writeFile(
    join(widgetDir, 'versions.json'),
    JSON.stringify({
      'widget.js': { file: 'widget-abc.js', integrity: 'sha384-x' },
      'widget.classic.js': { file: 'widget.classic-def.js', integrity: 'sha384-y' },
    }),
  )
  server = await startTestServer({ widgetDir })
}, 60_000)
afterAll(async () => {
  await server.close()
  await rm(widgetDir, { recursive: true })
})
const slugOf = async (token: string) => (await server.call(routes.creators.profile, { token })).slug

test('a new creator’s widget has the defaults; what is changed is changed, shown to visitors, and noted without what it says', async () => {
  const token = await server.person()
  const before = await server.call(settings, { token })
  expect(before).toMatchObject({
    isActive: true,
    position: 'bottom-right',
    theme: { primaryColor: '#007bff', secondaryColor: '#6c757d', backgroundColor: '#ffffff', textColor: '#212529', borderRadius: 8, font: 'system' },
    launcher: { icon: 'chat', size: 60, offsetX: 20, offsetY: 20 },
    rateLimitPerMinute: 10,
    behavior: { autoOpen: false, showTypingIndicator: true, responseDelayMs: 1000 },
    suggestions: [],
    hours: '',
    allowedDomains: [],
  })
  const changed = await server.call(updateSettings, {
    token,
    body: { theme: { primaryColor: '#A0C' }, behavior: { greeting: ' ¡Buenas! ' }, suggestions: ['¿Cuánto cuesta?'], hours: 'De lunes a viernes, de 9 a 14 h' },
  })
  expect(changed).toMatchObject({
    theme: { ...before.theme, primaryColor: '#aa00cc' },
    behavior: { ...before.behavior, greeting: '¡Buenas!' },
    suggestions: ['¿Cuánto cuesta?'],
  })
  expect(Date.parse(changed.updatedAt)).toBeGreaterThanOrEqual(Date.parse(before.updatedAt))
  expect(await server.call(settings, { token })).toEqual(changed)
  const shown = await server.call(config, { params: { creator: await slugOf(token) } })
  expect(shown).toMatchObject({ primaryColor: '#aa00cc', greeting: '¡Buenas!', hours: 'De lunes a viernes, de 9 a 14 h', active: true })
  expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['allowedDomains']))
  // What else the creator keeps stands beside it, and neither touches the other.
  await server.call(routes.creators.updateProfile, { token, body: { settings: { greeting: 'mine' } } })
  expect(await server.call(settings, { token })).toEqual(changed)
  // The same again is no change.
  expect(await server.call(updateSettings, { token, body: { theme: { primaryColor: '#aa00cc' } } })).toEqual(changed)
  const log = (await server.call(routes.audit.list, { token, query: { limit: 100 } })).items.filter(({ action }) => action === 'creator.widget_changed')
  expect(log.map(({ details }) => details)).toEqual([{ fields: 'suggestions hours greeting primaryColor' }])
})

test('a page learns of the launcher and the font where they are not as usual, and always of the delay', async () => {
  const token = await server.person()
  const creator = await slugOf(token)
  const usual = await server.call(config, { params: { creator } })
  expect(usual.responseDelayMs).toBe(1000)
  expect(usual).not.toHaveProperty('launcher')
  expect(usual).not.toHaveProperty('font')
  const changed = await server.call(updateSettings, { token, body: { launcher: { icon: 'heart', offsetY: 90 }, theme: { font: 'page' } } })
  expect(changed).toMatchObject({ launcher: { icon: 'heart', size: 60, offsetX: 20, offsetY: 90 }, theme: { font: 'page' } })
  expect(await server.call(config, { params: { creator } })).toMatchObject({ launcher: changed.launcher, font: 'page' })
  await server.call(updateSettings, { token, body: { launcher: { icon: 'chat', offsetY: 20 }, theme: { font: 'system' } } })
  expect(await server.call(config, { params: { creator } })).toEqual(usual)
  // Where it does not stand in a lower corner, a page has to place it.
  await server.call(updateSettings, { token, body: { position: 'middle-left' } })
  expect(await server.call(config, { params: { creator } })).toMatchObject({ position: 'middle-left', launcher: { icon: 'chat', size: 60 } })
  await server.call(updateSettings, { token, body: { position: 'bottom-left' } })
  expect(await server.call(config, { params: { creator } })).not.toHaveProperty('launcher')
})

test('a page that has the configuration already is told so, until it changes', async () => {
  const token = await server.person()
  const address = config.path.replace('{creator}', await slugOf(token))
  const shown = await server.request(address)
  const etag = shown.headers.get('etag') ?? ''
  expect([shown.status, etag, shown.headers.get('cache-control')]).toEqual([200, expect.stringMatching(/^"[\w-]+"$/), 'public, max-age=60'])
  for (const known of [etag, `W/${etag}`, `"a", ${etag}`]) {
    const again = await server.request(address, { headers: { 'if-none-match': known } })
    expect([again.status, await again.text(), again.headers.get('etag'), again.headers.get('cache-control')]).toEqual([304, '', etag, 'public, max-age=60'])
  }
  await server.call(updateSettings, { token, body: { behavior: { greeting: 'Otro saludo' } } })
  const changed = await server.request(address, { headers: { 'if-none-match': etag } })
  expect(changed.status).toBe(200)
  expect(await changed.json()).toMatchObject({ greeting: 'Otro saludo' })
  expect(changed.headers.get('etag')).not.toBe(etag)
})

test.each<[string, unknown]>([
  ['theme.primaryColor', { theme: { primaryColor: 'red; background: url(https://evil.test)' } }],
  ['theme.borderRadius', { theme: { borderRadius: 51 } }],
  ['behavior.responseDelayMs', { behavior: { responseDelayMs: 5001 } }],
  ['launcher.size', { launcher: { size: 43 } }],
  ['launcher.offsetX', { launcher: { offsetX: 201 } }],
  ['an image from elsewhere', { launcher: { icon: 'https://evil.test/pixel.png' } }],
  ['rateLimitPerMinute', { rateLimitPerMinute: 0 }],
  ['suggestions', { suggestions: ['a', 'b', 'c', 'd', 'e'] }],
  ['embedCode', { embedCode: '<script>' }],
])('what is out of bounds is refused: %s', async (_, body) => {
  const token = await server.person()
  await expectRefusal(
    await server.request(updateSettings.path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), token }),
    'VAL_001',
  )
})

test('the code to paste names the creator and the server, escapes both, and a fixed version with its integrity', async () => {
  const token = await server.person()
  const slug = await slugOf(token)
  expect(await server.call(embedCode, { token, query: { baseUrl: `${baseUrl}/`, version: 'latest' } })).toEqual({
    code: `<script async type="module" src="${baseUrl}/widget.js"></script>\n<coach-widget creator="${slug}"></coach-widget>`,
    classic: `<script async data-creator="${slug}" src="${baseUrl}/widget.classic.js"></script>`,
  })
  // What the launcher looks like before it has asked is in the code; one that is a creator's own waits.
  await server.call(updateSettings, { token, body: { theme: { primaryColor: '#aa2200' }, position: 'bottom-left' } })
  const named = await server.call(embedCode, { token, query: { baseUrl, version: 'latest' } })
  expect(named.code).toContain(`<coach-widget creator="${slug}" color="#aa2200" left></coach-widget>`)
  expect(named.classic).toContain(`<script async data-creator="${slug}" data-color="#aa2200" data-left src=`)
  await server.call(updateSettings, { token, body: { launcher: { icon: 'heart' } } })
  expect((await server.call(embedCode, { token, query: { baseUrl, version: 'latest' } })).code).toContain('color="#aa2200" left off></coach-widget>')
  const fixed = await server.call(embedCode, { token, query: { baseUrl, version: 'fixed' } })
  expect(fixed.code).toContain(`src="${baseUrl}/widget-abc.js" integrity="sha384-x" crossorigin="anonymous"`)
  expect(fixed.classic).toContain('widget.classic-def.js" integrity="sha384-y"')
  const hostile = await server.call(embedCode, { token, query: { baseUrl: 'https://ana.example/"></script><script>alert(1)//', version: 'latest' } })
  expect(hostile.code).not.toContain('"></script><script>alert')
  for (const wrong of ['javascript:alert(1)', 'coach'])
    await expectRefusal(await server.request(`${embedCode.path}?baseUrl=${encodeURIComponent(wrong)}`, { token }), 'VAL_001')
})
