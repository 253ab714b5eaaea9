import { expect, it } from 'vitest'
import { checkContrast } from './check-contrast.js'

it('says which of a creator’s colours are hard to read, and beside what', () => {
  const usual = { primaryColor: '#007bff', secondaryColor: '#6c757d', backgroundColor: '#ffffff', textColor: '#212529' }
  expect(checkContrast(usual)).toEqual([
    { color: 'primaryColor', against: '#ffffff', ratio: 3.97, level: 'fails' },
    { color: 'secondaryColor', against: '#ffffff', ratio: 4.68, level: 'AA' },
    { color: 'textColor', against: '#ffffff', ratio: 15.42, level: 'AAA' },
  ])
  expect(checkContrast({ ...usual, primaryColor: '#FE0', backgroundColor: '#000', textColor: '#777' })).toMatchObject([
    { against: '#000000', level: 'AAA' },
    { against: '#000000', level: 'fails' },
    { against: '#000000', ratio: 4.68, level: 'AA' },
  ])
})
