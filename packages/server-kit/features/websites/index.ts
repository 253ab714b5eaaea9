export { createWebsites } from './create-websites.js'
