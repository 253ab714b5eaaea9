import { expect, test } from 'vitest'
import { readSitemap } from './sitemap.js'

test.each<[string, string, string[], string[]]>([
  [
    'pages',
    '<?xml version="1.0"?><urlset xmlns="x"><url><loc>https://a.test/?a=1&amp;b=2</loc></url><url><loc> https://a.test/b\n</loc></url></urlset>',
    ['https://a.test/?a=1&b=2', 'https://a.test/b'],
    [],
  ],
  ['an index', '<sitemapindex><sitemap><loc>https://a.test/1.xml</loc></sitemap></sitemapindex>', [], ['https://a.test/1.xml']],
  [
    'a prefix of its own, images left out',
    '<s:urlset xmlns:s="x"><s:url><s:loc><![CDATA[https://a.test/c]]></s:loc><image:loc>https://a.test/i.png</image:loc></s:url></s:urlset>',
    ['https://a.test/c'],
    [],
  ],
  ['plain text', 'https://a.test/1\r\nnot one\nhttp://a.test/2\n', ['https://a.test/1', 'http://a.test/2'], []],
  ['a web page', '<!doctype html><html><body>404</body></html>', [], []],
])('%s', (_, text, pages, sitemaps) => {
  expect(readSitemap(text)).toEqual({ pages, sitemaps })
})
