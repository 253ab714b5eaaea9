import { serveModel } from './serve-model.js'

// With a library that has an address: nothing of it is in a bundle.
serveModel()
