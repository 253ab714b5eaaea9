import { expect, test } from 'vitest'
import { readRobots } from './robots.js'

const robots = (text: string) => readRobots(text, 'CoachKit')

test.each<[string, string, Record<string, boolean>]>([
  ['nothing', '', { '/': true }],
  ['everything', 'User-agent: *\nDisallow: /', { '/': false, '/a': false, '/robots.txt': true }],
  ['an empty rule', 'User-agent: *\nDisallow:', { '/a': true }],
  ['the longest rule', 'User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c', { '/a': false, '/a/b': true, '/a/b/c': false, '/b': true }],
  ['Allow among equals', 'user-agent: *\ndisallow: /p\nallow: /p', { '/p': true }],
  ['its own group alone', 'User-agent: *\nDisallow: /\n\nUser-agent: coachkit/2.0\nDisallow: /x', { '/a': true, '/x': false }],
  ['groups that share rules', 'User-agent: other\nUser-agent: CoachKit\nDisallow: /x\nUser-agent: *\nDisallow: /', { '/a': true, '/x': false }],
  ['two groups of one name', 'User-agent: CoachKit\nDisallow: /x\n\nUser-agent: CoachKit\nDisallow: /y', { '/x': false, '/y': false, '/z': true }],
  ['stars and ends', 'User-agent: *\nDisallow: /*.pdf$\nDisallow: /a*b*c', { '/x.pdf': false, '/x.pdf?a': true, '/a1b2c3': false, '/acb': true }],
  ['percent signs', 'User-agent: *\nDisallow: /a%3cd\nDisallow: /ñ', { '/a%3Cd': false, '/%C3%B1': false }],
  ['comments and junk', '\uFEFF# hi\nUser-agent: * # all\nnonsense\nDisallow: /x # not here\r\nfoo: bar', { '/x': false, '/y': true }],
])('%s', (_, text, expected) => {
  for (const [path, allowed] of Object.entries(expected)) expect(robots(text).allows(path), path).toBe(allowed)
})

test('what it asks besides', () => {
  const { crawlDelay, sitemaps } = robots('Sitemap: https://a.test/s.xml\nUser-agent: *\nCrawl-delay: 2.5\nDisallow: /x\nSitemap: /t.xml')
  expect([crawlDelay, sitemaps]).toEqual([2.5, ['https://a.test/s.xml', '/t.xml']])
})

test('no pattern is slow', () => {
  expect(robots(`User-agent: *\nDisallow: /${'*a'.repeat(5000)}$`).allows(`/${'a'.repeat(4999)}b`)).toBe(true)
})
