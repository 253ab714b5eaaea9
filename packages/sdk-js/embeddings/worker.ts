import { installedLibrary } from './installed-library.js'
import { serveModel } from './serve-model.js'

serveModel(installedLibrary)
