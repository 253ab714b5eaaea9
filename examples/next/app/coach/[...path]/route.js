import { coach } from '../../../coach.js'

export const dynamic = 'force-dynamic'

/** Every route of the kit, below `/coach`. */
async function answer(request) {
  return (await coach).fetch(request, { mountPath: '/coach' })
}

export { answer as DELETE, answer as GET, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT }
