import { buildOpenApi } from '@coachkit/contract/openapi'
import { Hono } from 'hono'
import type { AppDeps, AppEnv } from './app-deps.js'
import { docsPage, docsPolicy, docsScript, docsStyle } from './docs-page.js'
import { errorResponse } from './error-response.js'
import { jsonAnswer } from './json-answer.js'
import { callerAddress, limitCall } from './limit-calls.js'
import { compressed } from './middleware/compressed.js'
import { cors } from './middleware/cors.js'
import { drainBody } from './middleware/drain-body.js'
import { requestId } from './middleware/request-id.js'
import { securityHeaders } from './middleware/security-headers.js'
import { mountGateway } from './mount-gateway.js'
import { mountRoutes } from './mount-routes.js'
import { widgetFile } from './widget-files.js'

/** The HTTP face: every route of the contract, the realtime fallbacks, the docs and the widget's files. */
export function createApp(deps: AppDeps): Hono<AppEnv> {
  const app = bareApp(deps)
  mountFiles(app, deps)
  mountGateway(app, deps)
  app.use(cors(deps.origins))
  app.all('/v1/realtime/:transport{http-stream|sse|emulation}', async (context) => {
    const transport = context.req.param('transport')
    const address = callerAddress(deps.limits, context)
    await limitCall({ limits: deps.limits, context, call: { route: `realtime.${transport}`, address } })
    const answer = await deps.realtime.fetch(context.req.raw, `/v1/realtime/${transport}`, address)
    return answer ?? context.notFound()
  })
  mountRoutes(app, deps)
  app.notFound((context) => errorResponse({ error: undefined, context, logger: deps.logger }))
  return app
}

/** What anybody may load: the docs, and the widget, which says itself when a page may not use it. */
function mountFiles(app: Hono<AppEnv>, deps: AppDeps): void {
  const headers = { 'cache-control': 'no-cache', 'content-security-policy': docsPolicy }
  const asset = (type: string, text: string) => () =>
    new Response(text, { headers: { ...headers, 'content-type': `${type}; charset=utf-8`, 'content-length': String(Buffer.byteLength(text)) } })
  app.get('/.well-known/jwks.json', async (context) => {
    context.header('cache-control', 'public, max-age=300')
    return jsonAnswer(context, await deps.jwks())
  })
  app.get('/openapi.json', (context) => jsonAnswer(context, buildOpenApi({ serverUrl: deps.mountPath || '/' })))
  app.get('/docs', asset('text/html', docsPage))
  app.get('/docs.js', asset('text/javascript', docsScript))
  app.get('/docs.css', asset('text/css', docsStyle))
  app.get('/:file{[\\w.-]+\\.(?:js|css|map)}', async (context) => (await widgetFile(context, deps.widgetDir, context.req.param('file'))) ?? context.notFound())
}

/** Stands in for a server that could not be opened: every request is refused, in the words for why. */
export function createUnavailableApp(deps: Pick<AppDeps, 'origins' | 'logger'> & { error: unknown }): Hono<AppEnv> {
  return bareApp(deps)
    .use(cors(deps.origins))
    .all('*', () => {
      throw deps.error
    })
}

function bareApp({ logger }: Pick<AppDeps, 'logger'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.use(requestId(), securityHeaders(), compressed(), drainBody())
  app.onError((error, context) => errorResponse({ error, context, logger }))
  return app
}
