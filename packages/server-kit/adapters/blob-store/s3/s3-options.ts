export interface S3Options {
  /** Such as `https://s3.eu-west-1.amazonaws.com` or `http://localhost:9000`. */
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** In front of every key, for example `coachkit/`. */
  prefix?: string
}
