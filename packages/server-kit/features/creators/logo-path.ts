import { routes } from '@coachkit/contract'
import type { CreatorRecord } from '../../ports/index.js'

/** Where a creator's logo is, below the mount path: somewhere new for each image, so that no cache shows the last one. */
export function logoPath({ slug, logoId }: Pick<CreatorRecord, 'slug' | 'logoId'>): string | undefined {
  return logoId === null ? undefined : `${routes.creators.logo.path.replace('{creator}', slug)}?v=${logoId}`
}
