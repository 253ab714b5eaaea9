import type { Bus, RealtimeGateway } from '../ports/index.js'

/** A bus whose events also reach the clients of a gateway. Whoever publishes an event tells it, so that it comes once whatever the bus repeats. */
export function gatewayBus(bus: Bus, gateway: RealtimeGateway): Bus {
  return {
    capabilities: bus.capabilities,
    subscribe: bus.subscribe,
    ...(bus.state ? { state: bus.state } : {}),
    publish(topic, frame) {
      bus.publish(topic, frame)
      if (frame.kind === 'durable') gateway.publish(topic, { data: frame.event, offset: frame.offset })
      if (frame.kind === 'ephemeral') gateway.publish(topic, { data: frame.event })
    },
    async close() {
      await bus.close()
      await gateway.close()
    },
  }
}
