/** The version of this package, as `GET /v1/health` tells it. */
export const version = '0.1.0'
