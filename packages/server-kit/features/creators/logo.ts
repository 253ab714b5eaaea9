import { randomUUID } from 'node:crypto'
import { CoachError, type CreatorProfile, maxLogoBytes, type ServedFile } from '@coachkit/contract'
import { bytesOf, streamOf } from '../../domain/bytes/byte-stream.js'
import { imageType } from '../../domain/creator/image-type.js'
import type { BlobStore, Clock, Logger, Principal, ProfileRecord, Storage } from '../../ports/index.js'
import { actorOf } from '../audit/index.js'
import { activeCreator } from './active-creator.js'
import { mustExist, profileOf } from './profile.js'

export interface LogoParts {
  storage: Storage
  blobStore: BlobStore
  clock: Clock
  logger: Logger
}

/** Keeps an image as the creator's logo; the one before goes once this one is there. */
export async function uploadLogo(parts: LogoParts, principal: Principal, content: AsyncIterable<Uint8Array>): Promise<CreatorProfile> {
  // The route's cap is a little more than a logo's.
  const bytes = await bytesOf(content)
  if (bytes.length > maxLogoBytes) throw new CoachError('LOGO_002')
  if (!imageType(bytes)) throw new CoachError('LOGO_001')
  const logoId = randomUUID()
  const key = blobKey(principal.creatorId, logoId)
  await parts.blobStore.put(key, streamOf(bytes))
  try {
    return profileOf(await setLogo(parts, principal, logoId))
  } catch (error) {
    await forget(parts, key)
    throw error
  }
}

export async function removeLogo(parts: LogoParts, principal: Principal): Promise<void> {
  await setLogo(parts, principal, null)
}

/** The image itself, for everybody. */
export async function readLogo({ storage, blobStore }: Pick<LogoParts, 'storage' | 'blobStore'>, slug: string): Promise<ServedFile> {
  const { id, logoId } = await activeCreator({ storage, slug })
  const file = logoId === null ? undefined : await blobStore.get(blobKey(id, logoId))
  const bytes = file && (await bytesOf(file))
  const type = bytes && imageType(bytes)
  if (logoId === null || !bytes || !type) throw new CoachError('RESOURCE_001')
  return { type, bytes, tag: logoId }
}

async function setLogo(parts: LogoParts, principal: Principal, logoId: string | null): Promise<ProfileRecord> {
  const { creatorId } = principal
  const { profile, previousLogoId } = await parts.storage.as({ creatorId }, async (tx) => {
    const at = parts.clock.now()
    const set = mustExist(await tx.creators.setLogo({ id: creatorId, logoId, at }))
    if (logoId === null && set.previousLogoId === null) throw new CoachError('RESOURCE_001')
    const action = logoId === null ? 'creator.logo_removed' : 'creator.logo_changed'
    await tx.audit.append({ creatorId, entry: { actor: actorOf(principal), action, subject: `creator:${creatorId}`, details: {} }, at })
    return set
  })
  if (previousLogoId !== null) await forget(parts, blobKey(creatorId, previousLogoId))
  return profile
}

/** A file that nothing names any more; the change that left it behind has been made. */
async function forget({ blobStore, logger }: LogoParts, key: string): Promise<void> {
  await blobStore.remove(key).catch(() => logger.warn('creators.file_left_behind', { key }))
}

function blobKey(creatorId: string, logoId: string): string {
  return `${creatorId}-logo-${logoId}`
}
