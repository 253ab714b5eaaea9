import type { FormField, Language, ShownForm } from '@coachkit/contract'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { FormWords } from '../../locales/form/words.js'
import { wordsIn } from '../../locales/words-in.js'
import { icon } from '../../styles/icons.js'

const wrongIcon = icon('M12 8v5M12 16.5h.01M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z')

export interface FormInput {
  form: ShownForm
  words: FormWords
  /** The visitor's, then the creator's. */
  languages: (Language | undefined)[]
  /** What is wrong, by the field's name; `consent` of the box to tick. */
  wrong: Record<string, string>
  /** Why it could not be sent. */
  failure: string
  sending: boolean
  onSubmit(event: SubmitEvent): void
}

/** What is asked before the first conversation. */
export function formTemplate(input: FormInput): TemplateResult {
  const { form, words, languages, failure, sending } = input
  return html`<form class="form" novalidate @submit=${input.onSubmit}>
    ${form.intro ? html`<p dir="auto">${wordsIn(form.intro, languages)}</p>` : nothing}
    ${form.fields.map((field) => fieldTemplate(field, input))}
    ${form.consent ? consentTemplate(form.consent, input) : nothing}
    <div role="alert">${failure ? html`<p class="wrong">${wrongIcon}${failure}</p>` : nothing}</div>
    <button class="begin" ?disabled=${sending}>${sending ? words.formSending : words.start}</button>
  </form>`
}

function fieldTemplate(field: FormField, { words, languages, wrong }: FormInput): TemplateResult {
  const { name, type, required } = field
  const id = `field-${name}`
  const label = field.label ? wordsIn(field.label, languages) : type === 'email' ? words.email : words.name
  const problem = wrong[name]
  return html`<div class="field">
    <label for=${id} dir="auto">${label} ${required ? nothing : html`<small>(${words.optional})</small>`}</label>
    ${
      type === 'select'
        ? html`<select id=${id} name=${name} ?required=${required} aria-invalid=${problem !== undefined} aria-describedby=${`${id}-wrong`}>
            <option value="">${words.choose}</option>
            ${field.options?.map((option) => html`<option>${wordsIn(option, languages)}</option>`)}
          </select>`
        : html`<input id=${id} name=${name} type=${type === 'email' ? 'email' : 'text'} autocomplete=${type === 'text' ? 'off' : type} maxlength="500" dir="auto" ?required=${required} aria-invalid=${problem !== undefined} aria-describedby=${`${id}-wrong`} />`
    }
    ${problemTemplate(id, problem)}
  </div>`
}

function consentTemplate(consent: NonNullable<ShownForm['consent']>, { words, languages, wrong }: FormInput): TemplateResult {
  return html`<div class="consent">
    <input type="checkbox" id="consent" name="consent" required aria-invalid=${wrong.consent !== undefined} aria-describedby="consent-wrong" />
    <label for="consent" dir="auto">${wordsIn(consent.text, languages)}</label>
    ${
      consent.link
        ? html`<a class="more" href=${consent.link} target="_blank" rel="noopener noreferrer">${words.readMore}<span class="hidden"> (${words.newTab})</span></a>`
        : nothing
    }
    ${problemTemplate('consent', wrong.consent)}
  </div>`
}

function problemTemplate(id: string, problem: string | undefined): TemplateResult {
  return html`<span class=${problem ? 'wrong' : ''} id=${`${id}-wrong`}>${problem ? html`${wrongIcon}${problem}` : nothing}</span>`
}
