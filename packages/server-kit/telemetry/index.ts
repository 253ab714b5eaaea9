export { type Carrier, carrierNow, inRequest, noteOnSpan, requestIdNow, resumed, withSpan } from './trace.js'
