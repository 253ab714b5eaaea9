import type { Routes, StreamResult } from '@coachkit/contract'

export type Calls = Partial<Record<RouteKey, readonly [method: string, path: string]>>
export type CallTable = {
  [Key in RouteKey]: readonly [RouteOf<Key>['method'], RouteOf<Key>['path']]
}
export type RouteKey = { [Noun in keyof Routes & string]: `${Noun}.${CalledName<Routes[Noun]>}` }[keyof Routes & string]
type CalledName<Group> = { [Name in keyof Group & string]: Group[Name] extends { result: StreamResult } ? never : Name }[keyof Group & string]
export type RouteOf<Key extends RouteKey> = Key extends `${infer Noun}.${infer Name}`
  ? Noun extends keyof Routes
    ? Name extends keyof Routes[Noun]
      ? Routes[Noun][Name] extends infer Route extends import('@coachkit/contract').RouteDefinition
        ? Route
        : never
      : never
    : never
  : never
