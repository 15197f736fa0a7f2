import { useSignal } from '@preact/signals'
import { handOver } from '../base/hand-over'
import type { Pages } from '../login/pages'
import type { VaultSecret } from '../login/vault-secret'
import type { Recovery } from '../openpgp/recovery'
import type { VaultTrouble } from '../openpgp/vault'
import type { Result } from '../base/result'
import type { AccountWords } from '../text/account'
import type { SealedWords } from '../text/sealed'
import { Asking, failureText, PasswordAgain, textOf } from './asking'

/** `renew`: sets a new one; `confirm`: that it was typed back. */
export interface Codes {
    renew: (made: { account: string, authenticating: string, secret?: VaultSecret }, password: string) => Promise<Result<Recovery, VaultTrouble>>
    confirm: (typed: string) => Promise<Result<unknown, VaultTrouble>>
}
interface Props { own: AccountWords, sealed: SealedWords, pages: Pages, codes: Codes, onDone: () => void }

/** A new recovery code of a vault that is there: made here, shown once, typed back. */
export function RecoveryCode({ own, sealed, pages, codes, onDone }: Props) {
    const { settings } = sealed
    const code = useSignal<string | undefined>(undefined)
    if (code.value !== undefined) return <>
        <p>{settings.codeWhat}</p>
        <p><code class="code">{code.value}</code></p>
        <p class="row-of"><button type="button" onClick={() => print()}>{settings.print}</button>
            <button type="button" onClick={() => handOver(new Blob([settings.file(pages.address, code.value!)]), 'sigillo-recovery-code.txt')}>{settings.save}</button></p>
        <TypedBack own={own} sealed={sealed} codes={codes} onDone={onDone} />
    </>
    return <Asking own={own} submit={settings.newCode} work={async form => {
        const made = await pages.stretched(textOf(form, 'password'))
        if (!made.ok) return failureText(made.error, own)
        const fresh = await codes.renew(made.value, textOf(form, 'password'))
        if (!fresh.ok) return settings.why[fresh.error] ?? settings.why['other']!
        code.value = fresh.value.text
        return ''
    }}><PasswordAgain own={own} /></Asking>
}

export function TypedBack({ own, sealed: { settings }, codes, onDone }: Omit<Props, 'pages'>) {
    return <Asking own={own} submit={settings.confirm} work={async form => {
        const confirmed = await codes.confirm(textOf(form, 'code'))
        if (!confirmed.ok) return confirmed.error === 'passphrase' || confirmed.error === 'refused' ? settings.codeWrong : settings.why[confirmed.error] ?? settings.why['other']!
        onDone()
        return ''
    }}><label>{settings.codeBack}<input type="text" name="code" autocomplete="off" maxLength={200} autocapitalize="characters" spellcheck={false} required /></label></Asking>
}
