export { createMessages } from './create-messages.js'
export { createHeldByPeople } from './held-by-people.js'
