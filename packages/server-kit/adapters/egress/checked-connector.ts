import { buildConnector } from 'undici'
import { isAddress, isPublicAddress } from '../../domain/public-address/is-public-address.js'
import { egressError } from './egress-error.js'

/** One address and port of the network. */
export interface Endpoint {
  address: string
  port: number
}

export interface ConnectorOptions {
  resolve(hostname: string): Promise<string[]>
  privateOrigins: readonly string[]
  connectTo(endpoint: Endpoint): Endpoint
  timeoutMs: number
}

const triedAddresses = 4

type Socket = NonNullable<Parameters<buildConnector.Callback>[1]>

/** Resolves a name once, refuses it unless every answer is public, and connects to an address that was checked: no second answer can differ. */
export function checkedConnector(options: ConnectorOptions): buildConnector.connector {
  const dial = buildConnector({ timeout: options.timeoutMs })
  const connect = (target: buildConnector.Options, endpoint: Endpoint) =>
    new Promise<Socket>((resolve, reject) => {
      const { address, port } = options.connectTo(endpoint)
      dial({ ...target, hostname: address, port: String(port) }, (error, socket) => (error ? reject(error) : resolve(socket as Socket)))
    })
  const open = async (target: buildConnector.Options): Promise<Socket> => {
    const addresses = await addressesOf(target, options)
    const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80))
    let failure: unknown
    for (const address of addresses.slice(0, triedAddresses)) {
      try {
        return await connect(target, { address, port })
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }
  return (target, callback) => {
    open(target).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error('connection failed'), null),
    )
  }
}

async function addressesOf(target: buildConnector.Options, options: ConnectorOptions): Promise<string[]> {
  const addresses = isAddress(target.hostname) ? [target.hostname] : await options.resolve(target.hostname)
  if (addresses.length === 0) throw egressError('unreachable', 'The host name has no address.')
  const trusted = options.privateOrigins.includes(new URL(`${target.protocol}//${target.host ?? target.hostname}`).origin)
  // One private answer among public ones is a trap, not a mistake.
  if (!trusted && !addresses.every(isPublicAddress)) throw egressError('blocked', 'The address is not on the public internet.')
  return addresses
}
