import { describe, expect, test } from 'vitest'
import { commonPasswords } from './common-passwords.js'
import { passwordProblems } from './password-problems.js'
import { preparePassword } from './prepare-password.js'

const context = { email: 'maria.perez@estudio-norte.example', name: 'María Pérez', service: 'CoachKit' }
const problems = (password: string) => passwordProblems({ password, context })

describe('password policy', () => {
  test.each([
    'mi gato duerme en la ventana',
    'kLm9#vQ2!xT7&wPz',
    '482910375619284',
    'パスワードではない長い文章です',
    'el-perro-come-a-las-siete',
    'maria tiene tres bicicletas',
    'sunshine over quiet water',
    'correct horse battery staple',
  ])('takes long ones of any characters: %s', (password) => {
    expect(problems(password)).toEqual([])
  })

  test('wants 15 characters, or 8 beside a second factor, counted as people see them', () => {
    expect(problems('kLm9#vQ2!xT7&w')).toEqual(['too_short'])
    expect(problems('kLm9#vQ2!xT7&wP')).toEqual([])
    expect(problems('🐴🔋📎🌵🎈🧩🪁')).toEqual(['too_short'])
    expect(passwordProblems({ password: '🐴🔋📎🌵🎈🧩🪁🧲', context, secondFactor: true })).toEqual([])
    expect(passwordProblems({ password: 'tRw9#vQ', context, secondFactor: true })).toEqual(['too_short'])
  })

  test.each([
    ['password password', 'common'],
    ['P4$$w0rd-P4$$w0rd', 'common'],
    ['ｐａｓｓｗｏｒｄ２０３０！！', 'common'],
    ['Contraseña2030!!', 'common'],
    ['administrator2030', 'common'],
    ['1122334411223344', 'common'],
    ['mariaperez19900101', 'personal'],
    ['zerep.airam.zerep', 'personal'],
    ['Estudio-Norte-2030', 'personal'],
    ['CoachKit CoachKit!', 'personal'],
    ['abcdefghijklmnop', 'pattern'],
    ['fedcba9876543210', 'pattern'],
    ['zxcvbnmasdfghjkl', 'pattern'],
    ['aaaaaaaaaaaaaaaaaaaa', 'pattern'],
    ['xy7xy7xy7xy7xy7xy7', 'pattern'],
  ])('refuses what is guessed first: %s is %s', (password, problem) => {
    expect(problems(password)).toContain(problem)
  })

  test('refuses every known password, also doubled or with its letters in capitals', () => {
    const known = commonPasswords.trim().split(/\s+/)
    expect(known.length).toBeGreaterThan(6000)
    const taken = known.filter((word) =>
      [word, word.toUpperCase(), `${word} ${word}`].some((password) => passwordProblems({ password, secondFactor: true }).length === 0),
    )
    expect(taken).toEqual([])
  })

  test('refuses what is too long or not text before looking at it', () => {
    expect(problems('kLm9#vQ2!xT7&wPz'.repeat(64))).toEqual([])
    expect(problems(`${'kLm9#vQ2!xT7&wPz'.repeat(64)}x`)).toEqual(['unusable'])
    expect(problems('ñ'.repeat(513))).toEqual(['unusable'])
    expect(problems('ﷺ'.repeat(100))).toEqual(['unusable'])
    expect(problems('half a horse: \uD83D, and some more')).toEqual(['unusable'])
  })

  test('one form for every way to type the same', () => {
    expect(preparePassword('cafe\u0301 ﬁn')).toBe('café fin')
    expect(preparePassword(' spaces stay ')).toBe(' spaces stay ')
  })
})
