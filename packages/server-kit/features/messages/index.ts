export { createMessages } from './create-messages.js'
