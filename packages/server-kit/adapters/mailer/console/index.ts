import type { Mailer } from '../../../ports/index.js'

/** Prints mail instead of sending it: for development, where the code in it is wanted on the screen. */
export function consoleMailer(write: (text: string) => void = (text) => void process.stdout.write(text)): Mailer {
  return {
    async send({ to, subject, text }) {
      write(`\n--- e-mail to ${to}: ${subject}\n${text}\n---\n`)
    },
  }
}
