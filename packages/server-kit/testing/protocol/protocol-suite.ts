import type { Carrier, FrameConnection } from './open-frames.js'
import type { ProtocolBench, SampleVisitor } from './sample-visitor.js'

/** What the parts of the suite ask with. */
export interface ProtocolSuite {
  carrier: Carrier
  bench(): ProtocolBench
  visitor(): Promise<SampleVisitor>
  /** Opens a connection that says nothing yet. */
  open(): Promise<FrameConnection>
  /** Connects as the visitor, and sends what else is given in the same frame. */
  connect(visitor: SampleVisitor, ...more: object[]): Promise<FrameConnection>
}
