import type { MessageClient } from '@coachkit/contract'
import { networkOf } from '../client-address/network-of.js'
import { nameProgram } from './name-program.js'

/** What a call says of where it comes from, as it came. */
export interface CallSource {
  /** The page it calls from, as its browser names it (the `Origin` header): absent where a program calls. */
  page?: string | undefined
  /** The caller's program, as it calls itself (the `User-Agent` header). */
  device?: string | undefined
  /** As `clientAddress` gives it. */
  address?: string | undefined
}

/** Of a `User-Agent` header: what is read of it. */
export function deviceOf(header: string | null | undefined): string | undefined {
  return header?.slice(0, longestDevice)
}

/** Characters; browsers need less. */
const longestDevice = 200

/** Browsers of phones and tablets, and what apps on them call with. */
const mobile = /\b(?:Mobi|Mobile|Android|iPhone|iPad|CFNetwork|okhttp|Dart)\b/

/** No more of it than tells a page, an app and a program apart: no version that only one has, no single address. */
export function describeClient({ page, device, address }: CallSource): MessageClient {
  const userAgent = device === undefined ? undefined : nameProgram(device)
  const network = address === undefined ? undefined : networkOf(address)
  return {
    platform: platformOf({ page, device }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(network === undefined ? {} : { address: network }),
  }
}

function platformOf({ page, device = '' }: CallSource): MessageClient['platform'] {
  if (mobile.test(device)) return 'mobile'
  return page === undefined ? 'api' : 'web'
}
