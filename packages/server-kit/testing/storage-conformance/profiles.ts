import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant } from './sample-tenant.js'

export function describeProfiles(storage: () => Storage): void {
  describe('profiles', () => {
    const at = new Date('2030-01-02T03:04:05.678Z')

    test('keep what is given and leave the rest', async () => {
      const { creatorId: id, slug, as } = await createSampleTenant(storage())
      const before = await as((tx) => tx.creators.profile(id))
      expect(before).toMatchObject({ id, slug, name: 'Sample', companyName: null, language: 'es', settings: {}, logoId: null, updatedAt: null })
      const settings = { a: ['ñ', null, { b: 1.5 }] }
      expect(await as((tx) => tx.creators.setProfile({ id, details: { settings }, at }))).toEqual({ ...before, settings, updatedAt: at })
      const named = await as((tx) => tx.creators.setProfile({ id, details: { companyName: 'S\0L', language: 'pt' }, at }))
      expect(named).toEqual({ ...before, settings, companyName: 'S\uFFFDL', language: 'pt', updatedAt: at })
      expect(await as((tx) => tx.creators.profile(id))).toEqual(named)
    })

    test('keep when the coach answers, field by field', async () => {
      const { creatorId: id, as } = await createSampleTenant(storage())
      expect(await as((tx) => tx.creators.find(id))).toMatchObject({ answering: {} })
      await as((tx) => tx.creators.setAnswering({ id, answering: { answerFrom: 0.25 } }))
      const both = { answerFrom: 0.25, emptyKnowledge: 'answer' }
      expect(await as((tx) => tx.creators.setAnswering({ id, answering: { emptyKnowledge: 'answer' } }))).toEqual(both)
      expect(await as((tx) => tx.creators.find(id))).toMatchObject({ answering: both })
      const other = await createSampleTenant(storage())
      expect(await other.as((tx) => tx.creators.setAnswering({ id, answering: { answerFrom: 0 } }))).toBeUndefined()
    })

    test('tell each who changes the logo which one was there', async () => {
      const { creatorId: id, as } = await createSampleTenant(storage())
      const logoIds = Array.from({ length: 8 }, () => randomUUID())
      const changes = await Promise.all(logoIds.map((logoId) => as((tx) => tx.creators.setLogo({ id, logoId, at }))))
      const last = (await as((tx) => tx.creators.profile(id)))?.logoId
      expect([...changes.map((change) => change?.previousLogoId), last].toSorted()).toEqual([null, ...logoIds].toSorted())
      expect(await as((tx) => tx.creators.setLogo({ id, logoId: null, at }))).toMatchObject({ previousLogoId: last, profile: { logoId: null, updatedAt: at } })
    })

    test('keep the widget’s settings beside the creator’s own, whichever is written', async () => {
      const { creatorId: id, as } = await createSampleTenant(storage())
      const before = await as((tx) => tx.creators.profile(id))
      if (!before) throw new Error('The sample has a creator')
      const widget = { ...before.widget, greeting: 'Otro "saludo"', suggestions: ['ñ'] }
      await as((tx) => tx.creators.setWidget({ id, widget }))
      const settings = { mine: [1] }
      await as((tx) => tx.creators.setProfile({ id, details: { settings }, at }))
      expect(await as((tx) => tx.creators.profile(id))).toEqual({ ...before, widget, settings, updatedAt: at })
      expect((await as((tx) => tx.creators.find(id)))?.widget).toEqual(widget)
    })

    test('of another tenant are neither seen nor changed', async () => {
      const [{ creatorId: id, as }, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const before = await as((tx) => tx.creators.profile(id))
      const found = await other.as(async (tx) => [
        await tx.creators.profile(id),
        await tx.creators.setProfile({ id, details: { name: 'Mine now' }, at }),
        await tx.creators.setLogo({ id, logoId: randomUUID(), at }),
        await tx.creators.setWidget({ id, widget: { greeting: '', placeholder: '', suggestions: [], primaryColor: '#000000', position: 'bottom-left' } }),
      ])
      expect(found).toEqual([undefined, undefined, undefined, undefined])
      expect(await as((tx) => tx.creators.profile(id))).toEqual(before)
    })
  })
}
