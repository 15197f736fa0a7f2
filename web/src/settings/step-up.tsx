import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Result } from '../base/result'
import { fail, ok } from '../base/result'
import { type Asked, hasPasskeys, shownAgain } from '../login/passkeys'
import type { Pages, PagesFailure } from '../login/pages'
import type { Proof } from '../openpgp/openpgp'
import type { AccountWords } from '../text/account'
import { PasswordAgain, textOf } from './asking'

/** Within a form: the password again, or a passkey in its place, which then sends the form. */
export function StepUp({ own, pages }: { own: AccountWords, pages: Pages }) {
    const field = useRef<HTMLInputElement>(null)
    const said = useSignal('')
    const show = async () => {
        const asked = await pages.post<Asked>('/api/passkeys/again', {})
        said.value = asked.ok ? '' : own.passkeys.none
        const shown = asked.ok ? await shownAgain(asked.value) : undefined
        const input = field.current
        if (!shown || !input?.form) return
        const password = input.form.elements.namedItem('password') as HTMLInputElement
        input.value = JSON.stringify(shown)
        password.required = false
        input.form.requestSubmit()
        password.required = true
        input.value = ''
    }
    return <>
        <PasswordAgain own={own} />
        {hasPasskeys() && <p><button type="button" class="plain" onClick={() => void show()}>{own.passkeys.instead}</button> <span role="status">{said.value}</span></p>}
        <input ref={field} type="hidden" name="passkey" />
    </>
}

/** What such a form says of who is there. */
export async function proofOf(form: FormData, pages: Pages): Promise<Result<Proof, PagesFailure>> {
    const passkey = textOf(form, 'passkey')
    if (passkey !== '') return ok({ passkey: JSON.parse(passkey) as object })
    const made = await pages.proof(textOf(form, 'password'))
    return made.ok ? ok(made.value) : fail(made.error)
}
